"""The rule ``operation-id-case``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import text
from contracts.linting.letter_case import odd_ones
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    places: dict[str, str] = {}
    for operation in survey.operations:
        name = text(operation.node.get("operationId"))
        if name:
            places.setdefault(name, child_pointer(operation.pointer, "operationId"))
    for odd in odd_ones(places):
        message = f"operationId {odd.name!r} is not in {odd.style} as nearly all others are"
        yield Found(places[odd.name], message, f"call it {odd.better!r}")


RULE = Rule(
    id="operation-id-case",
    family="style",
    title="operationIds are written in one style",
    severity=Severity.HINT,
    why="Functions that are made of them look as if two people had written the API; names are guessed wrongly. "
    "Looked at where nine tenths agree.",
    good="""\
paths:
  /1: {get: {operationId: listCases, responses: {'200': {description: Fine}}}}
  /2: {get: {operationId: readCase, responses: {'200': {description: Fine}}}}
  /3: {get: {operationId: closeCase, responses: {'200': {description: Fine}}}}
  /4: {get: {operationId: listUsers, responses: {'200': {description: Fine}}}}
  /5: {get: {operationId: readUser, responses: {'200': {description: Fine}}}}
  /6: {get: {operationId: banUser, responses: {'200': {description: Fine}}}}
  /7: {get: {operationId: listNotes, responses: {'200': {description: Fine}}}}
  /8: {get: {operationId: readNote, responses: {'200': {description: Fine}}}}
  /9: {get: {operationId: listTeams, responses: {'200': {description: Fine}}}}
  /10: {get: {operationId: readTeam, responses: {'200': {description: Fine}}}}
""",
    bad="""\
paths:
  /1: {get: {operationId: listCases, responses: {'200': {description: Fine}}}}
  /2: {get: {operationId: readCase, responses: {'200': {description: Fine}}}}
  /3: {get: {operationId: closeCase, responses: {'200': {description: Fine}}}}
  /4: {get: {operationId: listUsers, responses: {'200': {description: Fine}}}}
  /5: {get: {operationId: readUser, responses: {'200': {description: Fine}}}}
  /6: {get: {operationId: banUser, responses: {'200': {description: Fine}}}}
  /7: {get: {operationId: listNotes, responses: {'200': {description: Fine}}}}
  /8: {get: {operationId: readNote, responses: {'200': {description: Fine}}}}
  /9: {get: {operationId: listTeams, responses: {'200': {description: Fine}}}}
  /10: {get: {operationId: readTeam, responses: {'200': {description: Fine}}}}
  /11: {get: {operationId: close_team, responses: {'200': {description: Fine}}}}
""",
    remedy="write it as the others are",
    looks_at=("document",),
    check=_check,
)
