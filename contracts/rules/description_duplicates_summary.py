"""The rule ``description-duplicates-summary``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import text
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    summary, description = text(here.node.get("summary")), text(here.node["description"])
    if _bare(summary) and _bare(summary) == _bare(description):
        yield Found(pointer_of((here.trail, "description")), "the description says no more than the summary")


def _bare(phrase: str) -> str:
    return " ".join(phrase.casefold().split()).rstrip(".! ")


RULE = Rule(
    id="description-duplicates-summary",
    family="style",
    title="a description says more than the summary",
    severity=Severity.HINT,
    why="Pages show both, one below the other (OpenAPI 3.1, 'Operation Object': the summary is short, the "
    "description is verbose).",
    good="""\
paths:
  /cases:
    get:
      summary: List cases
      description: All that the caller may see, the latest first
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      summary: List cases
      description: List cases.
      responses: {'200': {description: All cases}}
""",
    remedy="describe what the summary does not say, or leave it out",
    looks_at=(
        "operation.description",
        "path-item.description",
    ),
    check=_check,
)
