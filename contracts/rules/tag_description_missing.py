"""The rule ``tag-description-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.tags import declared_tags
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for tag in declared_tags(survey):
        if "description" not in tag.node and "summary" not in tag.node:
            yield Found(tag.pointer, f"tag {tag.name!r} has no description")


RULE = Rule(
    id="tag-description-missing",
    family="style",
    title="each declared tag has a description",
    severity=Severity.HINT,
    why="It is what a page on the API says above a group of operations (OpenAPI 3.1, 'Tag Object').",
    good="""\
tags: [{name: cases, description: Tickets of the support}]
""",
    bad="""\
tags: [{name: cases}]
""",
    remedy="say in a sentence what belongs to it",
    looks_at=("document",),
    check=_check,
)
