"""The properties of an item: writable, read-only, derived, timestamps; and the keywords of a schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.equivalence import JsonPath
from contracts.conformance.request_builder import body_media
from contracts.generation.name_words import singular, words
from contracts.schema.json_types import type_names
from contracts.spec.keys import Keys, schema_at, value_at, with_value
from contracts.spec.model import Operation
from contracts.spec.names import plain
from contracts.spec.path_fields import path_fields
from contracts.spec.resources.paths import parse_path
from contracts.spec.schema_cache import cached_by_schema
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core, parts

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
     "trace", "serial", "counter", "statistics", "stats", "uptime", "last", "latest"}
)  # fmt: skip
"""Words in names of properties that a server may compute whenever another property changes."""


SET_BY_SERVER = frozenset(
    {"etag", "revision", "rev", "resourceversion", "lockversion", "createdby", "updatedby", "modifiedby",
     "lastmodifiedby", "deletedat", "selflink", "self", "href", "links", "metadata", "permissions", "acl", "acls",
     "grants"}
)  # fmt: skip
"""Plain names of properties that servers usually set or complete, in addition to timestamps of creation and change.

To access rights, for example, they add those of the owner.
"""


def is_created(name: str) -> bool:
    """Whether a name is that of a creation timestamp: ``created_at``, ``dateCreated``, ``created``."""
    return _is_timestamp_name(name, _CREATED)


def is_updated(name: str) -> bool:
    """Whether a name is that of a timestamp of the last change: ``updated_at``, ``lastModified``, ``modified``."""
    return _is_timestamp_name(name, _UPDATED)


def _is_timestamp_name(name: str, kinds: frozenset[str]) -> bool:
    found = set(words(name))
    return bool(found & kinds) and found <= kinds | _TIME


def is_derived(path: JsonPath) -> bool:
    """Whether a server may compute the value at a path, judging by the names in the path."""
    return any(isinstance(token, str) and not DERIVED.isdisjoint(words(token)) for token in path)


@cached_by_schema
def is_flagged(schema: Schema, keyword: str) -> bool:
    """Whether a property, or the schema it refers to, has ``readOnly`` or ``writeOnly`` set."""
    return any(isinstance(node, dict) and node.get(keyword) is True for node in (schema.node, schema.resolve().node))


def is_date_time(schema: Schema) -> bool:
    """Whether a property has the format ``date-time``."""
    node = core(schema).node
    return isinstance(node, dict) and node.get("format") == "date-time"


def path_has_item_id(operation: Operation) -> bool:
    """Whether the path parameter certainly contains the id of the item: ``case_id`` and ``id`` match, ``number`` and
    ``id`` do not.

    Many APIs use a number or a short name in the path and another id in the item.
    """
    resource = operation.resource
    if resource is None or not resource.id_field or not resource.id_parameter:
        return False
    parameter, key = words(resource.id_parameter), words(resource.id_field)
    return parameter == key or (bool(parameter) and key[-1:] == ("id",) and singular(parameter[-1]) == "id")


def response_schema(operation: Operation) -> Schema | None:
    """Return the schema of the JSON body of a successful response; ``None`` if there is none."""
    content = operation.success.content if operation.success else ()
    return next((media.schema for media in content if media.is_json and media.schema), None)


def request_schema(operation: Operation) -> Schema | None:
    """Return the schema of the JSON request body; ``None`` if there is none."""
    media = body_media(operation)
    return media.schema if media else None


def read_item_schema(operation: Operation) -> Schema | None:
    """Return the schema of the item in a successful response, inside its envelope; ``None`` if there is none."""
    response = response_schema(operation)
    keys = operation.resource.item_path if operation.resource else ()
    return schema_at(response, keys) if response is not None else None


def sent_item_schema(operation: Operation) -> Schema | None:
    """Return the schema of the item in the JSON request body, inside its envelope; ``None`` if there is none."""
    body = request_schema(operation)
    keys = operation.resource.body_path if operation.resource else ()
    return schema_at(body, keys) if body is not None else None


@dataclass(frozen=True)
class ItemField:
    """A property that a client can set and read.

    :param sent: its schema in the request body.
    :param read: its schema in the response.
    """

    name: str
    sent: Schema
    read: Schema


def writable_fields(writer: Operation, reader: Operation) -> tuple[ItemField, ...]:
    """Return the properties that ``writer`` accepts and ``reader`` returns, in the order of the body schema.

    A schema that is shared by request and response often has properties which servers set: those are not included.
    """
    identity = {keys[0] for keys in identity_paths(reader) if len(keys) == 1}
    found = shared_fields(writer, reader)
    return tuple(field for field in found if field.name not in identity and not is_set_by_server(field.name))


def shared_fields(writer: Operation, reader: Operation) -> tuple[ItemField, ...]:
    """Return all properties that ``writer`` accepts and ``reader`` returns, in the order of the body schema."""
    body, response = sent_item_schema(writer), read_item_schema(reader)
    readable = response.possible_properties if response is not None else {}
    return tuple(
        ItemField(name, schema, readable[name])
        for name, schema in (body.possible_properties if body is not None else {}).items()
        if name in readable and not is_hidden(schema, readable[name])
    )


def is_set_by_server(name: str) -> bool:
    """Whether servers usually set a property themselves, even if the schema allows clients to send it.

    What a client sends may be stored or replaced. This is the only statement about such properties: no check requires
    that they are stored, and none that they change.
    """
    return is_created(name) or is_updated(name) or plain(name) in SET_BY_SERVER


def identity_paths(reader: Operation) -> tuple[Keys, ...]:
    """Return the keys to the values in an item that its path determines: its id, and the ids of its parents."""
    resource = reader.resource
    if resource is None:
        return ()
    parents = [
        (prefix.parameter, prefix.parent().template)
        for prefix in parse_path(reader.path).items
        if prefix.parameter != resource.id_parameter
    ]
    found = path_fields(resource.item, parents, resource.id_path)
    return (*((resource.id_path,) if resource.id_path else ()), *(keys for group in found.values() for keys in group))


def with_identity(reader: Operation, name: str, value: Any, item: Mapping[str, Any]) -> Any:
    """Return a value for a property with the values of the item for everything that its path determines."""
    for keys in identity_paths(reader):
        inner = keys[1:]
        if inner and keys[0] == name and value_at(value, inner) is not None and value_at(item, keys) is not None:
            value = with_value(value, inner, value_at(item, keys))
    return value


def is_hidden(*schemas: Schema) -> bool:
    """Whether a property cannot be set and read, according to any of its schemas."""
    return any(is_flagged(schema, keyword) for schema in schemas for keyword in ("readOnly", "writeOnly"))


def read_only_fields(writer: Operation, reader: Operation) -> dict[str, Schema]:
    """Return the properties that no client may set, with their schemas in the response.

    These are properties with ``readOnly`` in either schema, and the id and creation timestamp of the item unless the
    request body may contain them.
    """
    body, response = sent_item_schema(writer), read_item_schema(reader)
    if response is None:
        return {}
    named = body.possible_properties if body else {}
    id_field = reader.resource.id_field if reader.resource else ""
    return {
        name: schema
        for name, schema in response.possible_properties.items()
        if is_flagged(schema, "readOnly")
        or (name in named and is_flagged(named[name], "readOnly"))
        or (name not in named and (name == id_field or (is_created(name) and is_date_time(schema))))
    }


def update_timestamps(writer: Operation, reader: Operation) -> tuple[str, ...]:
    """Return the names of the properties with the time of the last change, if only the server can set them."""
    response, body = read_item_schema(reader), sent_item_schema(writer)
    known = response.possible_properties if response else {}
    sent = body.possible_properties if body else {}
    return tuple(
        name
        for name in known
        if is_updated(name) and is_date_time(known[name]) and (name not in sent or is_hidden(sent[name], known[name]))
    )


def all_of_parts(schema: Schema) -> Iterator[Schema]:
    """Yield the schema and all schemas in its ``$ref`` and ``allOf``, which all apply to a value."""
    return parts(schema, ("allOf",))


def keywords(schema: Schema) -> dict[str, Any]:
    """Return the keywords of a schema with ``$ref`` and ``allOf`` merged; the first value of a keyword wins."""
    found: dict[str, Any] = {}
    for part in all_of_parts(schema):
        if isinstance(part.node, dict):
            found = part.node | found
    return found


def json_types(schema: Schema) -> set[str]:
    """Return the JSON types of a schema; empty if it has no ``type``."""
    return set(type_names(keywords(schema)))
