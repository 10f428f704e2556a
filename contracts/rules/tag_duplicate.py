"""The rule ``tag-duplicate``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.tags import Tag, declared_tags
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    first: dict[str, Tag] = {}
    for tag in declared_tags(survey):
        other = first.setdefault(tag.name, tag)
        if other is not tag:
            mend = (Amendment("remove", tag.pointer),) if other.node == tag.node else ()
            yield Found(child_pointer(tag.pointer, "name"), f"tag {tag.name!r} is declared twice", amendments=mend)


RULE = Rule(
    id="tag-duplicate",
    family="structure",
    title="each tag is declared once",
    severity=Severity.ERROR,
    why="Each name in the list must be unique (OpenAPI 3.1, 'OpenAPI Object', 'tags'); which of two descriptions "
    "counts is left to chance.",
    good="""\
tags: [{name: cases}, {name: users}]
""",
    bad="""\
tags: [{name: cases}, {name: users}, {name: cases}]
""",
    remedy="keep one of the two",
    looks_at=("document",),
    check=_check,
    fixable=True,
)
