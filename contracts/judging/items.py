"""Items that a check reads and writes: which there are, what changes to ask for, and putting back what was there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.data.encoding import encode_json
from contracts.errors import GenerationError
from contracts.judging.fields import ItemField, is_flagged, path_has_item_id, request_schema, writable_fields
from contracts.judging.likeness import equivalent
from contracts.messages import Request, Response
from contracts.probe.requests import RequestBuilder, Values, body_media
from contracts.probe.session import Session
from contracts.spec.model import Operation

TRIES = 6
"""Generated values that are looked through for one that differs from what is there."""


def json_object(response: Response) -> dict[str, Any] | None:
    """The JSON object in a successful answer; ``None`` where there is none."""
    if not response.is_success or not response.body:
        return None
    try:
        value = response.json
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def display(value: Any) -> str:
    """A JSON value as evidence: short."""
    text = encode_json(value).decode("utf-8", "replace")
    return text if len(text) <= 120 else f"{text[:117]}…"


def path_values(session: Session, operation: Operation, number: int) -> dict[tuple[str, str], Any] | None:
    """Path values with the n-th id and, above it, what is known to exist; ``None``: nothing is known to exist."""
    success = session.success(operation)
    if success is None or operation.resource is None:
        return None
    builder = RequestBuilder(session.generators, session.plan.known)
    own = operation.resource.id_parameter
    return {
        **success.values,
        **{
            ("path", one.name): builder.value(operation, one, number)
            for one in operation.parameters
            if one.location == "path" and one.name == own
        },
    }


@dataclass(frozen=True)
class CheckedItem:
    """An item, how it is read and how it is written.

    :param values: the path values of the item.
    :param fields: what the writer takes and the reader shows.
    """

    session: Session
    writer: Operation
    reader: Operation
    values: Values
    fields: tuple[ItemField, ...]

    def read(self) -> tuple[Request, Response]:
        """GET of the item."""
        request = self.session.request(self.reader, values=self.values)
        return request, self.session.send(request)

    def write(self, body: Any, seen: Response | None = None) -> tuple[Request, Response]:
        """PATCH or PUT of the item.

        :param seen: the last answer to a GET: an operation with ``If-Match`` gets its ``ETag`` (RFC 9110, 13.1.1).
        """
        values = {**self.values, **_condition(self.writer, seen)}
        request = self.session.request(self.writer, values=values, body=body)
        return request, self.session.send(request)

    def body(
        self, current: Mapping[str, Any], changes: Mapping[str, Any], *, whole: bool = False
    ) -> dict[str, Any] | None:
        """A valid body that asks for these changes and for no others; ``None`` where there is none.

        PUT says the whole item, and so does a PATCH whose schema asks for more than what changes.

        :param whole: PATCH says it too.
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

    def another(self, field: ItemField, current: Mapping[str, Any], number: int = 0) -> Any:
        """A value that a field may take and that it has not; ``current`` has what it has now.

        :param number: another one gives other values, where there are others.
        :raises LookupError: where there is none.
        """
        now = current.get(field.name)
        for value in self._values(field, number):
            fits = field.sent.request_validator.is_valid(value) and field.read.is_valid(value)
            if fits and value is not None and not equivalent(value, now) and not equivalent(now, value):
                return value
        raise LookupError(field.name)

    def _values(self, field: ItemField, number: int) -> Iterator[Any]:
        node = field.sent.resolve().node
        choices = node.get("enum", ()) if isinstance(node, dict) else ()
        yield from (choices[(number + index) % len(choices)] for index in range(len(choices)))
        try:
            generate = self.session.generators.compile(field.sent, "request")
            for attempt in range(TRIES):
                yield generate(f"{self.writer.id}\0{field.name}\0{number}\0{attempt}")
        except GenerationError:
            return

    def restore(self, original: Mapping[str, Any], seen: Response | None = None) -> None:
        """Send the values that the fields had in the beginning, those that may be sent."""
        changes = {
            field.name: original[field.name]
            for field in self.fields
            if field.name in original and field.sent.request_validator.is_valid(original[field.name])
        }
        body = self.body(original, changes)
        if changes and body is not None:
            self.write(body, seen)


