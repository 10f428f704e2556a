"""The rule ``tag-parent``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import text
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.tags import declared_tags
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    tags = list(declared_tags(survey))
    parents = {tag.name: text(tag.node.get("parent")) for tag in tags}
    told: set[str] = set()
    for tag in tags:
        parent = tag.node.get("parent")
        pointer = child_pointer(tag.pointer, "parent")
        if not isinstance(parent, str):
            continue
        if parent not in parents:
            close = difflib.get_close_matches(parent, parents, 1, 0.7)
            guess = f"; did you mean {close[0]!r}?" if close else ""
            yield Found(pointer, f"no tag is called {parent!r}{guess}")
        elif tag.name not in told and (circle := _circle(tag.name, parents)):
            told.update(circle)
            yield Found(pointer, f"tags lie within one another: {' in '.join((*circle, tag.name))}")


def _circle(name: str, parents: dict[str, str]) -> list[str]:
    """The tags from one to itself; empty where it is in no circle."""
    chain = [name]
    while (above := parents.get(chain[-1], "")) in parents and above not in chain:
        chain.append(above)
    return chain if above == name else []


RULE = Rule(
    id="tag-parent",
    family="structure",
    title="the parent of a tag is a declared tag, and not one below it",
    severity=Severity.ERROR,
    why="Tags form trees by 'parent' (OpenAPI 3.2, 'Tag Object': the named tag must exist, and circular references "
    "must not be used).",
    good="""\
openapi: 3.2.0
tags: [{name: cases}, {name: notes, parent: cases}]
""",
    bad="""\
openapi: 3.2.0
tags: [{name: cases}, {name: notes, parent: case}]
""",
    remedy="name the tag above it, or leave 'parent' out",
    looks_at=("document",),
    check=_check,
    versions=("3.2",),
)
