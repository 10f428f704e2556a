"""What a component is called that stood in another file, or deep in a document: readable, and allowed as a name.

Names of components are letters, digits, ``.``, ``-`` and ``_`` (OpenAPI 3.0 and 3.1, "Components Object").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import PurePath

from contracts.spec.document import METHODS, split_pointer

UNFIT = re.compile(r"[^A-Za-z0-9._-]+")

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
"""Where under ``components`` an object of each kind stands."""

SHELVES = frozenset({*SECTIONS.values(), "$defs", "definitions", "components", "types", "models", "pathItems"})
"""Keys under which things stand by names of their own."""

STRUCTURE = frozenset(
    {*SHELVES, "paths", "content", "schema", "properties", "application/json", "requestBody", "webhooks"}
    | {"items", "additionalProperties"}
)
"""Keys that tell nothing about what stands below them."""

NAMELESS = frozenset({"index", "_index", "main", "schema", "schemas", "openapi"})
"""What a file is called whose folder has the name."""


def names(file: str, pointer: str) -> Iterator[str]:
    """What the object at a pointer of a file may be called: the shortest first, numbered ones without an end.

    :param file: its path as the user would write it; ``""`` where the file tells nothing.
    """
    tokens = split_pointer(pointer)
    stem, folder = _file_names(file)
    if not tokens:
        found = [stem, f"{folder}-{stem}"]
    elif _has_own_name(tokens):
        found = [tokens[-1], f"{_owner(tokens) or stem}-{tokens[-1]}", f"{folder}-{stem}-{tokens[-1]}"]
    else:
        inner = "-".join(_told(tokens))
        found = [f"{stem}-{inner}", f"{folder}-{stem}-{inner}"]
    fit = [name for name in map(_fit, found) if name]
    yield from dict.fromkeys(fit)
    base = fit[0] if fit else "component"
    yield from (f"{base}-{number}" for number in count(2))


def _file_names(file: str) -> tuple[str, str]:
    path = PurePath(file)
    stem, folders = path.stem, list(path.parts[:-1])
    if stem.lower() in NAMELESS and folders and _fit(folders[-1]):
        stem = folders.pop()
    return stem, folders[-1] if folders else ""


def _has_own_name(tokens: list[str]) -> bool:
    """Whether the last token is a name: on a shelf, or not far into a file that has shelves of its own kind."""
    if tokens[-1].isdigit():
        return False
    return len(tokens) == 1 or tokens[-2] in SHELVES or (len(tokens) == 2 and tokens[0] not in STRUCTURE)


def _owner(tokens: list[str]) -> str:
    """Of what stands in the ``$defs`` of a named schema, that schema's name."""
    return tokens[-3] if len(tokens) > 2 and tokens[-2] in ("$defs", "definitions") else ""


def _told(tokens: list[str]) -> list[str]:
    told = [token for token in tokens if token not in STRUCTURE]
    if len(told) > 1 and told[1] in METHODS and tokens[0] == "paths":
        told[:2] = [told[1], told[0]]
    return told or tokens


def _fit(text: str) -> str:
    return re.sub("-{2,}", "-", UNFIT.sub("-", text)).strip("-.")
