"""Items that checks read, update, restore, create and delete."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.assertions.item_fields import (
    ItemField,
    is_flagged,
    path_has_item_id,
    request_schema,
    with_identity,
    writable_fields,
)
from contracts.conformance.request_builder import RequestBuilder, Values, body_media
from contracts.conformance.session import Session
from contracts.errors import GenerationError
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request, Response
from contracts.spec.model import Operation

VALUE_ATTEMPTS = 6
"""Number of values to generate to find one that differs from the current one."""


def json_object(response: Response) -> dict[str, Any] | None:
    """Return the JSON object in a successful response; ``None`` otherwise."""
    if not response.is_success or not response.body:
        return None
    try:
        value = response.json
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def display(value: Any) -> str:
    """Return a JSON value as a string of at most 120 characters, for messages."""
    text = encode_json(value).decode("utf-8", "replace")
    return text if len(text) <= 120 else f"{text[:117]}…"


def path_values(session: Session, operation: Operation, number: int) -> dict[tuple[str, str], Any] | None:
    """Return path values of the n-th id, below parents that exist; ``None`` if no parents are known."""
    success = session.success(operation)
    if success is None or operation.resource is None:
        return None
    builder = RequestBuilder(session.generators, session.plan.known)
    id_parameter = operation.resource.id_parameter
    return {
        **success.values,
        **{
            ("path", one.name): builder.value(operation, one, number)
            for one in operation.parameters
            if one.location == "path" and one.name == id_parameter
        },
    }


@dataclass(frozen=True)
class CheckedItem:
    """An existing item with the operations that read and write it.

    :param values: the path values of the item.
    :param fields: the properties that can be set and read.
    """

    session: Session
    writer: Operation
    reader: Operation
    values: Values
    fields: tuple[ItemField, ...]

    def read(self) -> tuple[Request, Response]:
        """Send a GET request for the item."""
        request = self.session.request(self.reader, values=self.values)
        return request, self.session.send(request)

    def write(self, body: Any, seen: Response | None = None) -> tuple[Request, Response]:
        """Send a PATCH or PUT request for the item.

        :param seen: the last response to GET; its ``ETag`` is sent as ``If-Match`` if the document has that header.
        """
        values = {**self.values, **_if_match(self.writer, seen)}
        request = self.session.request(self.writer, values=values, body=body)
        return request, self.session.send(request)

    def body(
        self, current: Mapping[str, Any], changes: Mapping[str, Any], *, whole: bool = False
    ) -> dict[str, Any] | None:
        """Return a valid body with these changes and no others; ``None`` if there is none.

        The body of PUT is the whole item; so is that of PATCH if its schema requires unchanged properties.

        :param whole: whether PATCH must send the whole item.
        """
        schema = request_schema(self.writer)
        known = schema.possible_properties if schema is not None else {}
        item = {name: current[name] for name in known if name in current and not is_flagged(known[name], "readOnly")}
        kept = {name: value for name, value in item.items() if value is not None}
        bodies = [{**item, **changes}, {**kept, **changes}]
        if self.writer.method == "PATCH" and not whole:
            bodies.insert(0, dict(changes))
        valid = (body for body in bodies if schema is not None and schema.request_validator.is_valid(body))
        return next(valid, None)

    def different_value(self, field: ItemField, current: Mapping[str, Any], number: int = 0) -> Any:
        """Return a valid value for a field that differs from the one in ``current``.

        :param number: different numbers give different values, if possible.
        :raises LookupError: if there is no such value.
        """
        now = current.get(field.name)
        for generated in self._values(field, number):
            value = with_identity(self.reader, field.name, generated, current)
            fits = field.sent.request_validator.is_valid(value) and field.read.is_valid(value)
            if fits and value is not None and not equivalent(value, now) and not equivalent(now, value):
                return value
        raise LookupError(field.name)

    def _values(self, field: ItemField, number: int) -> Iterator[Any]:
        node = field.sent.resolve().node
        enum = node.get("enum", ()) if isinstance(node, dict) else ()
        yield from (enum[(number + index) % len(enum)] for index in range(len(enum)))
        try:
            generate = self.session.generators.compile(field.sent, "request")
            for attempt in range(VALUE_ATTEMPTS):
                yield generate(f"{self.writer.id}\0{field.name}\0{number}\0{attempt}")
        except GenerationError:
            return

    def restore(self, original: Mapping[str, Any], seen: Response | None = None) -> None:
        """Send the original values of the fields, as far as they are valid."""
        changes = {
            field.name: original[field.name]
            for field in self.fields
            if field.name in original and field.sent.request_validator.is_valid(original[field.name])
        }
        body = self.body(original, changes)
        if changes and body is not None:
            self.write(body, seen)


def _if_match(writer: Operation, seen: Response | None) -> dict[tuple[str, str], Any]:
    names = [one.name for one in writer.parameters if one.location == "header" and one.name.lower() == "if-match"]
    tag = seen.header("etag") if seen is not None else None
    return {("header", name): tag for name in names if tag}


def _values(session: Session, reader: Operation, number: int) -> Values | None:
    values = path_values(session, reader, number) if number else None
    if values is None or json_object(session.send(session.request(reader, values=values))) is None:
        return None
    return values


def checked_items(session: Session, check: str, fresh: int = 0) -> Iterator[CheckedItem]:
    """Yield an item for each tested operation that updates or replaces items which another operation reads.

    :param fresh: number of the id to use if such an item exists: some errors occur only on the first update of an item;
        0 for the item that is known to exist.
    """
    for writer in session.operations:
        if writer.resource is None or writer.resource.role not in {"update", "replace"}:
            continue
        reader = session.reader_of(writer)
        if reader is None:
            session.note(
                f"{writer.id}: no tested operation reads the written item; {check} was skipped", skipped=writer.id
            )
            continue
        success = session.success(reader)
        if success is None:
            continue
        fields = writable_fields(writer, reader)
        if fields:
            yield CheckedItem(session, writer, reader, _values(session, reader, fresh) or success.values, fields)
        else:
            session.note(f"{writer.id}: no writable property can be read; {check} was skipped", skipped=writer.id)


CREATE_ATTEMPTS = 3
"""Number of bodies that are tried to create an item."""


@dataclass(frozen=True)
class CreatedItem:
    """An item created by a check.

    :param body: the request body.
    :param item: the JSON object in the response; empty if there is none.
    :param values: the path values of the item; without its id if the response does not contain it.
    """

    body: dict[str, Any]
    request: Request
    response: Response
    item: dict[str, Any]
    values: dict[tuple[str, str], Any]


def create_item(session: Session, operation: Operation, reader: Operation, first: int = 0) -> CreatedItem | None:
    """Create an item; return ``None`` if no attempt succeeds.

    :param reader: the operation that reads the items.
    :param first: number of the first body; different numbers give different items.
    """
    media = body_media(operation)
    parents = _parents(session, operation, reader)
    if media is None or parents is None or reader.resource is None:
        return None
    for number in range(first, first + CREATE_ATTEMPTS):
        try:
            request = session.request(operation, number, values=parents)
        except GenerationError:
            return None
        response = session.send(request)
        if response.is_success and response.status != 202:
            sent = json.loads(request.body)
            values = {**parents, **_created_id(reader, response)}
            body = sent if isinstance(sent, dict) else {}
            return CreatedItem(body, request, response, json_object(response) or {}, values)
    session.note(
        f"{operation.id}: no request succeeded; checks that need a created item were skipped", skipped=operation.id
    )
    return None


def _created_id(reader: Operation, response: Response) -> dict[tuple[str, str], Any]:
    """Return the id of the item in a response as a path value; empty if it is not certain."""
    resource = reader.resource
    named = (json_object(response) or {}).get(resource.id_field) if resource and path_has_item_id(reader) else None
    return {("path", resource.id_parameter): named} if resource and isinstance(named, str | int) else {}


def delete_item(session: Session, reader: Operation, values: Values) -> None:
    """Delete a created item, if there is an operation for that and the id is known."""
    resource = reader.resource
    remover = session.role(resource.collection, "delete") if resource else None
    if remover is not None and resource and ("path", resource.id_parameter) in values:
        session.send(session.request(remover, values=values))


def delete_created(session: Session, operation: Operation, response: Response) -> None:
    """Delete the item in a response, if the operation creates items."""
    resource = operation.resource
    reader = session.role(resource.collection, "read") if resource and resource.role == "create" else None
    if reader is not None and response.is_success:
        delete_item(session, reader, {**(_parents(session, operation, reader) or {}), **_created_id(reader, response)})


def _parents(session: Session, operation: Operation, reader: Operation) -> dict[tuple[str, str], Any] | None:
    """Return the path values of the collection; ``None`` if no parents are known."""
    names = {one.name for one in operation.parameters if one.location == "path"}
    if not names:
        return {}
    success = session.success(reader)
    return {key: value for key, value in success.values.items() if key[1] in names} if success else None
