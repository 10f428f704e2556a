"""The rule ``path-case-twin``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    first: dict[str, tuple[str, str]] = {}
    for path in here.node:
        if path.startswith("/"):
            template = re.sub(r"\{[^{}]*\}", "{}", path)
            other, its = first.setdefault(template.lower(), (path, template))
            if template != its:
                yield Found(child_pointer(pointer_of(here.trail), path), f"path {path!r} is {other!r} in another case")


RULE = Rule(
    id="path-case-twin",
    family="paths",
    title="no two paths differ in nothing but case",
    severity=Severity.WARNING,
    why="Paths in another case are other resources (RFC 3986, section 6.2.2.1), but some servers and all readers take "
    "them for the same; mostly one of the two is misspelt.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
  /Cases:
    post: {operationId: createCase, responses: {'204': {description: It is created}}}
""",
    remedy="put the operations of both under one of them",
    looks_at=("paths",),
    check=_check,
)
