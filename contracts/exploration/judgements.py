"""The engine's failed checks in this project's words: a rule, a cause, a place, what was due and what came."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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

from contracts.exploration.wire import Exchange
from contracts.messages import Request, Response
from contracts.spec.breach import Breach
from contracts.spec.document import child_pointer
from contracts.spec.model import MediaType, Operation
from contracts.spec.wording import describe

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
"""Ids of the rules by the engine's checks; its other checks are not used."""

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
"""Which check gives which failure; all others are those of the body's schema."""

HEADER_TITLE = "Response header does not conform to the schema"
"""How the engine names a breach of a header's schema, which has the class of one of the body's."""


@dataclass(frozen=True)
class FuzzVerdict:
    """A failure in words.

    :param cause: tells apart what one rule finds wrong with answers of one status.
    :param pointer: the place in the contract's tree; ``""``: the operation.
    """

    rule: str
    cause: str
    message: str
    expected: str
    got: str
    pointer: str = ""


def classify(failure: Failure, case: Case[Any], operation: Operation, exchange: Exchange) -> FuzzVerdict:
    """A failure in words."""
    rule, (request, response) = rule_of(failure), exchange
    if isinstance(failure, AcceptedNegativeData):
        return _accepted(rule, case, operation, request, response)
    if rule == "response-body":
        return _body(failure, operation, response)
    if isinstance(failure, JsonSchemaError):
        return _header(failure, operation, response)
    message, expected, got = WORDS[type(failure)](failure, operation, response)
    return FuzzVerdict(rule, failure._unique_key or type(failure).__name__, message, expected, got)


def rule_of(failure: Failure) -> str:
    """The id of the rule that a failure breaks."""
    if isinstance(failure, JsonSchemaError) and failure.title == HEADER_TITLE:
        return RULES["response_headers_conformance"]
    return RULES[CHECKS.get(type(failure), "response_schema_conformance")]


def _body(failure: Failure, operation: Operation, response: Response) -> FuzzVerdict:
    rule = RULES["response_schema_conformance"]
    media = _documented(operation, response)
    schema = media.schema if media else None
    pointer = schema.pointer if schema else ""
    if isinstance(failure, MalformedJson):
        expected = f"a body of {response.media_type or 'the documented media type'}"
        return FuzzVerdict(rule, "malformed", "the body is no JSON", expected, "a body that cannot be read", pointer)
    if isinstance(failure, ContentDeserializationError):
        expected = f"a body of {response.media_type}"
        return FuzzVerdict(rule, "malformed", "the body cannot be read", expected, "other bytes", pointer)
    if isinstance(failure, DiscriminatorMismatch):
        message = "the body names a form that the document does not know"
        return FuzzVerdict(rule, "discriminator", message, "one of the documented forms", "another one", pointer)
    if not isinstance(failure, JsonSchemaError):
        return FuzzVerdict(rule, type(failure).__name__, failure.title, "what is documented", "something else", pointer)
    where = child_pointer("", *failure.instance_path)
    words, hint = _breach_words(schema, response, failure)
    cause = f"{_pattern(failure.instance_path)} {failure.schema_path[-1] if failure.schema_path else ''} {words}"
    message = f"the body breaks its schema at {where or 'its root'}: {words}"
    return FuzzVerdict(rule, _stable(cause), message, hint or "a body that fits its schema", words, pointer)


def _breach_words(schema: Any, response: Response, failure: JsonSchemaError) -> tuple[str, str]:
    """The words of this project's validator for the same breach; the engine's where it has none."""
    try:
        errors = [Breach(error) for error in schema.validator.iter_errors(response.json)] if schema else []
    except ValueError:
        errors = []
    path = tuple(failure.instance_path)
    breach = next((one for one in errors if one.path == path), None)
    if breach is None:
        return failure._raw_message.splitlines()[0], ""
    words, _ = describe(breach)
    return words, _expected(breach)


def _expected(breach: Breach) -> str:
    detail = breach.detail
    match breach.keyword:
        case "required":
            return f"the property {detail['property']!r}"
        case "type":
            return f"a value of type {' or '.join(detail['types'])}"
        case "enum":
            return f"one of {', '.join(map(repr, detail['options']))}"
        case "format":
            return f"a {detail['format']}"
    return ""


def _pattern(path: Iterable[str | int]) -> str:
    return child_pointer("", *("*" if isinstance(token, int) else token for token in path))


def _stable(cause: str) -> str:
    """A cause without the values in it, which would make each answer another one."""
    where, keyword, words = cause.split(" ", 2)
    return f"{where} {keyword} {words}" if keyword == "required" else f"{where} {keyword}"


def _header(failure: JsonSchemaError, operation: Operation, response: Response) -> FuzzVerdict:
    documented = operation.response(response.status)
    broken = [
        header
        for header in (documented.headers if documented else ())
        if header.schema is not None and header.schema.node == failure._root_schema
    ]
    name = broken[0].name if len(broken) == 1 else "a documented header"
    pointer = broken[0].schema.pointer if len(broken) == 1 and broken[0].schema else ""
    words = failure._raw_message.splitlines()[0]
    message = f"the header {name} breaks its schema: {words}"
    rule = RULES["response_headers_conformance"]
    return FuzzVerdict(rule, f"{name} {failure._unique_key}", message, "a header that fits its schema", words, pointer)


