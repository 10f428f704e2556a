"""The values in a document and the schemas they must match: examples, defaults, ``enum`` and ``const``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import islice
from typing import Any

from contracts.lint.document_index import DocumentIndex
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Trail, Visit, pointer_of

JSON_TYPES = re.compile(
    r"\*/\*|application/\*|(application|text)/([\w.+-]+\+)?json|application/[\w.-]*json[\w.-]*", re.IGNORECASE
)
"""Media types whose content is JSON; most code generators write ``*/*`` for it."""

SEQUENTIAL_TYPES = re.compile(r"ndjson|jsonl|json-seq|json-lines|stream|multipart/mixed", re.IGNORECASE)
"""Media types whose content is a sequence of values (OpenAPI 3.2, "Sequential Media Types")."""

TYPE_ALONE = frozenset(
    {"type", "enum", "title", "description", "default", "example", "nullable", "deprecated", "readOnly", "writeOnly"}
)
"""Keywords beside ``enum`` of which only the type can reject a value."""

PLAIN_TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float)}


class Role(StrEnum):
    """The kind of a value; the schema of an ``enum`` or ``const`` value is the one that contains it."""

    CONTENT = "content"
    PARAMETER = "parameter"
    SCHEMA = "schema"
    DEFAULT = "default"
    MEMBER = "enum"
    CONSTANT = "const"


class ValueDirection(StrEnum):
    """The messages that may contain a value; decides whether read-only and write-only properties are required."""

    REQUEST = "request"
    RESPONSE = "response"
    EITHER = "either"


@dataclass(frozen=True, slots=True, eq=False)
class DocumentValue:
    """One value of a document.

    :param schema: JSON pointer of the schema that it must match.
    :param value: a JSON value.
    :param pointer: its JSON pointer.
    :param media_type: of an example of content, lower case; otherwise ``""``.
    """

    role: Role
    schema: str
    value: Any
    pointer: str
    direction: ValueDirection = ValueDirection.EITHER
    media_type: str = ""

    @property
    def is_json(self) -> bool:
        """Whether it is content of a JSON media type."""
        return bool(JSON_TYPES.fullmatch(self.media_type.partition(";")[0].strip()))


def values_of(document_index: DocumentIndex) -> Iterator[DocumentValue]:
    """All values of a document, by kind of object and in document order."""
    for here in document_index.by_kind.get("media-type", ()):
        yield from _of_content(here, document_index)
    for kind in ("parameter", "header"):
        for here in document_index.by_kind.get(kind, ()):
            for pointer, value in _examples(here, document_index):
                yield DocumentValue(Role.PARAMETER, _below(here, "schema"), value, pointer, ValueDirection.REQUEST)
    for here in document_index.by_kind.get("schema", ()):
        if not here.node.keys().isdisjoint(SCHEMA_KEYS):
            yield from _of_schema(here, document_index.version)


MOST_COMPARED = 4_000_000
"""Maximum number of comparisons to validate the values of one ``enum``."""

LEAST_CHECKED = 100
"""Number of values of an ``enum`` that are always validated."""

SCHEMA_KEYS = frozenset({"example", "examples", "default", "enum", "const"})


def _of_content(here: Visit, document_index: DocumentIndex) -> Iterator[DocumentValue]:
    name = str(here.trail[1]).lower() if here.trail else ""
    if SEQUENTIAL_TYPES.search(name):
        return
    direction = _direction(here.trail)
    for pointer, value in _examples(here, document_index):
        found = DocumentValue(Role.CONTENT, _below(here, "schema"), value, pointer, direction, name)
        if found.is_json or not isinstance(value, str):
            yield found


def _examples(here: Visit, document_index: DocumentIndex) -> Iterator[tuple[str, Any]]:
    """The examples beside a schema, each with its JSON pointer; of referenced examples, that of the target."""
    node = here.node
    if "$ref" in node or not isinstance(node.get("schema"), dict):
        return
    if "example" in node:
        yield _below(here, "example"), node["example"]
    if "examples" in node:
        for _, site in document_index.members(pointer_of(here.trail), node, "examples"):
            # OpenAPI 3.2, "Example Object": dataValue is the value; value, beside a serialized form, its older name.
            key = "dataValue" if "dataValue" in site.node else "value"
            if key in site.node:
                yield child_pointer(site.pointer, key), site.node[key]


def _of_schema(here: Visit, version: str) -> Iterator[DocumentValue]:
    node = here.node
    if version == "3.0" and "$ref" in node:
        return  # siblings of a reference are ignored in 3.0 (OpenAPI 3.0.3, "Reference Object")
    place = pointer_of(here.trail)
    # Null is accepted for a nullable schema; the rules about nullable report keywords that reject it.
    is_nullable = node.get("nullable") is True
    for key, role in (("example", Role.SCHEMA), ("default", Role.DEFAULT)):
        if key in node and not (node[key] is None and is_nullable):
            yield DocumentValue(role, place, node[key], child_pointer(place, key))
    if version != "3.0":
        yield from _several(Role.SCHEMA, node, place, "examples")
        if "const" in node:
            yield DocumentValue(Role.CONSTANT, place, node["const"], child_pointer(place, "const"))
    if "enum" in node and not _is_plainly_right(node):
        # A validator compares each value with all of them.
        most = max(MOST_COMPARED // max(len(node["enum"]), 1), LEAST_CHECKED)
        yield from islice(_several(Role.MEMBER, node, place, "enum"), most)


def _several(role: Role, node: dict[str, Any], place: str, key: str) -> Iterator[DocumentValue]:
    values = node.get(key)
    for index, value in enumerate(values if isinstance(values, list) else ()):
        yield DocumentValue(role, place, value, child_pointer(place, key, index))


def _is_plainly_right(node: dict[str, Any]) -> bool:
    """Whether only ``type`` can reject values of ``enum``, and accepts them all; a cheap check for most enums."""
    members, name = node["enum"], node.get("type")
    if not isinstance(members, list) or not isinstance(name, str) or not node.keys() <= TYPE_ALONE:
        return not isinstance(members, list)
    return name in PLAIN_TYPES and all(type(member) in PLAIN_TYPES[name] for member in members)


def _below(here: Visit, key: str) -> str:
    return pointer_of((here.trail, key))


def _direction(trail: Trail) -> ValueDirection:
    """The messages that contain the content at a location; the last key decides, as callbacks are inside operations."""
    while trail:
        trail, token = trail
        if token in ("requestBody", "requestBodies"):
            return ValueDirection.REQUEST
        if token in ("responses", "response"):
            return ValueDirection.RESPONSE
    return ValueDirection.EITHER


COMPOSED = frozenset({"array", "object"})


class Treatment(Enum):
    """What to do with a string if the schema requires another type."""

    MISTAKE = "a value of the wrong type"
    LEAVE = "a serialized value that is not JSON"
    BROKEN = "invalid JSON"
    READ = "serialized JSON"


@dataclass(frozen=True, slots=True)
class ParsedExample:
    """How to interpret a string.

    :param value: the parsed value, if the string is JSON.
    """

    treatment: Treatment
    value: Any = None


def parse_example(value: DocumentValue, types: Iterable[str]) -> ParsedExample:
    """How to interpret the string of an example.

    A value that JSON or YAML cannot express may be given as a string (OpenAPI 3.0.3 and 3.1, "Example Object" and
    "Schema Object"), and the example of a parameter in serialized form (3.1, "Parameter Object").

    :param value: its ``value`` is a string.
    :param types: the types that its schema requires.
    """
    is_composed = COMPOSED.issuperset(set(types) - {"null"})
    if value.role is Role.PARAMETER and is_composed:
        return ParsedExample(Treatment.LEAVE)
    text = value.value.strip()
    if text.startswith("<") and value.role is Role.SCHEMA:
        return ParsedExample(Treatment.LEAVE)
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        is_meant = text[:1] in ("{", "[") and value.role is not Role.PARAMETER
        return ParsedExample(Treatment.BROKEN if is_meant else Treatment.MISTAKE)
    if value.role is Role.SCHEMA and not isinstance(parsed, dict | list):
        return ParsedExample(Treatment.MISTAKE)
    return ParsedExample(Treatment.READ, parsed)
