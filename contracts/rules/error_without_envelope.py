"""The rule ``error-without-envelope``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.envelopes import Refusal, habit_of, shares_nothing
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    habit = habit_of(survey)
    if habit is None:
        return
    name = habit.envelope.rpartition("/")[2]
    reference = survey.document.reference_to(habit.envelope)
    hint = f"document its content, e.g. with a reference to {reference!r}" if name else ""
    for refusal in {refusal.site.pointer: refusal for refusal in habit.refusals}.values():
        said = f"{refusal.status} of {refusal.operation}"
        if refusal.is_silent:
            others = f"have {name!r}" if name else "have one"
            message = f"{said} documents no {_lacking(refusal)}, where the API's other errors {others}"
            yield Found(refusal.site.pointer, message, hint)
        elif name and _is_another(survey, refusal, habit.envelope):
            message = f"the body of {said} has nothing of {name!r}, which the API's other errors have"
            place = refusal.schema[0] if refusal.schema else refusal.site.pointer
            yield Found(place, message, f"refer to {reference!r}, or have its properties too")


def _is_another(survey: Survey, refusal: Refusal, envelope: str) -> bool:
    if refusal.schema is None or refusal.named == envelope:
        return False
    return shares_nothing(survey, refusal.schema, envelope)


def _lacking(refusal: Refusal) -> str:
    return "schema of its body" if mapping(refusal.site.node, "content") else "body"


RULE = Rule(
    id="error-without-envelope",
    family="responses",
    title="all errors have the body that the API's errors have",
    severity=Severity.WARNING,
    why="Clients read what went wrong from the usual body; where one error has none or quite another, they cannot. "
    "Said only where bodies are the habit: two of one schema, or three, for each error that has none; a body of quite "
    "another kind is named where four of five have the same schema.",
    good="""\
components:
  schemas: {Error: {type: object, properties: {message: {type: string}}}}
  responses:
    Error: {description: It failed, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases}
        '400': {$ref: '#/components/responses/Error'}
        '401': {$ref: '#/components/responses/Error'}
        '429': {$ref: '#/components/responses/Error'}
        '500': {$ref: '#/components/responses/Error'}
""",
    bad="""\
components:
  schemas: {Error: {type: object, properties: {message: {type: string}}}}
  responses:
    Error: {description: It failed, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases}
        '400': {$ref: '#/components/responses/Error'}
        '401': {$ref: '#/components/responses/Error'}
        '429': {$ref: '#/components/responses/Error'}
        '500': {description: It failed}
""",
    remedy="document its content with the schema of the others",
    looks_at=("document",),
    check=_check,
)
