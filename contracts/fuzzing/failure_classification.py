"""Classifies failures of the engine: rule, cause, message, expected and actual value, JSON pointer."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from schemathesis.core.failures import AcceptedNegativeData, ContentTypeServerError, Failure, MalformedJson, ServerError
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import (
    AllowHeaderMismatch,
    ContentDeserializationError,
    DiscriminatorMismatch,
    EnsureResourceAvailability,
    IgnoredAuth,
    JsonSchemaError,
    MalformedMediaType,
    MissingContentType,
    MissingHeaderNotRejected,
    MissingHeaders,
    RejectedPositiveData,
    UndefinedContentType,
    UndefinedStatusCode,
    UnsupportedMethodResponse,
    UseAfterFree,
)

from contracts.conformance.causes import (
    INCOMPLETE_ALLOW,
    MALFORMED_JSON,
    NO_ALLOW,
    NULL_ACCEPTED,
    WRONG_ALLOW,
    pattern_of,
    schema_cause,
    undocumented_status_cause,
)
from contracts.fuzzing.engine_transport import Exchange
from contracts.fuzzing.failure_messages import MESSAGES
from contracts.messages import Request, Response
from contracts.spec.messages import describe
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.model import MediaType, Operation
from contracts.spec.pointers import child_pointer
from contracts.spec.validation_errors import errors_of

RULES = {
    "not_a_server_error": "server-error",
    "status_code_conformance": "undocumented-status",
    "content_type_conformance": "undocumented-media-type",
    "response_headers_conformance": "response-header",
    "response_schema_conformance": "response-body",
    "positive_data_acceptance": "valid-refused",
    "negative_data_rejection": "invalid-accepted",
    "missing_required_header": "missing-header-accepted",
    "ignored_auth": "ignored-credentials",
    "unsupported_method": "unsupported-method",
    "allow_header_conformance": "allow-header",
    "use_after_free": "use-after-delete",
    "ensure_resource_availability": "created-but-missing",
}
"""Rule ids by check of the engine; its other checks are not used."""

CHECKS = {
    ServerError: "not_a_server_error",
    ContentTypeServerError: "not_a_server_error",
    UndefinedStatusCode: "status_code_conformance",
    MissingContentType: "content_type_conformance",
    UndefinedContentType: "content_type_conformance",
    MalformedMediaType: "content_type_conformance",
    MissingHeaders: "response_headers_conformance",
    RejectedPositiveData: "positive_data_acceptance",
    AcceptedNegativeData: "negative_data_rejection",
    MissingHeaderNotRejected: "missing_required_header",
    IgnoredAuth: "ignored_auth",
    UnsupportedMethodResponse: "unsupported_method",
    AllowHeaderMismatch: "allow_header_conformance",
    UseAfterFree: "use_after_free",
    EnsureResourceAvailability: "ensure_resource_availability",
}
"""Checks by type of failure; all others are failures of the body schema."""

HEADER_TITLE = "Response header does not conform to the schema"
"""Title of header schema failures, which have the same class as body schema failures."""


@dataclass(frozen=True)
class FuzzVerdict:
    """A classified failure.

    :param cause: distinguishes failures with the same rule and status code.
    :param pointer: JSON pointer to the violated part of the document; ``""`` for the operation.
    :param fault: the cause without values, as in :mod:`contracts.conformance.causes`; ``""`` if the message has none.
    """

    rule: str
    cause: str
    message: str
    expected: str
    got: str
    pointer: str = ""
    fault: str = ""


def classify(failure: Failure, case: Case[Any], operation: Operation, exchange: Exchange) -> FuzzVerdict:
    """Classify a failure."""
    rule, (request, response) = rule_of(failure), exchange
    if isinstance(failure, AcceptedNegativeData):
        return _accepted_verdict(rule, case, operation, request, response)
    if rule == "response-body":
        return _body_verdict(failure, operation, response)
    if isinstance(failure, JsonSchemaError):
        return _header_verdict(failure, operation, response)
    message, expected, got = MESSAGES[type(failure)](failure, operation, response)
    cause = _cause(failure, message)
    return FuzzVerdict(rule, cause, message, expected, got, fault=_fault(failure, operation, response))


def _cause(failure: Failure, message: str) -> str:
    """Return the cause of a failure: one for all methods and all values of ``Allow``."""
    if isinstance(failure, UnsupportedMethodResponse):
        return str(failure.failure_reason)
    return message if isinstance(failure, AllowHeaderMismatch) else failure._unique_key or type(failure).__name__


def _fault(failure: Failure, operation: Operation, response: Response) -> str:
    """Return the cause of a failure in the words of the built-in checks; ``""`` for its message."""
    is_refused = isinstance(failure, RejectedPositiveData) and not operation.documents(response.status)
    if isinstance(failure, UndefinedStatusCode) or is_refused:
        return undocumented_status_cause(response.status)
    if isinstance(failure, UnsupportedMethodResponse) and failure.failure_reason == "missing_allow_header":
        return NO_ALLOW
    if isinstance(failure, AllowHeaderMismatch):
        return INCOMPLETE_ALLOW if failure.missing_methods else WRONG_ALLOW
    if isinstance(failure, UndefinedContentType):
        return f"content type {response.header('content-type')} is not documented"
    return "the response has no Content-Type" if isinstance(failure, MissingContentType) else ""


def plain_verdict(verdict: FuzzVerdict, status: int) -> FuzzVerdict:
    """Return the verdict about a plain valid request that fails like a generated one."""
    message = f"a valid request fails with {status}" if verdict.rule == RULES["not_a_server_error"] else verdict.message
    return replace(verdict, cause="plain", message=message, fault=verdict.fault)


def rule_of(failure: Failure) -> str:
    """Return the rule id of a failure."""
    if isinstance(failure, JsonSchemaError) and failure.title == HEADER_TITLE:
        return RULES["response_headers_conformance"]
    return RULES[CHECKS.get(type(failure), "response_schema_conformance")]


def _body_verdict(failure: Failure, operation: Operation, response: Response) -> FuzzVerdict:
    rule = RULES["response_schema_conformance"]
    media = _documented(operation, response)
    schema = media.schema if media else None
    pointer = schema.pointer if schema else ""
    if isinstance(failure, MalformedJson):
        expected = f"a body of {response.media_type or 'the documented media type'}"
        return FuzzVerdict(rule, "malformed", MALFORMED_JSON, expected, "a body that cannot be parsed", pointer)
    if isinstance(failure, ContentDeserializationError):
        expected = f"a body of {response.media_type}"
        return FuzzVerdict(rule, "malformed", "the body cannot be parsed", expected, "other content", pointer)
    if isinstance(failure, DiscriminatorMismatch):
        message = "the discriminator in the body has an undocumented value"
        return FuzzVerdict(
            rule, "discriminator", message, "a documented discriminator value", "a different value", pointer
        )
    if not isinstance(failure, JsonSchemaError):
        return FuzzVerdict(
            rule, type(failure).__name__, failure.title, "a response as documented", "a different response", pointer
        )
    where = child_pointer("", *failure.instance_path)
    words, hint, fault = _schema_error(schema, response, failure)
    cause = f"{pattern_of(failure.instance_path)} {failure.schema_path[-1] if failure.schema_path else ''} {words}"
    message = f"the body does not match its schema at {where or 'the root'}: {words}"
    return FuzzVerdict(rule, _stable(cause), message, hint or "a body that matches its schema", words, pointer, fault)


def _schema_error(schema: Any, response: Response, failure: JsonSchemaError) -> tuple[str, str, str]:
    """Return the message of our validator for the same error, or else that of the engine, expected value and cause."""
    try:
        errors = schema.issues(errors_of(schema.validator, response.json)) if schema else []
    except ValueError:
        errors = []
    path = tuple(failure.instance_path)
    issue = next((one for one in errors if one.path == path), None)
    if issue is None:
        return failure._raw_message.splitlines()[0], "", ""
    words, _ = describe(issue)
    return words, _expected(issue), schema_cause(issue)


def _expected(issue: ValidationIssue) -> str:
    detail = issue.detail
    match issue.keyword:
        case "required":
            return f"the property {detail['property']!r}"
        case "type":
            return f"a value of type {' or '.join(detail['types'])}"
        case "enum":
            return f"one of {', '.join(map(repr, detail['options']))}"
        case "format":
            return f"a {detail['format']}"
    return ""


def _stable(cause: str) -> str:
    """Remove values from a cause, which would make each failure unique."""
    where, keyword, words = cause.split(" ", 2)
    return f"{where} {keyword} {words}" if keyword == "required" else f"{where} {keyword}"


def _header_verdict(failure: JsonSchemaError, operation: Operation, response: Response) -> FuzzVerdict:
    documented = operation.response(response.status)
    broken = [
        header
        for header in (documented.headers if documented else ())
        if header.schema is not None and header.schema.node == failure._root_schema
    ]
    name = broken[0].name if len(broken) == 1 else "a documented header"
    pointer = broken[0].schema.pointer if len(broken) == 1 and broken[0].schema else ""
    words = failure._raw_message.splitlines()[0]
    message = f"header {name} does not match its schema: {words}"
    rule = RULES["response_headers_conformance"]
    return FuzzVerdict(
        rule, f"{name} {failure._unique_key}", message, "a header that matches its schema", words, pointer
    )


def _accepted_verdict(
    rule: str, case: Case[Any], operation: Operation, request: Request, response: Response
) -> FuzzVerdict:
    """Classify an accepted invalid request by the error in its body, or by the location that the engine mutated."""
    location = mutated_location(case)
    body_issues = (body_errors(operation, request) or []) if location == "body" else []
    fault = ""
    if body_issues:
        words, cause = describe(body_issues[0])[0], f"body {pattern_of(body_issues[0].path)} {body_issues[0].keyword}"
        where = child_pointer("", *body_issues[0].path)
        message = f"accepts a body that does not match its schema at {where or 'the root'}: {words}"
        is_null = body_issues[0].value is None
        fault = NULL_ACCEPTED if is_null else f"{schema_cause(body_issues[0])}, but is accepted"
    elif location == "body":
        missing = not request.body
        cause = f"body {'missing' if missing else 'malformed'}"
        message = "accepts a request without the required body" if missing else "accepts a body that cannot be parsed"
    else:
        cause = location
        message = "accepts an invalid request" + (f": {location}" if location else "")
    got = f"status {response.status}"
    return FuzzVerdict(rule, cause, message, "a documented error response", got, fault=fault)


def body_errors(operation: Operation, request: Request) -> list[ValidationIssue] | None:
    """Return the schema errors of a JSON body; ``None`` if it is not JSON or has no schema."""
    media = sent_media(operation, request)
    if media is None or not media.is_json or media.schema is None:
        return None
    try:
        value = json.loads(request.body)
        return media.schema.issues(errors_of(media.schema.request_validator, value))
    except ValueError:
        return None


def sent_media(operation: Operation, request: Request) -> MediaType | None:
    """Return the documented media type of a request body; ``None`` if it is not documented."""
    content = operation.request_body.content if operation.request_body else ()
    name = (request.header("content-type") or "").partition(";")[0].strip().lower()
    return next((one for one in content if one.name.partition(";")[0].strip().lower() == name), None)


def mutated_location(case: Case[Any]) -> str:
    """Return where the engine made a request invalid: ``body``, or the location and name of a parameter."""
    data = case.meta.phase.data if case.meta is not None else None
    location = getattr(data, "parameter_location", None)
    if location is None:
        return ""
    if location.value == "body":
        return "body"
    return f"{location.value} parameter {getattr(data, 'parameter', None) or ''}".strip()


def is_meant(operation: Operation, response: Response) -> bool:
    """Whether a body is valid as the author means it: the engine does not judge by discriminators and ``nullable``."""
    media = _documented(operation, response)
    if media is None or media.schema is None or not media.schema.space.is_rewritten:
        return False
    try:
        return media.schema.is_valid(response.json)
    except ValueError:
        return False


def _documented(operation: Operation, response: Response) -> MediaType | None:
    documented = operation.response(response.status)
    content = documented.content if documented else ()
    exact = [media for media in content if media.name.partition(";")[0].strip().lower() == response.media_type]
    return next(iter(exact or content), None)
