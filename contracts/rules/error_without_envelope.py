"""The rule ``error-without-envelope``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Site, Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit

FEWEST = 3
"""How many error responses must have a body before it counts as the API's habit."""


class Refusal(NamedTuple):
    """A documented error response.

    :param schema: pointer of the named schema of its body; ``""`` where it names none.
    """

    operation: str
    status: str
    site: Site
    schema: str


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    refusals = list(_refusals(survey))
    silent = [refusal for refusal in refusals if not mapping(refusal.site.node, "content")]
    telling = len(refusals) - len(silent)
    if not silent or telling < FEWEST or telling < 2 * len(silent):
        return
    counted = Counter(refusal.schema for refusal in refusals if refusal.schema)
    usual, count = counted.most_common(1)[0] if counted else ("", 0)
    is_envelope = 3 * count >= 2 * telling
    others = f"have {usual.rpartition('/')[2]!r}" if is_envelope else "have one"
    hint = f"document its content, e.g. with a reference to '#{usual}'" if is_envelope else ""
    for refusal in {refusal.site.pointer: refusal for refusal in silent}.values():
        message = f"{refusal.status} of {refusal.operation} documents no body, where the API's other errors {others}"
        yield Found(refusal.site.pointer, message, hint)


def _refusals(survey: Survey) -> Iterator[Refusal]:
    for operation in survey.operations:
        if operation.within != "paths" or operation.method == "head":
            continue
        for status, site in survey.members(operation.pointer, operation.node, "responses"):
            if status[:1] in ("4", "5"):
                yield Refusal(operation.name, status, site, _schema(survey, site))


def _schema(survey: Survey, response: Site) -> str:
    for _, media in survey.members(response.pointer, response.node, "content"):
        schema: Any = media.node.get("schema")
        if isinstance(schema, dict) and "$ref" in schema:
            site = survey.follow(child_pointer(media.pointer, "schema"), schema)
            if site is not None:
                return site.pointer
    return ""


RULE = Rule(
    id="error-without-envelope",
    family="responses",
    title="all errors have a body where the API's errors have one",
    severity=Severity.WARNING,
    why="Clients read what went wrong from the usual body; where one error documents none, generated clients cannot. "
    "Said only where at least three errors have a body, and twice as many as have none.",
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
