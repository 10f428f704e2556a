"""Creates items: a body that the server accepts, with foreign keys of items that exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.conformance.bodies.values import as_json
from contracts.conformance.client import NO_RESPONSE, Client
from contracts.conformance.items.item_values import Item, item_in, parent_id_in, urls_in, values_in_url, values_of
from contracts.conformance.items.unique_names import UniqueNames
from contracts.conformance.request_builder import OMITTED, Values, request_media
from contracts.errors import GenerationError, WithheldRequestError
from contracts.messages import Request, Response
from contracts.spec.foreign_keys import EACH, ForeignKey, foreign_keys
from contracts.spec.keys import schema_at, value_at, with_value
from contracts.spec.model import Operation, Resource
from contracts.spec.schemas import Schema
from contracts.spec.shapes import required_names

BODIES = 5
"""Number of bodies that are tried until one is accepted."""

FUTURE = 4
"""The kind of body whose dates are in the future."""

_YEAR = re.compile(r"^20[0-4]\d(?=-[01]\d-[0-3]\d)")


@dataclass(frozen=True)
class CreatedItem:
    """An item that the test has created.

    :param body: the item in the request body; empty if it is not a JSON object.
    :param item: the item in the response; empty if there is none.
    :param values: the path values of the item; without its id if it is not known.
    :param number: the number from which the request was generated.
    :param whole_body: the value of the whole request body.
    """

    body: dict[str, Any]
    request: Request
    response: Response
    item: Item
    values: dict[tuple[str, str], Any]
    number: int = 0
    whole_body: Any = OMITTED


class Creation:
    """Creates items of one collection.

    :param creator: the operation that creates them.
    :param reader: the operation that reads them.
    :param existing_id: returns the id of an existing item of a collection, to which a new item can refer.
    """

    def __init__(
        self,
        client: Client,
        creator: Operation,
        reader: Operation,
        collections: dict[str, Resource],
        existing_id: Callable[[str], Any],
    ) -> None:
        self.client = client
        self.creator = creator
        self.reader = reader
        self._existing_id = existing_id
        self._keys = keys_in_body(creator, collections)
        self._names = UniqueNames(creator)
        self._accepted: int | None = None
        self._number = 0
        self.refusals: list[Response] = []

    def create(self, parents: Values, changes: Mapping[str, Any] | None = None) -> CreatedItem | None:
        """Create an item; return ``None`` if no body was accepted.

        :param parents: the path values of the collection.
        :param changes: values of properties of the item.
        """
        if self._accepted is None and len(self.refusals) >= BODIES:
            return None
        for kind in range(BODIES) if self._accepted is None else (self._accepted, self._accepted, 1, 2):
            made = self._attempt(kind, parents, changes or {})
            if made is not None:
                self._accepted = kind
                return made
        return None

    def _attempt(self, kind: int, parents: Values, changes: Mapping[str, Any]) -> CreatedItem | None:
        number, self._number = self._number, self._number + 1
        try:
            body = self.body(kind, number)
            if body is None:
                return None
            body = with_changes(self.creator, body, changes)
            request = self.client.request(self.creator, number, values=parents, body=body)
            response = self.client.send(request)
        except (GenerationError, WithheldRequestError):
            return None
        if not response.is_success or response is NO_RESPONSE:
            self.refusals.append(response)
            return None
        return self._created((request, response), (number, body), parents)

    def prepare(self) -> tuple[int, Any]:
        """Return the number and the body of a request that probably succeeds and was not sent before."""
        number, self._number = self._number, self._number + 1
        return number, self.body(self._accepted or 0, number)

    def _created(self, exchange: tuple[Request, Response], sent: tuple[int, Any], parents: Values) -> CreatedItem:
        (request, response), (number, body) = exchange, sent
        item = item_in(self.creator, response) or item_in(self.reader, response) or {}
        written = value_at(body, self.creator.resource.body_path if self.creator.resource else ())
        written = written if isinstance(written, dict) else {}
        values = created_values(self.client, self.creator, self.reader, exchange, parents)
        return CreatedItem(written, request, response, item, dict(values or parents), number, body)

    def body(self, kind: int, number: int) -> Any:
        """Return a body: given or documented example, generated, required properties only, another generated one."""
        media, builder = request_media(self.creator), self.client.builder
        if media is None or media.schema is None:
            return builder.body(self.creator, number, media) if kind == 0 else None
        if kind == 0 and builder.has_given_body(self.creator):
            return builder.body(self.creator, number, media)
        generated = builder.generated_body(self.creator, number, media)
        if kind == 0 and media.examples:
            return self._finished(builder.varied_example(self.creator, number, media), number)
        if kind == 2:
            generated = self._minimal(media.schema, generated)
        if kind == FUTURE:
            generated = _in_future(generated)
        return self._finished(self._without_id(media.schema, generated), number)

    def _finished(self, body: Any, number: int) -> Any:
        return self._names.apply(self.with_foreign_keys(body), number)

    def _without_id(self, schema: Schema, body: Any) -> Any:
        """Return a body without an optional id, which would replace an item on some servers."""
        resource = self.creator.resource
        keys = resource.body_path if resource else ()
        item = value_at(body, keys)
        if resource is None or not isinstance(item, dict) or resource.id_field not in item:
            return body
        without = with_value(body, keys, {name: one for name, one in item.items() if name != resource.id_field})
        return without if schema.request_validator.is_valid(as_json(without)) else body

    def _minimal(self, schema: Schema, body: Any) -> Any:
        keys = self.creator.resource.body_path if self.creator.resource else ()
        item, below = value_at(body, keys), schema_at(schema, keys)
        if not isinstance(item, dict) or below is None:
            return body
        required = required_names(below)
        least = with_value(body, keys, {name: value for name, value in item.items() if name in required})
        return least if schema.request_validator.is_valid(as_json(least)) else body

    def with_foreign_keys(self, body: Any) -> Any:
        """Return a body in which the ids of other items are those of existing ones."""
        return with_foreign_keys(self.creator, body, self._keys, self._existing_id)


def _in_future(value: Any) -> Any:
    """Return a value with its dates in the year 2099: some servers reject ends that are past."""
    if isinstance(value, dict):
        return {name: _in_future(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_in_future(one) for one in value]
    return _YEAR.sub("2099", value) if isinstance(value, str) else value


def with_foreign_keys(
    operation: Operation, body: Any, found_keys: tuple[ForeignKey, ...], existing_id: Callable[[str], Any]
) -> Any:
    """Return a body in which the ids of other items are those of existing ones.

    :param found_keys: see :func:`keys_in_body`.
    :param existing_id: returns the id of an existing item of a collection; ``None`` if there is none.
    """
    prefix = operation.resource.body_path if operation.resource else ()
    for key in found_keys:
        keys = (*prefix, *key.path, *key.key)
        current = value_at(body, keys)
        if current is None or EACH in keys:
            continue
        found = existing_id(key.collection)
        if found is not None:
            body = with_value(body, keys, _like(current, [found] if key.many else found))
    return body


def with_changes(creator: Operation, body: Any, changes: Mapping[str, Any]) -> Any:
    """Return a body with values of properties of its item, as far as it is valid with them."""
    media, prefix = request_media(creator), creator.resource.body_path if creator.resource else ()
    for name, value in changes.items():
        changed = with_value(body, (*prefix, name), value)
        if media is not None and media.schema is not None and media.schema.request_validator.is_valid(as_json(changed)):
            body = changed
    return body


def _like(current: Any, found: Any) -> Any:
    """Return an id as a string if the generated value is a string."""
    if isinstance(current, str) and not isinstance(found, str | list):
        return str(found)
    if isinstance(current, int) and isinstance(found, str) and found.isdecimal():
        return int(found)
    return found


def keys_in_body(creator: Operation, collections: dict[str, Resource]) -> tuple[ForeignKey, ...]:
    """Return the foreign keys in the item of a request body."""
    resource, media = creator.resource, request_media(creator)
    schema = schema_at(media.schema, resource.body_path) if resource and media and media.schema else None
    if resource is None or schema is None:
        return ()
    found = foreign_keys(replace(resource, item=schema), collections)
    return tuple(key for key in found if not key.back)


def created_values(
    client: Client, creator: Operation, reader: Operation, exchange: tuple[Request, Response], parents: Values
) -> Values | None:
    """Return the path values of a created item by its id, ``Location`` or links; ``None`` if not known."""
    request, response = exchange
    item = item_in(creator, response) or item_in(reader, response)
    named = _complete(reader, item, values_of(reader, item, parents))
    if named is not None:
        return named
    template = client.builder.template(reader)
    found = next(_url_values(client, template, request, response, item), None)
    return _complete(reader, item, {**parents, **found}) if found is not None else None


def _complete(reader: Operation, item: Item | None, values: Values | None) -> Values | None:
    """Return path values with those of the parents in the item; ``None`` if one of them is not known."""
    found = dict(values or {})
    for parameter in (one for one in reader.parameters if one.location == "path"):
        if ("path", parameter.name) not in found:
            value, schema = parent_id_in(item, parameter.name), parameter.schema
            if value is None or (schema is not None and not schema.request_validator.is_valid(value)):
                return None
            found["path", parameter.name] = value
    return found if values is not None else None


def _url_values(
    client: Client, template: str, request: Request, response: Response, item: Item | None
) -> Iterator[Values]:
    for url in urls_in(response, item):
        found = values_in_url(template, client.transport.base, request.target, url)
        if found is not None:
            yield found
