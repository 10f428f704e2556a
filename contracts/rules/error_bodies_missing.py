"""The rule ``error-bodies-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.envelopes import error_responses
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    refusals = list(error_responses(survey))
    if refusals and all(refusal.is_silent for refusal in refusals):
        first = refusals[0]
        message = f"none of the {len(refusals)} error responses documents a body"
        only = f"{first.status} of {first.operation}, the only error response, documents no body"
        yield Found(first.site.pointer, message if len(refusals) > 1 else only)


RULE = Rule(
    id="error-bodies-missing",
    family="responses",
    title="errors document a body",
    severity=Severity.HINT,
    why="A client shows and logs what went wrong from the body; RFC 9457 (Problem Details) has a form for it. Said "
    "once, where no error of the API documents any; where some do, see error-without-envelope.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases}
        '429': {description: Too many requests, content: {application/problem+json: {schema: {type: object}}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}, '429': {description: Too many requests}}
""",
    remedy="document the body of errors, with the same schema everywhere",
    looks_at=("document",),
    check=_check,
)
