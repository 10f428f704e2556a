"""The rule ``link-operation``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from contracts.findings import Severity
from contracts.linting.links import Targets
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|/")
"""Of what is elsewhere: a URL, or a path of a server."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    links = [link for link in survey.by_kind.get("link", ()) if "$ref" not in link.node]
    if links:
        targets = Targets(survey)
        for link in links:
            yield from _judge(survey, link, targets)


def _judge(survey: Survey, link: Visit, targets: Targets) -> Iterator[Found]:
    pointer = pointer_of(link.trail)
    name, reference = link.node.get("operationId"), link.node.get("operationRef")
    if name is None and reference is None:
        if survey.version == "3.0":
            yield Found(pointer, "the link names no operation", "add 'operationId'")
    elif (name is None) == (reference is None) or targets.of(link.node, pointer) is not None:
        return
    elif isinstance(name, str):
        near = difflib.get_close_matches(name, targets.by_id, 1)
        hint = f"did you mean {near[0]!r}?" if near else ""
        yield Found(child_pointer(pointer, "operationId"), f"there is no operation {name!r}", hint)
    elif isinstance(reference, str):
        yield from _judge_reference(survey, reference, pointer, targets)


def _judge_reference(survey: Survey, reference: str, pointer: str, targets: Targets) -> Iterator[Found]:
    """An ``operationRef`` that leads to no operation of this document: it may lead to one of another."""
    file, hash_sign, fragment = reference.partition("#")
    place = child_pointer(pointer, "operationRef")
    if ADDRESS.match(file) or not (hash_sign and fragment.startswith("/")):
        return
    if targets.prefix_of(reference, pointer) is not None:
        hint = "" if file else "write it as '#/paths/~1cases/get', each '/' of the path as '~1'"
        yield Found(
            place, f"no operation stands at {reference!r}", hint or "refer to an operation, or name its operationId"
        )
    elif survey.document.files and not Path(targets.file_of(reference, pointer)).is_file():
        yield Found(place, f"no such file: {file!r}", "check the path")


RULE = Rule(
    id="link-operation",
    family="responses",
    title="each link leads to an operation",
    severity=Severity.ERROR,
    why="A link names 'an existing, resolvable OAS operation' by operationId or operationRef (OpenAPI 3.1, 'Link "
    "Object').",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, links: {again: {operationId: listCases}}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, links: {again: {operationId: listCase}}}}
""",
    remedy="name an operation of the document",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
