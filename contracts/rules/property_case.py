"""The rule ``property-case``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.letter_case import odd_ones
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    places: dict[str, Visit] = {}
    for here in survey.by_kind.get("schema", ()):
        if "properties" in here.node:
            for name in mapping(here.node, "properties"):
                places.setdefault(name, here)
    for odd in odd_ones(places):
        pointer = child_pointer(pointer_of(places[odd.name].trail), "properties", odd.name)
        yield Found(pointer, f"property {odd.name!r} is not in {odd.style} as nearly all others are")


RULE = Rule(
    id="property-case",
    family="style",
    title="properties are written in one style",
    severity=Severity.HINT,
    why="JSON's names are told apart by case and every sign (RFC 8259, section 8.3): who writes a client by heart "
    "gets the odd one wrong. Looked at where nine tenths of the names agree.",
    good="""\
components:
  schemas:
    Case:
      type: object
      properties:
        openedAt: {type: string}
        closedAt: {type: string}
        firstName: {type: string}
        lastName: {type: string}
        teamId: {type: string}
        userId: {type: string}
        caseId: {type: string}
        noteId: {type: string}
        itemId: {type: string}
        dueDate: {type: string}
""",
    bad="""\
components:
  schemas:
    Case:
      type: object
      properties:
        openedAt: {type: string}
        closedAt: {type: string}
        firstName: {type: string}
        lastName: {type: string}
        teamId: {type: string}
        userId: {type: string}
        caseId: {type: string}
        noteId: {type: string}
        itemId: {type: string}
        dueDate: {type: string}
        due_time: {type: string}
""",
    remedy="write it as the others are, in the next version of the API",
    looks_at=("document",),
    check=_check,
)