def _condition(writer: Operation, seen: Response | None) -> dict[tuple[str, str], Any]:
    names = [one.name for one in writer.parameters if one.location == "header" and one.name.lower() == "if-match"]
    tag = seen.header("etag") if seen is not None else None
    return {("header", name): tag for name in names if tag}


def _values(session: Session, reader: Operation, number: int) -> Values | None:
    values = path_values(session, reader, number) if number else None
    if values is None or json_object(session.send(session.request(reader, values=values))) is None:
        return None
    return values


def checked_items(session: Session, check: str, fresh: int = 0) -> Iterator[CheckedItem]:
    """An item for each operation under test that changes or replaces one and has a reading beside it.

    :param fresh: number of the id that is taken where there is an item of that id: what a first update breaks shows
        only in an item that no other check has written; 0: the item that is known to exist.
    """
    for writer in session.operations:
        if writer.resource is None or writer.resource.role not in {"update", "replace"}:
            continue
        reader = session.reader_of(writer)
        if reader is None:
            session.note(f"{writer.id}: no operation under test reads what it writes, so {check} was not looked at")
            continue
        success = session.success(reader)
        if success is None:
            continue
        fields = writable_fields(writer, reader)
        if fields:
            yield CheckedItem(session, writer, reader, _values(session, reader, fresh) or success.values, fields)
        else:
            session.note(f"{writer.id}: no property that it takes can be read, so {check} was not looked at")


ATTEMPTS = 3
"""Bodies that are tried before creating counts as something that does not succeed here."""


@dataclass(frozen=True)
class CreatedItem:
    """An item that was created.

    :param body: what was sent.
    :param answer: the JSON object that came back; empty where there was none.
    :param values: the path values of the new item; without its id where the answer told none.
    """

    body: dict[str, Any]
    request: Request
    response: Response
    answer: dict[str, Any]
    values: dict[tuple[str, str], Any]


def create_item(session: Session, operation: Operation, reader: Operation, first: int = 0) -> CreatedItem | None:
    """Create an item by an operation that does; ``None`` where none of the attempts succeeds.

    :param reader: the operation that reads such items.
    :param first: number of the first body that is tried: another one gives another item.
    """
    media = body_media(operation)
    parents = _parents(session, operation, reader)
    if media is None or parents is None or reader.resource is None:
        return None
    for number in range(first, first + ATTEMPTS):
        try:
            request = session.request(operation, number, values=parents)
        except GenerationError:
            return None
        response = session.send(request)
        if response.is_success and response.status != 202:
            sent = json.loads(request.body)
            values = {**parents, **_own(reader, response)}
            body = sent if isinstance(sent, dict) else {}
            return CreatedItem(body, request, response, json_object(response) or {}, values)
    session.note(f"{operation.id}: no request succeeded, so what follows a success was not looked at")
    return None


def _own(reader: Operation, response: Response) -> dict[tuple[str, str], Any]:
    """The path value of the item that an answer shows; none where that is not certain."""
    resource = reader.resource
    named = (json_object(response) or {}).get(resource.id_field) if resource and path_has_item_id(reader) else None
    return {("path", resource.id_parameter): named} if resource and isinstance(named, str | int) else {}


def delete_item(session: Session, reader: Operation, values: Values) -> None:
    """Delete an item that the test made, where there is an operation for it and its id is known."""
    resource = reader.resource
    remover = session.role(resource.collection, "delete") if resource else None
    if remover is not None and resource and ("path", resource.id_parameter) in values:
        session.send(session.request(remover, values=values))


def delete_created(session: Session, operation: Operation, response: Response) -> None:
    """Delete what an answer shows, if it is that of an operation that creates."""
    resource = operation.resource
    reader = session.role(resource.collection, "read") if resource and resource.role == "create" else None
    if reader is not None and response.is_success:
        delete_item(session, reader, {**(_parents(session, operation, reader) or {}), **_own(reader, response)})


def _parents(session: Session, operation: Operation, reader: Operation) -> dict[tuple[str, str], Any] | None:
    """Values for the path of the collection, of items that exist as far as is known."""
    names = {one.name for one in operation.parameters if one.location == "path"}
    if not names:
        return {}
    success = session.success(reader)
    return {key: value for key, value in success.values.items() if key[1] in names} if success else None
