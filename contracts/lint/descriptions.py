"""The descriptions of a document, which are Markdown (OpenAPI 3.1, 'Rich Text Formatting')."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.lint.json_access import listing, mapping
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

DESCRIBED = (
    "document",
    "path-item.description",
    "operation.description",
    "parameter.description",
    "header.description",
    "request-body.description",
    "response.description",
    "example.description",
    "link.description",
    "security-scheme.description",
    "schema.description",
)
"""The nodes that rules about descriptions check."""

CODE = re.compile(r"(```|~~~).*?(\1|\Z)|(`+)(?!`).+?(?<!`)\3(?!`)|^(?: {4}|\t)[^\n]*$", re.DOTALL | re.MULTILINE)
"""Code in Markdown: between fences, between backticks, and indented."""


def descriptions(here: Visit) -> Iterator[tuple[str, str]]:
    """The descriptions of one object, each with its JSON pointer.

    The root also has those of objects that are not visited: info, external documentation, tags and servers.
    """
    if here.kind != "document":
        value = here.node.get("description")
        if isinstance(value, str):
            yield pointer_of((here.trail, "description")), value
        return
    holders = [("/info", here.node.get("info")), ("/externalDocs", here.node.get("externalDocs"))]
    for key in ("tags", "servers"):
        holders += [(child_pointer("", key, index), one) for index, one in enumerate(listing(here.node.get(key)))]
    for pointer, holder in holders:
        value = mapping(holder).get("description")
        if isinstance(value, str):
            yield child_pointer(pointer, "description"), value


def prose(markdown: str) -> str:
    """Markdown without its code."""
    return CODE.sub(" ", markdown) if "`" in markdown or "~~~" in markdown or "    " in markdown else markdown
