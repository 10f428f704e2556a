"""What the properties of an item are for, told from the document and, for moments, from their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from contracts.data.naming import singular, words
from contracts.judging.likeness import JsonPath
from contracts.probe.requests import body_media
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema

_TIME = frozenset({"at", "on", "date", "time", "timestamp", "datetime", "last", "utc"})
_CREATED = frozenset({"created", "creation", "inserted"})
_UPDATED = frozenset({"updated", "modified", "changed", "update", "modification", "edited"})

DERIVED = frozenset(
    {"version", "revision", "etag", "updated", "modified", "changed", "edited", "update", "modification", "by",
     "history", "activity", "activities", "audit", "log", "logs", "events", "timeline", "count", "counts", "total",
     "slug", "summary", "hash", "checksum", "digest", "signature", "url", "urls", "uri", "href", "link", "links",
     "warnings", "warning", "errors", "error", "issues", "missing", "validation", "completeness", "progress",
     "state", "health", "search", "preview", "excerpt", "snippet", "html", "rendered", "display", "label", "score",
     "rank", "size", "length", "words", "token", "session", "expires", "view", "views", "viewed", "seen", "accessed",
     "read", "lock", "locked", "sequence", "seq", "age", "elapsed", "duration", "now", "generated", "request",
     "trace"}
)  # fmt: skip
"""Words of the names of properties that a server may work out by itself whenever something else changes."""


def is_created(name: str) -> bool:
    """Whether a name is that of the moment an item began: ``created_at``, ``dateCreated``, ``created``."""
    return _is_moment(name, _CREATED)


def is_updated(name: str) -> bool:
    """Whether a name is that of the moment of the last change: ``updated_at``, ``lastModified``, ``modified``."""
    return _is_moment(name, _UPDATED)


def _is_moment(name: str, kinds: frozenset[str]) -> bool:
    found = set(words(name))
    return bool(found & kinds) and found <= kinds | _TIME


def is_derived(place: JsonPath) -> bool:
    """Whether a server may change by itself what stands at a place, as far as names tell."""
    return any(isinstance(token, str) and not DERIVED.isdisjoint(words(token)) for token in place)


@cache
def is_flagged(schema: Schema, keyword: str) -> bool:
    """Whether ``readOnly`` or ``writeOnly`` stands at a property or at what it refers to."""
    return any(isinstance(node, dict) and node.get(keyword) is True for node in (schema.node, schema.resolve().node))


def is_date_time(schema: Schema) -> bool:
    """Whether a property is a string in the format ``date-time``."""
    node = schema.resolve().node
    return isinstance(node, dict) and node.get("format") == "date-time"


def path_has_item_id(operation: Operation) -> bool:
    """Whether an item's id is certainly what the path takes: ``case_id`` and ``id`` are one, ``number`` and ``id`` not.

    Many APIs take a number or a short name in the path and keep another id in the item.
    """
    resource = operation.resource
    if resource is None or not resource.id_field or not resource.id_parameter:
        return False
    request_schema, own = words(resource.id_parameter), words(resource.id_field)
    return request_schema == own or (
        bool(request_schema) and own[-1:] == ("id",) and singular(request_schema[-1]) == "id"
    )


def response_schema(operation: Operation) -> Schema | None:
    """The schema of the JSON body of an operation's success; ``None`` where there is none."""
    content = operation.success.content if operation.success else ()
    return next((media.schema for media in content if media.is_json and media.schema), None)


def request_schema(operation: Operation) -> Schema | None:
    """The schema of the JSON body that an operation takes; ``None`` where there is none."""
    media = body_media(operation)
    return media.schema if media else None


@dataclass(frozen=True)
class ItemField:
    """A property that a client may set and then read.

    :param sent: its schema in the body of the writing operation.
    :param read: its schema in the answer of the reading one.
    """

    name: str
    sent: Schema
    read: Schema


def writable_fields(writer: Operation, reader: Operation) -> tuple[ItemField, ...]:
    """The properties that one operation takes and another answers, in the order of the first one's schema."""
    body, answer = request_schema(writer), response_schema(reader)
    if body is None or answer is None:
        return ()
    own = reader.resource.id_field if reader.resource else ""
    shown = answer.possible_properties
    return tuple(
        ItemField(name, schema, shown[name])
        for name, schema in body.possible_properties.items()
        if name in shown and name != own and not is_hidden(schema, shown[name])
    )


def is_hidden(*schemas: Schema) -> bool:
    """Whether a property cannot be set and then read by what any of its schemas say."""
    return any(is_flagged(schema, keyword) for schema in schemas for keyword in ("readOnly", "writeOnly"))


def read_only_fields(writer: Operation, reader: Operation) -> dict[str, Schema]:
    """The properties of an item that no client may set, with their schemas in the answer.

    Those are the ones that either schema flags ``readOnly``, and the item's id and the moment that it began unless the
    body names them among what may be sent.
    """
    body, answer = request_schema(writer), response_schema(reader)
    if answer is None:
        return {}
    named = body.possible_properties if body else {}
    own = reader.resource.id_field if reader.resource else ""
    return {
        name: schema
        for name, schema in answer.possible_properties.items()
        if is_flagged(schema, "readOnly")
        or (name in named and is_flagged(named[name], "readOnly"))
        or (name not in named and (name == own or (is_created(name) and is_date_time(schema))))
    }


def update_timestamps(schema: Schema | None) -> tuple[str, ...]:
    """The properties of an answer that say when the item last changed."""
    known = schema.possible_properties if schema else {}
    return tuple(name for name in known if is_updated(name) and is_date_time(known[name]))


def all_of_parts(schema: Schema) -> Iterator[Schema]:
    """The schema, what it refers to and what ``allOf`` adds: all of them hold for a value."""
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop(0)
        if part.pointer in seen or not isinstance(part.node, dict):
            continue
        seen.add(part.pointer)
        yield part
        if "$ref" in part.node:
            waiting.append(part.space.target(part))
        waiting += [part.child("allOf", index) for index in range(len(part.node.get("allOf", ())))]


def keywords(schema: Schema) -> dict[str, Any]:
    """All keywords of the parts in one mapping; of one that several have, the first counts."""
    found: dict[str, Any] = {}
    for part in all_of_parts(schema):
        if isinstance(part.node, dict):
            found = part.node | found
    return found


def json_types(schema: Schema) -> set[str]:
    """The JSON types that a schema names; empty: it names none."""
    types = keywords(schema).get("type", [])
    return {types} if isinstance(types, str) else set(types)
