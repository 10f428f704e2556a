"""The rule ``path-case``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.letter_case import odd_ones
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of

NO_NAME = re.compile(r"\A\Z|\{|\A[vV]\d+\Z")
"""Nothing, a parameter, or the number of a version."""


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    places: dict[str, str] = {}
    for path in here.node:
        for segment in path.split("/") if path.startswith("/") else ():
            places.setdefault(segment, path)
    for odd in odd_ones(segment for segment in places if not NO_NAME.search(segment)):
        pointer = pointer_of((here.trail, places[odd.name]))
        message = f"{odd.name!r} in the path is not in {odd.style} as nearly all others are"
        yield Found(pointer, message, f"write {odd.better!r}")


RULE = Rule(
    id="path-case",
    family="style",
    title="paths are written in one style",
    severity=Severity.HINT,
    why="Paths are told apart by case and every sign (RFC 3986, section 6.2.2.1), so one that is written otherwise "
    "than its neighbours is mistyped. Looked at where nine tenths of the segments agree.",
    good="""\
paths:
  /open-cases: {get: {operationId: op1, responses: {'200': {description: Fine}}}}
  /old-cases: {get: {operationId: op2, responses: {'200': {description: Fine}}}}
  /new-users: {get: {operationId: op3, responses: {'200': {description: Fine}}}}
  /old-users: {get: {operationId: op4, responses: {'200': {description: Fine}}}}
  /new-notes: {get: {operationId: op5, responses: {'200': {description: Fine}}}}
  /old-notes: {get: {operationId: op6, responses: {'200': {description: Fine}}}}
  /new-teams: {get: {operationId: op7, responses: {'200': {description: Fine}}}}
  /old-teams: {get: {operationId: op8, responses: {'200': {description: Fine}}}}
  /new-items: {get: {operationId: op9, responses: {'200': {description: Fine}}}}
  /old-items: {get: {operationId: op10, responses: {'200': {description: Fine}}}}
""",
    bad="""\
paths:
  /open-cases: {get: {operationId: op1, responses: {'200': {description: Fine}}}}
  /old-cases: {get: {operationId: op2, responses: {'200': {description: Fine}}}}
  /new-users: {get: {operationId: op3, responses: {'200': {description: Fine}}}}
  /old-users: {get: {operationId: op4, responses: {'200': {description: Fine}}}}
  /new-notes: {get: {operationId: op5, responses: {'200': {description: Fine}}}}
  /old-notes: {get: {operationId: op6, responses: {'200': {description: Fine}}}}
  /new-teams: {get: {operationId: op7, responses: {'200': {description: Fine}}}}
  /old-teams: {get: {operationId: op8, responses: {'200': {description: Fine}}}}
  /new-items: {get: {operationId: op9, responses: {'200': {description: Fine}}}}
  /old-items: {get: {operationId: op10, responses: {'200': {description: Fine}}}}
  /new_things: {get: {operationId: op11, responses: {'200': {description: Fine}}}}
""",
    remedy="write it as the others are",
    looks_at=("paths",),
    check=_check,
)
