"""Rules about the bodies of error responses: ``error-bodies-missing`` and ``error-without-envelope``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.error_envelopes import ErrorResponse, error_convention, error_responses, shares_no_property
from contracts.lint.json_access import mapping
from contracts.lint.rule import Rule, Violation
from contracts.spec.traversal import Visit


def _check_missing(_: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    errors = list(error_responses(survey))
    if errors and all(error.has_no_body for error in errors):
        first = errors[0]
        message = f"none of the {len(errors)} error responses documents a body"
        single = f"{first.status} of {first.operation}, the only error response, documents no body"
        yield Violation(first.site.pointer, message if len(errors) > 1 else single)


ERROR_BODIES_MISSING = Rule(
    id="error-bodies-missing",
    family="responses",
    title="error responses should document a body",
    severity=Severity.HINT,
    why="Clients show and log error details from the body, for which RFC 9457 (Problem Details) defines a format. "
    "Reported once if no error response documents a body; otherwise error-without-envelope applies.",
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
    remedy="document the body of error responses, with the same schema everywhere",
    node_types=("document",),
    check=_check_missing,
)


def _check_envelope(_: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    convention = error_convention(survey)
    if convention is None:
        return
    name = convention.envelope.rpartition("/")[2]
    reference = survey.document.reference_to(convention.envelope)
    hint = f"document its content, e.g. with a reference to {reference!r}" if name else ""
    for error in {error.site.pointer: error for error in convention.responses}.values():
        response = f"{error.status} of {error.operation}"
        if error.has_no_body:
            others = f"use {name!r}" if name else "document one"
            message = f"{response} documents no {_missing_part(error)}; the other errors of the API {others}"
            yield Violation(error.site.pointer, message, hint)
        elif name and _differs(survey, error, convention.envelope):
            message = f"the body of {response} has no property of {name!r}, which the other errors of the API use"
            pointer = error.schema[0] if error.schema else error.site.pointer
            yield Violation(pointer, message, f"reference {reference!r}, or add its properties")


def _differs(survey: DocumentIndex, error: ErrorResponse, envelope: str) -> bool:
    if error.schema is None or error.named == envelope:
        return False
    return shares_no_property(survey, error.schema, envelope)


def _missing_part(error: ErrorResponse) -> str:
    return "schema of its body" if mapping(error.site.node, "content") else "body"


ERROR_WITHOUT_ENVELOPE = Rule(
    id="error-without-envelope",
    family="responses",
    title="all error responses must have the error body of the API",
    severity=Severity.WARNING,
    why="Clients read error details from the usual body and cannot do so if one error has none or a different one. A "
    "missing body is reported if at least three other errors document one for each that does not, or at least two if "
    "all of them have the same schema; a different body is reported if four of five errors have the same schema.",
    good="""\
components:
  schemas: {Error: {type: object, properties: {message: {type: string}}}}
  responses:
    Error: {description: Failed, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
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
    Error: {description: Failed, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases}
        '400': {$ref: '#/components/responses/Error'}
        '401': {$ref: '#/components/responses/Error'}
        '429': {$ref: '#/components/responses/Error'}
        '500': {description: Failed}
""",
    remedy="document its content with the schema of the other errors",
    node_types=("document",),
    check=_check_envelope,
)
