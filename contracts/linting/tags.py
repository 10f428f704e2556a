"""The tags that a document declares (OpenAPI 3.x, 'Tag Object')."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.linting.access import listing
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer


class Tag(NamedTuple):
    """One Tag Object that has a name."""

    pointer: str
    name: str
    node: dict[str, Any]


def declared_tags(survey: Survey) -> Iterator[Tag]:
    """The tags at the root, in their order; invalid Tag Objects are skipped."""
    for index, node in enumerate(listing(survey.tree.get("tags"))):
        if isinstance(node, dict) and isinstance(node.get("name"), str):
            yield Tag(child_pointer("", "tags", index), node["name"], node)
