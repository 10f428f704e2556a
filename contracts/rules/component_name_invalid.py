"""The rule ``component-name-invalid``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

NAME = re.compile(r"[A-Za-z0-9._-]+\Z")


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for section, members in here.node.items():
        for name in mapping(members) if not section.startswith("x-") else ():
            if not NAME.match(name):
                usable = re.sub("[^A-Za-z0-9._-]+", "_", name).strip("_")
                hint = f"call it e.g. {usable!r}" if usable else ""
                place = child_pointer(pointer_of(here.trail), section, name)
                yield Found(place, f"{name!r} cannot be a component's name", hint)


RULE = Rule(
    id="component-name-invalid",
    family="references",
    title="the names of components are of letters, digits, '.', '-' and '_'",
    severity=Severity.ERROR,
    why="'All the fixed fields declared above are objects that MUST use keys that match the regular expression: "
    "^[a-zA-Z0-9\\.\\-_]+$' (OpenAPI 3.0, 'Components Object'). From 3.1 on the structure says so.",
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
    remedy="take other signs out of it, and change the references",
    looks_at=("components",),
    check=_check,
    versions=("3.0",),
)
