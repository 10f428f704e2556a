"""Whether a failed check is a breach of the document for sure.

A refusal of valid data is none where its status is documented and the request carries something optional outside of its
body: a document cannot say that a parameter is for some callers only, or that two of them exclude each other. A body is
invalid where two validators say so, its formats aside.
"""

from __future__ import annotations

import json
from typing import Any

from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import RejectedPositiveData

from contracts.exploration.wire import Exchange
from contracts.messages import Request, Response
from contracts.spec.breach import Breach
from contracts.spec.model import Operation


def is_certain(failure: Failure, case: Case[Any], operation: Operation, exchange: Exchange) -> bool:
    """Whether the document says for sure that the answer is wrong."""
    if isinstance(failure, AcceptedNegativeData):
        return _is_surely_invalid(case, operation, exchange[0])
    if not isinstance(failure, RejectedPositiveData):
        return True
    if body_breaches(operation, exchange[0]):
        return False
    return not operation.documents(failure.status_code) or not _sends_optional(case, operation)


def looks_at(check: str, case: Case[Any], response: Response) -> bool:
    """Whether one of the engine's checks has something to judge in an answer; most of them look at some only."""
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
            return negated_place(case).startswith("header ")
        case "use_after_free" | "ensure_resource_availability":
            return meta is not None and meta.phase.name.value == "stateful"
    return True


def _is_surely_invalid(case: Case[Any], operation: Operation, request: Request) -> bool:
    """Whether a body that the engine calls invalid is so for this project's validator too, its formats aside.

    A format is an annotation, which a server need not check (JSON Schema 2020-12, validation, section 7.2.1).
    """
    if negated_place(case) != "body" or not request.body:
        return True
    breaches = body_breaches(operation, request)
    return breaches is None or any(breach.keyword != "format" for breach in breaches)


def _sends_optional(case: Case[Any], operation: Operation) -> bool:
    required = {(one.location, one.name) for one in operation.parameters if one.required and not one.strict_only}
    sent = {
        *(("query", name) for name in case.query or {}),
        *(("header", name) for name in case.headers or {}),
        *(("cookie", name) for name in case.cookies or {}),
    }
    return bool(sent & ({(one.location, one.name) for one in operation.parameters} - required))


def body_breaches(operation: Operation, request: Request) -> list[Breach] | None:
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


def negated_place(case: Case[Any]) -> str:
    """Where the engine made a request invalid: ``body``, or the location and name of a parameter."""
    data = case.meta.phase.data if case.meta is not None else None
    location = getattr(data, "parameter_location", None)
    if location is None:
        return ""
    if location.value == "body":
        return "body"
    return f"{location.value} parameter {getattr(data, 'parameter', None) or ''}".strip()
