"""Items that checks read, update and restore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.assertions.item_fields import (
    ItemField,
    is_flagged,
    request_schema,
    sent_item_schema,
    with_identity,
    writable_fields,
)
from contracts.conformance.assertions.json_patch import json_patch, takes_json_patch
from contracts.conformance.items.changes import identity_of, renamed
from contracts.conformance.items.item_values import item_in
from contracts.conformance.request_builder import Values
from contracts.conformance.session import Session
from contracts.errors import GenerationError
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request, Response
from contracts.spec.keys import with_value
from contracts.spec.model import Operation
from contracts.spec.names import plain
from contracts.spec.shapes import core

VALUE_ATTEMPTS = 6
"""Number of values to generate to find one that differs from the current one."""

VALUES_PER_TURN = 1000
"""Number of different values that a check may need for a property of one item."""


def display(value: Any) -> str:
    """Return a JSON value as a string of at most 120 characters, for messages."""
    text = encode_json(value).decode("utf-8", "replace")
    return text if len(text) <= 120 else f"{text[:117]}…"


@dataclass(frozen=True)
class CheckedItem:
    """An existing item with the operations that read and write it.

    :param values: the path values of the item for the reader.
    :param fields: the properties that can be set and read.
    :param turn: different numbers give different values, as values may have to be unique in the collection.
    """

    session: Session
    writer: Operation
    reader: Operation
    values: Values
    fields: tuple[ItemField, ...]
    turn: int = 0

    def read(self) -> tuple[Request, Response]:
        """Send a GET request for the item."""
        request = self.session.request(self.reader, values=self.values)
        return request, self.session.send(request)

    def item(self, response: Response) -> dict[str, Any] | None:
        """Return the item in a response to :meth:`read`; ``None`` if there is none."""
        return item_in(self.reader, response)

    def written(self, response: Response) -> dict[str, Any] | None:
        """Return the item in a response to :meth:`write`; ``None`` if there is none."""
        return item_in(self.writer, response)

    def write(self, body: Any, seen: Response | None = None) -> tuple[Request, Response]:
        """Send a PATCH or PUT request for the item.

        :param seen: the last response to GET; its ``ETag`` is sent as ``If-Match`` if the document has that header.
        """
        request = self.write_request(body, seen)
        return request, self.session.send(request)

    def write_request(self, body: Any, seen: Response | None = None) -> Request:
        """Return the request that :meth:`write` sends."""
        own = renamed(self.reader, self.writer, self.values)
        tag = _if_match(self.writer, seen) if seen is not None else self.session.precondition(self.writer, own)
        values = {**own, **tag}
        return self.session.request(self.writer, values=values, body=body)

    def body(self, current: Mapping[str, Any], changes: Mapping[str, Any], *, whole: bool = False) -> Any:
        """Return a valid body with these changes and no others; ``None`` if there is none, or it would rename the item.

        The body of PUT is the whole item; so is that of PATCH if its schema requires unchanged properties. A JSON Patch
        is a list of operations.

        :param whole: whether PATCH must send the whole item.
        """
        identity = identity_of(dict(current), self.values)
        if any(name in changes and not equivalent(changes[name], identity[name]) for name in identity):
            return None
        schema, item_schema = request_schema(self.writer), sent_item_schema(self.writer)
        if takes_json_patch(self.writer):
            patch = json_patch(current, changes)
            return patch if schema is None or schema.request_validator.is_valid(patch) else None
        known = item_schema.possible_properties if item_schema is not None else {}
        item = {name: current[name] for name in known if name in current and not is_flagged(known[name], "readOnly")}
        kept = {name: value for name, value in item.items() if value is not None}
        items = [{**item, **changes}, {**kept, **changes}]
        if self.writer.method == "PATCH" and not whole:
            items.insert(0, dict(changes))
        bodies = (self._enveloped(one) for one in items)
        return next((one for one in bodies if schema is not None and schema.request_validator.is_valid(one)), None)

    def extended(self, body: Any, current: Mapping[str, Any], name: str, value: Any) -> Any:
        """Return a body that also sets a property, whether or not it is valid then."""
        if takes_json_patch(self.writer):
            return [*(body if isinstance(body, list) else ()), *json_patch(current, {name: value})]
        return {**(body or {}), name: value}

    def _enveloped(self, item: dict[str, Any]) -> Any:
        """Return the body with an item: in its envelope, whose other properties are generated."""
        keys = self.writer.resource.body_path if self.writer.resource else ()
        if not keys:
            return item
        try:
            return with_value(self.session.builder.generated_body(self.writer), keys, item)
        except GenerationError:
            return with_value({}, keys, item)

    def different_value(self, field: ItemField, current: Mapping[str, Any], number: int = 0) -> Any:
        """Return a valid value for a field that differs from the one in ``current``.

        :param number: different numbers give different values, if possible.
        :raises LookupError: if there is no such value.
        """
        now = current.get(field.name)
        for generated in self._values(field, number + self.turn * VALUES_PER_TURN):
            value = with_identity(self.reader, field.name, generated, current)
            fits = field.sent.request_validator.is_valid(value) and field.read.is_valid(value)
            if fits and value is not None and not equivalent(value, now) and not equivalent(now, value):
                return value
        raise LookupError(field.name)

    def _values(self, field: ItemField, number: int) -> Iterator[Any]:
        node = core(field.sent).node
        enum = node.get("enum", ()) if isinstance(node, dict) else ()
        yield from (enum[(number + index) % len(enum)] for index in range(len(enum)))
        try:
            generate = self.session.generators.compile(field.sent, "request")
            for attempt in range(VALUE_ATTEMPTS):
                yield generate(f"{self.writer.id}\0{field.name}\0{number}\0{attempt}")
        except GenerationError:
            return

    def another(self) -> CheckedItem | None:
        """Return another item that no other check uses, with the same operations; ``None`` if there is none."""
        values = self.session.items.own(self.reader)
        return replace(self, values=values, turn=self.turn + 1) if values is not None else None

    def restore(self, original: Mapping[str, Any], seen: Response | None = None) -> None:
        """Send the original values of the fields, as far as they are valid, if the test did not create the item."""
        if self.session.items.changes.owns(self.session.items.changes.path_of(self.reader, self.values)):
            return
        changes = {
            field.name: original[field.name]
            for field in self.fields
            if field.name in original and field.sent.request_validator.is_valid(original[field.name])
        }
        now = self.item(self.read()[1])
        if now is not None and all(equivalent(value, now.get(name)) for name, value in changes.items()):
            return
        body = self.body(original, changes)
        if changes and body is not None:
            self.write(body, seen)


def updatable_fields(session: Session, writer: Operation, reader: Operation) -> tuple[ItemField, ...]:
    """Return the properties that an operation can change and another one returns.

    A JSON Patch has no schema of the item: its properties are those that another operation of the collection accepts.
    """
    if not takes_json_patch(writer):
        return writable_fields(writer, reader)
    resource = reader.resource
    if resource is None or resource.item_path:
        return ()  # it is not certain whether the envelope belongs to the patched value
    source = session.items.roles.find(resource.collection, "replace") or session.items.roles.creator_of(reader)
    return writable_fields(source, reader) if source is not None else ()


NAMES = frozenset({"name", "path", "slug", "key", "code", "login", "username", "kernel", "type", "owner", "parent"})
"""Plain names of properties that an item of others keeps: its path, or what it is, may depend on them."""


def _harmless(fields: tuple[ItemField, ...], values: Values) -> tuple[ItemField, ...]:
    """Return the properties of an item that the test has not created which can be changed and put back."""
    parameters = {plain(name) for location, name in values if location == "path"}
    return tuple(field for field in fields if plain(field.name) not in NAMES | parameters)


def _if_match(writer: Operation, seen: Response) -> dict[tuple[str, str], Any]:
    names = [one.name for one in writer.parameters if one.location == "header" and one.name.lower() == "if-match"]
    tag = seen.header("etag")
    return {("header", name): tag for name in names if tag}


def checked_items(session: Session, check: str, *, own: bool = True) -> Iterator[CheckedItem]:
    """Yield an item for each tested operation that updates or replaces items which another operation reads.

    :param own: whether to use an item that no other check uses, if there is one.
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
        fields = updatable_fields(session, writer, reader)
        values = (session.items.own(reader) if own and fields else None) or success.values
        if not session.items.may_change(reader, values):
            fields = _harmless(fields, values)
        if not session.allows(session.request(writer, values=renamed(reader, writer, values), body={})):
            session.note(f"{writer.id}: the safety rules do not allow it; {check} was skipped", skipped=writer.id)
        elif fields:
            yield CheckedItem(session, writer, reader, values, fields)
        else:
            session.note(f"{writer.id}: no writable property can be read; {check} was skipped", skipped=writer.id)
