"""Rules about the declared tags: ``tag-duplicate`` and ``tag-parent``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import text
from contracts.lint.document_index import DocumentIndex, Tag, declared_tags
from contracts.lint.rule import Fix, Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit
from contracts.wording import close_matches


def _check_duplicates(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    first: dict[str, Tag] = {}
    for tag in declared_tags(index):
        other = first.setdefault(tag.name, tag)
        if other is not tag:
            fix = (Fix("remove", tag.pointer),) if other.node == tag.node else ()
            yield Violation(child_pointer(tag.pointer, "name"), f"tag {tag.name!r} is declared twice", fixes=fix)


TAG_DUPLICATE = Rule(
    id="tag-duplicate",
    family="structure",
    title="tag names must be unique",
    severity=Severity.ERROR,
    why="Each tag name in the list must be unique (OpenAPI 3.1, 'OpenAPI Object', 'tags'). Which of two descriptions "
    "applies is undefined.",
    good="""\
tags: [{name: cases}, {name: users}]
""",
    bad="""\
tags: [{name: cases}, {name: users}, {name: cases}]
""",
    remedy="remove one of the two",
    node_types=("document",),
    check=_check_duplicates,
    fixable=True,
)


def _check_parents(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tags = list(declared_tags(index))
    parents = {tag.name: text(tag.node.get("parent")) for tag in tags}
    reported: set[str] = set()
    for tag in tags:
        parent = tag.node.get("parent")
        pointer = child_pointer(tag.pointer, "parent")
        if not isinstance(parent, str):
            continue
        if parent not in parents:
            close = close_matches(parent, parents, 1, 0.7)
            suggestion = f"; did you mean {close[0]!r}?" if close else ""
            yield Violation(pointer, f"no tag is named {parent!r}{suggestion}")
        elif tag.name not in reported and (cycle := _cycle(tag.name, parents)):
            reported.update(cycle)
            yield Violation(pointer, f"circular tag parents: {' -> '.join((*cycle, tag.name))}")


def _cycle(name: str, parents: dict[str, str]) -> list[str]:
    """Return the tags from one up to itself, or an empty list if it is not in a cycle."""
    chain = [name]
    while (parent := parents.get(chain[-1], "")) in parents and parent not in chain:
        chain.append(parent)
    return chain if parent == name else []


TAG_PARENT = Rule(
    id="tag-parent",
    family="structure",
    title="the parent of a tag must be a declared tag, without cycles",
    severity=Severity.ERROR,
    why="Tags form a hierarchy through 'parent': the named tag must exist, and circular references must not be used "
    "(OpenAPI 3.2, 'Tag Object').",
    good="""\
openapi: 3.2.0
tags: [{name: cases}, {name: notes, parent: cases}]
""",
    bad="""\
openapi: 3.2.0
tags: [{name: cases}, {name: notes, parent: case}]
""",
    remedy="use the name of a declared tag, or remove 'parent'",
    node_types=("document",),
    check=_check_parents,
    versions=("3.2",),
)
