"""Properties that a response must not have: those that are only for requests, and undocumented passwords."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.item_fields import is_flagged
from contracts.spec.names import plain
from contracts.spec.pointers import child_pointer
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core

MAX_DEPTH = 8
"""Maximum depth of the values that are examined."""

MAX_ROWS = 20
"""Number of items of an array that are examined."""

PASSWORDS = frozenset(
    {"password", "passwd", "pwd", "passwordhash", "hashedpassword", "passworddigest", "encryptedpassword",
     "passwordsalt", "pwhash", "privatekey"}
)  # fmt: skip
"""Plain names of properties with values that only the server may know."""


@dataclass(frozen=True)
class ConfidentialProperty:
    """A property that must not be in a response.

    :param location: JSON pointer in the body.
    :param schema: the schema of the property, or that of the object if the property is not documented.
    :param reason: why it must not be there, the end of a sentence.
    """

    location: str
    schema: Schema
    reason: str


def confidential_properties(schema: Schema, value: Any) -> Iterator[ConfidentialProperty]:
    """Yield the properties of a response body that it must not have, one of each object.

    ``writeOnly``: OpenAPI 3.1, JSON Schema validation, section 9.4.
    """
    yield from _walk(schema, value, "", 0)


def _walk(schema: Schema, value: Any, pointer: str, depth: int) -> Iterator[ConfidentialProperty]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list) and schema.items is not None:
        for index, item in enumerate(value[:MAX_ROWS]):
            yield from _walk(schema.items, item, child_pointer(pointer, index), depth + 1)
    elif isinstance(value, dict):
        found = next(_of_object(schema, value, pointer), None)
        if found is not None:
            yield found
            return
        known = schema.possible_properties
        for name, one in value.items():
            if name in known:
                yield from _walk(known[name], one, child_pointer(pointer, name), depth + 1)


def _of_object(schema: Schema, value: dict[str, Any], pointer: str) -> Iterator[ConfidentialProperty]:
    known, own = schema.possible_properties, schema.properties
    for name, one in value.items():
        where = child_pointer(pointer, name)
        if name in own and is_flagged(own[name], "writeOnly") and one is not None:
            yield ConfidentialProperty(where, own[name], "which is only for requests (writeOnly)")
        is_text = isinstance(one, str) and bool(one)
        if known and name not in known and plain(name) in PASSWORDS and is_text and not _is_free_form(schema):
            yield ConfidentialProperty(where, schema, "which is not documented and must not be returned")


def _is_free_form(schema: Schema) -> bool:
    """Whether a schema says that an object has any other properties."""
    node = core(schema).node
    return isinstance(node, dict) and node.get("additionalProperties") not in (None, False)