def _accepted(rule: str, case: Case[Any], operation: Operation, request: Request, response: Response) -> FuzzVerdict:
    """What was wrong with the request: a breach of its body's schema, or where the engine mutated it."""
    place = mutated_location(case)
    breaches = (body_errors(operation, request) or []) if place == "body" else []
    if breaches:
        words, cause = describe(breaches[0])[0], f"body {_pattern(breaches[0].path)} {breaches[0].keyword}"
        where = child_pointer("", *breaches[0].path)
        message = f"takes a body that breaks its schema at {where or 'its root'}: {words}"
    elif place == "body":
        missing = not request.body
        cause = f"body {'missing' if missing else 'malformed'}"
        message = "takes a request without its body" if missing else "takes a body that cannot be read"
    else:
        cause = place
        message = "takes a request that breaks the document" + (f" in the {place}" if place else "")
    return FuzzVerdict(rule, cause, message, "a documented refusal", f"status {response.status}")


def body_errors(operation: Operation, request: Request) -> list[Breach] | None:
    """What is wrong with a JSON body; ``None`` where this cannot be told: no JSON, or no schema."""
    content = operation.request_body.content if operation.request_body else ()
    name = (request.header("content-type") or "").partition(";")[0].strip().lower()
    media = next((one for one in content if one.is_json and one.name.partition(";")[0].lower() == name), None)
    if media is None or media.schema is None:
        return None
    try:
        value = json.loads(request.body)
        return [Breach(error) for error in media.schema.request_validator.iter_errors(value)]
    except ValueError:
        return None


def mutated_location(case: Case[Any]) -> str:
    """Where the engine made a request invalid: ``body``, or the location and name of a parameter."""
    data = case.meta.phase.data if case.meta is not None else None
    location = getattr(data, "parameter_location", None)
    if location is None:
        return ""
    if location.value == "body":
        return "body"
    return f"{location.value} parameter {getattr(data, 'parameter', None) or ''}".strip()


def _documented(operation: Operation, response: Response) -> MediaType | None:
    documented = operation.response(response.status)
    content = documented.content if documented else ()
    exact = [media for media in content if media.name.partition(";")[0].strip().lower() == response.media_type]
    return next(iter(exact or content), None)


# ---------------------------------------------------------------------- words

Words = tuple[str, str, str]
"""A message, what was due, and what came."""


def _status(response: Response) -> str:
    return f"status {response.status}"


def _statuses(operation: Operation) -> str:
    return f"one of {', '.join(response.status for response in operation.responses)}"


def _media_types(operation: Operation, response: Response) -> str:
    documented = operation.response(response.status)
    return " or ".join(media.name for media in documented.content) if documented else ""


def _undocumented_status(_: Failure, operation: Operation, response: Response) -> Words:
    message = f"answers with status {response.status}, which the document does not name"
    return message, _statuses(operation), _status(response)


def _media_type(_: Failure, operation: Operation, response: Response) -> Words:
    came = response.header("content-type") or "no Content-Type"
    return f"answers with {came}", _media_types(operation, response), came


def _auth(failure: Any, _: Operation, response: Response) -> Words:
    with_what = "without credentials" if failure.scenario == "no_auth" else "with credentials that nobody has"
    return f"does not refuse a request {with_what}", "status 401 or 403", _status(response)


def _missing_headers(failure: Any, _: Operation, __: Response) -> Words:
    names = ", ".join(failure.missing_headers)
    return f"does not send the documented header {names}", f"the header {names}", "no such header"


def _refused(_: Failure, __: Operation, response: Response) -> Words:
    return "refuses a request that fits the document", "a success", _status(response)


def _missing_header(failure: Any, _: Operation, response: Response) -> Words:
    name = failure.header_name
    return f"takes a request without the required header {name}", "a documented refusal", _status(response)


def _method(failure: Any, _: Operation, response: Response) -> Words:
    if failure.failure_reason == "missing_allow_header":
        return "refuses a method without saying which it allows (RFC 9110, 15.5.6)", "a header Allow", "none"
    return f"answers to {failure.method}, a method the document does not have", "status 405", _status(response)


def _allow(_: Failure, __: Operation, response: Response) -> Words:
    came = response.header("allow") or ""
    return f"says of itself that it allows {came}, which is not what is documented", "the documented methods", came


WORDS: dict[type[Failure], Callable[[Any, Operation, Response], Words]] = {
    ServerError: lambda _, __, response: ("fails on a request of a client", "a status below 500", _status(response)),
    ContentTypeServerError: lambda _, __, response: (
        "fails on a Content-Type that it does not know",
        "status 415 or 400",
        _status(response),
    ),
    UndefinedStatusCode: _undocumented_status,
    MissingContentType: _media_type,
    UndefinedContentType: _media_type,
    MalformedMediaType: _media_type,
    MissingHeaders: _missing_headers,
    RejectedPositiveData: _refused,
    MissingHeaderNotRejected: _missing_header,
    IgnoredAuth: _auth,
    UnsupportedMethodResponse: _method,
    AllowHeaderMismatch: _allow,
    UseAfterFree: lambda _, __, response: ("still answers after a deletion", "status 404", _status(response)),
    EnsureResourceAvailability: lambda _, __, response: (
        "does not know what was just created",
        "a success",
        _status(response),
    ),
}
