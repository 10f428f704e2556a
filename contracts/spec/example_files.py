"""Warnings about the files of examples (``externalValue``) that cannot be read."""

from __future__ import annotations

from contracts.findings import Finding, Severity
from contracts.spec.document import Document
from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.traversal import Visit, pointer_of, visit_bundled
from contracts.spec.written_examples import unreadable_file

RULE = "unreadable-example-file"
KEY = "externalValue"

Words = tuple[str, str, str]
"""JSON pointer, message and hint."""


def example_file_issue(visit: Visit, document: Document) -> Words | None:
    """What is wrong with the file of an Example Object; ``None`` if it is read, remote, or not the value."""
    if (
        not isinstance(visit.node.get(KEY), str)
        or {"value", "dataValue", "serializedValue", "$ref"} & visit.node.keys()
    ):
        return None
    pointer = pointer_of(visit.trail)
    issue = unreadable_file(document, pointer, visit.node[KEY], _media_type(pointer))
    return (child_pointer(pointer, KEY), *issue) if issue else None


def example_file_findings(document: Document) -> list[Finding]:
    """Warnings about all files of examples that cannot be read."""
    if not any(KEY in text for text in document.texts.values()):
        return []
    visits = document.visits or visit_bundled(document.tree, [])  # compiled contracts keep no visits
    issues = (example_file_issue(visit, document) for visit in visits if visit.kind == "example")
    return [
        Finding(RULE, Severity.WARNING, document.locate(issue[0]), f"{issue[1]}; the example is ignored", issue[2])
        for issue in issues
        if issue is not None
    ]


def _media_type(pointer: str) -> str:
    """The media type of an example below ``content``; ``""`` if its location does not say it."""
    tokens = split_pointer(pointer)
    return tokens[-3] if len(tokens) > 3 and tokens[-2] == "examples" and tokens[-4] == "content" else ""
