"""The rule ``schema-name-case``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.letter_case import odd_ones
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for odd in odd_ones(mapping(survey.tree, "components", "schemas")):
        pointer = child_pointer("", "components", "schemas", odd.name)
        message = f"schema {odd.name!r} is not in {odd.style} as nearly all others are"
        yield Found(pointer, message, f"call it {odd.better!r}")


RULE = Rule(
    id="schema-name-case",
    family="style",
    title="schemas are named in one style",
    severity=Severity.HINT,
    why="Classes of clients are named after them (OpenAPI 3.1, 'Components Object'). Looked at where nine tenths of "
    "the names agree.",
    good="""\
components:
  schemas:
    OpenCase: {type: object}
    ClosedCase: {type: object}
    NewCase: {type: object}
    OldCase: {type: object}
    NewUser: {type: object}
    OldUser: {type: object}
    NewNote: {type: object}
    OldNote: {type: object}
    NewTeam: {type: object}
    OldTeam: {type: object}
""",
    bad="""\
components:
  schemas:
    OpenCase: {type: object}
    ClosedCase: {type: object}
    NewCase: {type: object}
    OldCase: {type: object}
    NewUser: {type: object}
    OldUser: {type: object}
    NewNote: {type: object}
    OldNote: {type: object}
    NewTeam: {type: object}
    OldTeam: {type: object}
    new_thing: {type: object}
""",
    remedy="name it as the others are",
    looks_at=("document",),
    check=_check,
)
