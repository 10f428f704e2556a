"""The tags that a document declares (OpenAPI 3.x, 'Tag Object')."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.document_index import DocumentIndex
from contracts.lint.json_access import listing
from contracts.spec.pointers import child_pointer


class Tag(NamedTuple):
    """One Tag Object that has a name."""

    pointer: str
    name: str
    node: dict[str, Any]


def declared_tags(survey: DocumentIndex) -> Iterator[Tag]:
    """The tags at the root, in their order; invalid Tag Objects are skipped."""
    for index, node in enumerate(listing(survey.tree.get("tags"))):
        if isinstance(node, dict) and isinstance(node.get("name"), str):
            yield Tag(child_pointer("", "tags", index), node["name"], node)
