"""Which failures of the engine certainly violate the document.

A rejected valid request does not if its status code is documented and the request has an optional parameter: a document
cannot express that parameters exclude each other or are for some callers only. A body is invalid if two validators
agree, apart from formats.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import (
    AllowHeaderMismatch,
    IgnoredAuth,
    MissingHeaderNotRejected,
    RejectedPositiveData,
    UndefinedStatusCode,
    UnsupportedMethodResponse,
)

from contracts.conformance.assertions.failure_cases import documents_success
from contracts.conformance.assertions.query_params import required_properties
from contracts.conformance.assertions.response_checks import documents_final
from contracts.conformance.assertions.uncovered_errors import failures_at, failures_of_valid_requests, is_uncovered
from contracts.fuzzing.engine_transport import Exchange
from contracts.fuzzing.failure_classification import (
    RULES,
    body_errors,
    is_meant,
    mutated_location,
    rule_of,
    sent_media,
)
from contracts.fuzzing.state_dependence import is_inexpressible_form
from contracts.messages import Request, Response
from contracts.spec.model import MediaType, Operation
from contracts.spec.path_selectors import selected_path

NOT_IMPLEMENTED = 501
"""Status code of servers that do not know a method (RFC 9110, section 9.1)."""


def is_mismatch(failure: AllowHeaderMismatch, documented: frozenset[str]) -> bool:
    """Whether ``Allow`` differs from all documented methods; the engine knows those of the tested operations only."""
    failure.undocumented_methods = [one for one in failure.undocumented_methods if one not in documented]
    return bool(failure.undocumented_methods or failure.missing_methods)


def is_certain(failure: Failure, case: Case[Any], operation: Operation, exchange: Exchange) -> bool:
    """Whether a response certainly violates the document."""
    if case.method.upper() != case.operation.method.upper() and exchange[1].status == NOT_IMPLEMENTED:
        return False
    if isinstance(failure, UndefinedStatusCode) and not documents_final(operation) and exchange[1].status < 500:
        return False
    if isinstance(failure, UnsupportedMethodResponse) and exchange[1].status == 404:
        return False  # the item may be unknown
    if isinstance(failure, IgnoredAuth) and any(not rule.uses for rule in operation.security):
        return False
    if rule_of(failure) == RULES["response_schema_conformance"] and is_meant(operation, exchange[1]):
        return False
    is_about_validity = isinstance(failure, RejectedPositiveData | AcceptedNegativeData)
    if is_about_validity and is_inexpressible_form(operation, exchange[0], case):
        return False
    if isinstance(failure, RejectedPositiveData | MissingHeaderNotRejected) and _is_precondition(operation, exchange):
        return False
    if isinstance(failure, AcceptedNegativeData):
        return _is_certainly_invalid(case, operation, exchange[0])
    if not isinstance(failure, RejectedPositiveData):
        return True
    if body_errors(operation, exchange[0]) or not documents_success(operation):
        return False
    request = exchange[0]
    is_doubtful = _is_json_patch(request) or _is_empty(operation, request) or _is_not_object(operation, request)
    if (is_doubtful or _has_integral_float(request)) and operation.response(failure.status_code) is not None:
        return False
    return not operation.documents(failure.status_code) or not _sends_optional(case, operation)


def must_exist(creator: Operation | None, operation: Operation) -> bool:
    """Whether what an operation reads must exist as soon as an item was created: the item itself.

    What is below an item need not exist yet if 404 is documented, nor an item after 202 (RFC 9110, section 15.3.3).
    """
    is_item = operation.path.rstrip("/").endswith("}") or not operation.documents(404)
    return is_item and (creator is None or not creator.documents(202))


def _is_json_patch(request: Request) -> bool:
    """Whether a body is a JSON Patch, which may not apply to the item although it matches its schema (RFC 6902)."""
    if (request.header("content-type") or "").lower().startswith("application/json-patch+json"):
        return True
    try:
        value = json.loads(request.body or b"null")
    except ValueError:
        return False
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "op" in one for one in value)


def _is_empty(operation: Operation, request: Request) -> bool:
    """Whether a required body is empty: a valid text, but a server may regard it as missing."""
    return operation.request_body is not None and operation.request_body.required and not request.body


def _has_integral_float(request: Request) -> bool:
    """Whether a JSON body has a number like ``2.0``.

    It is an integer by JSON Schema (2020-12, core, section 4.2.3), but strict parsers do not convert it.
    """
    try:
        pending = [json.loads(request.body or b"null")]
    except (ValueError, RecursionError):
        return False
    while pending:
        value = pending.pop()
        if isinstance(value, float) and value.is_integer():
            return True
        pending += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return False


def _is_not_object(operation: Operation, request: Request) -> bool:
    """Whether a JSON body is no object although its schema has properties.

    A schema without ``type`` allows that by the letter only (JSON Schema 2020-12, validation, section 6.5).
    """
    media = sent_media(operation, request)
    if media is None or not media.is_json or media.schema is None or not media.schema.possible_properties:
        return False
    try:
        return not isinstance(json.loads(request.body or b"null"), dict)
    except ValueError:
        return False


def is_uncovered_error(case: Case[Any], operation: Operation, exchange: Exchange) -> bool:
    """Whether an undocumented status code is that of a failure for which the operation documents no error.

    Only requests that may be invalid are taken into account, and valid ones whose id or credential may be unknown.
    """
    meta, (request, response) = case.meta, exchange
    is_valid = meta is not None and meta.generation.mode.is_positive and not body_errors(operation, request)
    kinds = failures_of_valid_requests(operation) if is_valid else failures_at(operation, mutated_location(case))
    return is_uncovered(operation, kinds, response.status)


PRECONDITION_STATUSES = frozenset({412, 428})


def _is_precondition(operation: Operation, exchange: Exchange) -> bool:
    """Whether a request was rejected because of a precondition: a generated ``If-Match`` is not the tag of an item."""
    request, response = exchange
    conditional = request.header("if-match") is not None or request.header("if-none-match") is not None
    return operation.documents(response.status) and response.status in (PRECONDITION_STATUSES if conditional else {428})


def covers(check: str, case: Case[Any], response: Response) -> bool:
    """Whether a check of the engine applies to a response; most checks apply to some responses only."""
    meta = case.meta
    mode = meta.generation.mode if meta is not None else None
    match check:
        case "positive_data_acceptance":
            return mode is not None and mode.is_positive
        case "negative_data_rejection":
            return mode is not None and mode.is_negative
        case "ignored_auth":
            return response.is_success
        case "unsupported_method":
            return bool(case.method.upper() != case.operation.method.upper())
        case "allow_header_conformance":
            return response.header("allow") is not None
        case "missing_required_header":
            return mutated_location(case).startswith("header ")
        case "use_after_free" | "ensure_resource_availability":
            return meta is not None and meta.phase.name.value == "stateful"
    return True


def _is_certainly_invalid(case: Case[Any], operation: Operation, request: Request) -> bool:
    """Whether a body that the engine made invalid is invalid for our validator, too, apart from formats.

    A format is an annotation that servers need not validate (JSON Schema 2020-12, validation, section 7.2.1).
    """
    location = mutated_location(case)
    if location != "body" and (_is_unclear(location, request) or _is_empty_selector(location, operation, request)):
        return False
    if location == "body" and not request.body:
        return operation.request_body is not None and operation.request_body.required
    if location != "body":
        return True
    media = sent_media(operation, request)
    if media is not None and not media.is_json:
        return _lacks_required(case, media)
    errors = body_errors(operation, request)
    return errors is None or any(error.keyword != "format" for error in errors)


def _is_unclear(location: str, request: Request) -> bool:
    """Whether it is not known which parameter is invalid, or it is an empty header, which counts as missing."""
    if not location:
        return True
    kind, _, name = location.partition(" parameter")
    if kind in {"query", "header", "cookie"} and not name.strip():
        return True
    return kind == "header" and not (request.header(name.strip()) or "").strip()


def _is_empty_selector(location: str, operation: Operation, request: Request) -> bool:
    """Whether the invalid parameter selects the operation by its name alone, and is sent without a value."""
    kind, _, name = location.partition(" parameter ")
    selected = selected_path(operation.path, operation.parameters)
    if kind != "query" or selected is None or not any((kind, name) in one.keys for one in selected.selectors):
        return False
    return not any(parse_qs(request.query).get(name, ()))


def _lacks_required(case: Case[Any], media: MediaType) -> bool:
    """Whether a form or an XML body lacks a required property.

    Values of other types are strings there like valid ones, and a repeated field may count once.
    """
    required = required_properties(media.schema) if media.schema is not None else frozenset()
    return isinstance(case.body, dict) and not required <= case.body.keys()


def _sends_optional(case: Case[Any], operation: Operation) -> bool:
    required = {(one.location, one.name) for one in operation.parameters if one.required and not one.strict_only}
    sent = {
        *(("query", name) for name in case.query or {}),
        *(("header", name) for name in case.headers or {}),
        *(("cookie", name) for name in case.cookies or {}),
    }
    return bool(sent & ({(one.location, one.name) for one in operation.parameters} - required))
