"""The rule ``empty-description``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.descriptions import DESCRIBED, descriptions
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for pointer, description in descriptions(here):
        if not description.strip():
            hint = "say when it is sent" if here.kind == "response" else ""
            yield Found(pointer, "the description is empty", hint)


RULE = Rule(
    id="empty-description",
    family="style",
    title="no description is empty",
    severity=Severity.HINT,
    why="An empty text takes its place on pages and says nothing (OpenAPI 3.1, 'Rich Text Formatting').",
    good="""\
paths:
  /cases:
    get:
      description: All cases
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      description: ''
      responses: {'200': {description: All cases}}
""",
    remedy="describe it, or leave the key out",
    looks_at=DESCRIBED,
    check=_check,
)
