"""The rule ``response-missing-success``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    if here.kind == "operation":
        if "responses" not in here.node and survey.version != "3.0":  # there they are required
            yield Found(pointer_of(here.trail), "no response is documented")
        return
    statuses = [str(status) for status in here.node if not str(status).startswith("x-")]
    if statuses and not any(status[:1] in ("1", "2", "3") or status == "default" for status in statuses):
        yield Found(pointer_of(here.trail), f"no response of success is documented, only {', '.join(statuses[:6])}")


RULE = Rule(
    id="response-missing-success",
    family="responses",
    title="each operation documents what comes when all goes well",
    severity=Severity.WARNING,
    why="The responses 'SHOULD' hold that of a successful call (OpenAPI 3.1, 'Responses Object'); without it no client "
    "can be generated that reads the result.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}, '404': {description: There are none}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'404': {description: There are none}}
""",
    remedy="document a 2XX response, a 3XX one, or 'default'",
    looks_at=("responses", "operation"),
    check=_check,
)
