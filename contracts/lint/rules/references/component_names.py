"""The rule ``component-name-invalid``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

NAME = re.compile(r"[A-Za-z0-9._-]+\Z")


def _check(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for section, components in visit.node.items():
        for name in mapping(components) if not section.startswith("x-") else ():
            if not NAME.match(name):
                pointer = child_pointer(pointer_of(visit.trail), section, name)
                yield Violation(pointer, f"{name!r} is not a valid component name", _hint(name))


def _hint(name: str) -> str:
    valid = re.sub("[^A-Za-z0-9._-]+", "_", name).strip("_")
    return f"rename it, e.g. to {valid!r}" if valid else ""


COMPONENT_NAME_INVALID = Rule(
    id="component-name-invalid",
    family="references",
    title="component names must consist of letters, digits, '.', '-' and '_'",
    severity=Severity.ERROR,
    why="'All the fixed fields declared above are objects that MUST use keys that match the regular expression: "
    "^[a-zA-Z0-9\\.\\-_]+$' (OpenAPI 3.0, 'Components Object'). From 3.1 on, the published schema requires this.",
    good="""\
openapi: 3.0.3
components:
  schemas: {ListOfCases: {type: array, items: {type: string}}}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas: {'List<Case>': {type: array, items: {type: string}}}
""",
    remedy="replace the other characters, and update the references",
    node_types=("components",),
    check=_check,
    versions=("3.0",),
)
