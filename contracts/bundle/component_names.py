"""Names of components for content of other files, or of locations deep in a document: readable and valid.

Names consist of letters, digits, ``.``, ``-`` and ``_`` (OpenAPI 3.0 and 3.1, "Components Object").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import PurePath

from contracts.spec.object_model import METHODS
from contracts.spec.pointers import split_pointer

INVALID = re.compile(r"[^A-Za-z0-9._-]+")

SECTIONS = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "example": "examples",
    "request-body": "requestBodies",
    "header": "headers",
    "security-scheme": "securitySchemes",
    "link": "links",
    "callback": "callbacks",
}
"""Section of ``components`` by kind of object."""

SECTION_KEYS = frozenset({*SECTIONS.values(), "$defs", "definitions", "components", "types", "models", "pathItems"})
"""Keys whose values are mappings by name."""

STRUCTURE = frozenset(
    {*SECTION_KEYS, "paths", "content", "schema", "properties", "application/json", "requestBody", "webhooks"}
    | {"items", "additionalProperties"}
)
"""Keys that say nothing about the content below them."""

GENERIC_NAMES = frozenset({"index", "_index", "main", "schema", "schemas", "openapi"})
"""Names of files that are named after their folder."""


def names(file: str, pointer: str) -> Iterator[str]:
    """Yield possible names for the object at a pointer of a file: the shortest first, then numbered ones forever.

    :param file: path of the file as the user wrote it; ``""``: not part of names.
    """
    tokens = split_pointer(pointer)
    stem, folder = _file_names(file)
    if not tokens:
        found = [stem, f"{folder}-{stem}"]
    elif has_own_name(tokens):
        found = [tokens[-1], f"{_owner(tokens) or stem}-{tokens[-1]}", f"{folder}-{stem}-{tokens[-1]}"]
    else:
        inner = "-".join(_meaningful(tokens))
        found = [f"{stem}-{inner}", f"{folder}-{stem}-{inner}"]
    valid = [name for name in map(_valid, found) if name]
    yield from dict.fromkeys(valid)
    base = valid[0] if valid else "component"
    yield from (f"{base}-{number}" for number in count(2))


def _file_names(file: str) -> tuple[str, str]:
    path = PurePath(file)
    stem, folders = path.stem, list(path.parts[:-1])
    if stem.lower() in GENERIC_NAMES and folders and _valid(folders[-1]):
        stem = folders.pop()
    return stem, folders[-1] if folders else ""


def has_own_name(tokens: list[str]) -> bool:
    """Return whether the last token is a name: in a mapping by name, or at the second level of a file."""
    if tokens[-1].isdigit():
        return False
    return len(tokens) == 1 or tokens[-2] in SECTION_KEYS or (len(tokens) == 2 and tokens[0] not in STRUCTURE)


def _owner(tokens: list[str]) -> str:
    """Return the name of the schema whose ``$defs`` contain the object."""
    return tokens[-3] if len(tokens) > 2 and tokens[-2] in ("$defs", "definitions") else ""


def _meaningful(tokens: list[str]) -> list[str]:
    kept = [token for token in tokens if token not in STRUCTURE]
    if len(kept) > 1 and kept[1] in METHODS and tokens[0] == "paths":
        kept[:2] = [kept[1], kept[0]]
    return kept or tokens


def _valid(text: str) -> str:
    return re.sub("-{2,}", "-", INVALID.sub("-", text)).strip("-.")
