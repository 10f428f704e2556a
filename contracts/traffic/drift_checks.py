"""Drift findings of one recorded exchange: whatever the server accepted or sent that the document does not describe.

A request that the server rejected is not drift, whatever is wrong with it: document and server agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.findings import Severity
from contracts.redaction.names import is_secret
from contracts.redaction.shapes import MASK
from contracts.schema.json_types import type_of
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.model import Contract, MediaType, Operation, Parameter, ResponseSpec
from contracts.spec.pointers import child_pointer
from contracts.spec.schemas import Schema
from contracts.spec.validation_errors import errors_of
from contracts.traffic.message_values import (
    NO_BODY,
    UNREAD,
    body_location,
    body_of,
    is_json,
    key_of,
    media_for,
    media_type_of,
    parameters_of,
)
from contracts.traffic.model import FieldPath
from contracts.traffic.reader import RecordedExchange
from contracts.traffic.schema_location import ANY, SchemaLocation

PREFERENCES = frozenset({"accept-charset", "accept-encoding", "accept-language"})
"""Headers of content negotiation (RFC 9110, section 12.5); servers ignore values that they do not offer."""

LONGEST = 200
"""Maximum length of a validator message that is shown."""

MOST = 50
"""Schema violations that are reported per value."""


@dataclass(frozen=True)
class DriftFinding:
    """One kind of drift; equal for all exchanges that show it.

    :param rule: ``status``, ``response-field``, …; the rule of the finding has the prefix ``drift/``.
    :param pointer: the JSON pointer in the document.
    :param message: without values that differ between exchanges.
    :param expected: what the document describes, one phrase.
    """

    rule: str
    severity: Severity
    pointer: str
    message: str
    expected: str


Found = tuple[DriftFinding, str]
"""A deviation, and what this exchange has instead."""


def deviations_of(exchange: RecordedExchange, operation: Operation, contract: Contract) -> Iterator[Found]:
    """Yield every deviation of an exchange of a documented operation."""
    if exchange.response.status < 400:
        yield from _parameters(exchange, operation, contract)
        yield from _request_body(exchange, operation)
    yield from _response(exchange, operation)


def is_right(exchange: RecordedExchange, operation: Operation, contract: Contract) -> bool:
    """Whether a request matches the document, whatever the response."""
    found = (*_parameters(exchange, operation, contract), *_request_body(exchange, operation))
    return all(deviation.severity is not Severity.ERROR for deviation, _ in found)


# ---------------------------------------------------------------------- request


def _parameters(exchange: RecordedExchange, operation: Operation, contract: Contract) -> Iterator[Found]:
    schemes = contract.security_schemes.values()
    seen = set()
    for sent in parameters_of(operation, exchange.request, contract.tree, schemes):
        location, _, key = sent.key.partition(":")
        name = sent.parameter.name if sent.parameter is not None else key
        seen.add(sent.key)
        if sent.parameter is None:
            message = f"undocumented {location} parameter '{name}'"
            known = ", ".join(one.name for one in operation.parameters if one.location == location)
            expected = f"one of {known}" if known else f"no {location} parameter"
            yield DriftFinding("parameter", Severity.WARNING, operation.pointer, message, expected), _shown(sent.value)
        elif sent.parameter.schema is not None and not _is_exempt(name, sent.value):
            for phrase, got in violations_of(sent.parameter.schema, sent.value, "request"):
                message = f"{location} parameter '{name}' {phrase}, but the server accepts it"
                pointer = sent.parameter.schema.pointer
                yield DriftFinding("parameter-value", Severity.ERROR, pointer, message, _VALID), got
    for parameter in operation.parameters:
        if _is_missing(parameter, seen):
            what = f"required {parameter.location} parameter '{parameter.name}'"
            message = f"{what} is missing, but the server accepts the request"
            yield DriftFinding("parameter-missing", Severity.ERROR, operation.pointer, message, "the parameter"), "none"


def _is_exempt(name: str, value: Any) -> bool:
    """Whether a value is masked, or a list of preferences, which a schema for one value does not describe."""
    return is_secret(name) or value == MASK or name.lower() in PREFERENCES


def _is_missing(parameter: Parameter, seen: set[str]) -> bool:
    is_required = parameter.required and not parameter.strict_only and parameter.location != "path"
    return is_required and key_of(parameter) not in seen


def _request_body(exchange: RecordedExchange, operation: Operation) -> Iterator[Found]:
    request, documented = exchange.request, operation.request_body
    pointer = child_pointer(operation.pointer, "requestBody")
    if not request.body:
        if documented is not None and documented.required and (request.header("content-length") or "0") == "0":
            message = "required request body is missing, but the server accepts the request"
            yield DriftFinding("request-body", Severity.ERROR, pointer, message, "a body"), "none"
        return
    media_type = media_type_of(request)
    if documented is None:
        message = "undocumented request body"
        yield (
            DriftFinding("request-body", Severity.WARNING, operation.pointer, message, "no body"),
            media_type or "a body",
        )
        return
    media = media_for(documented.content, media_type)
    if not media_type and len(documented.content) == 1:
        media = documented.content[0]  # recipients of a body without Content-Type may guess (RFC 9110, section 8.3)
    if media is None:
        message = f"undocumented request media type {media_type or '(none)'}, but the server accepts it"
        expected = _names(documented.content)
        yield DriftFinding("request-media-type", Severity.ERROR, pointer, message, expected), media_type or "none"
        return
    value = body_of(request, media) if exchange.is_whole else UNREAD
    if value is not UNREAD and media.schema is not None:
        yield from _body(value, media, "request")


# ---------------------------------------------------------------------- response


def _response(exchange: RecordedExchange, operation: Operation) -> Iterator[Found]:
    response = exchange.response
    documented = operation.response(response.status)
    if documented is None:
        if response.status != 304:  # the response to a conditional request; documents leave it out
            pointer = child_pointer(operation.pointer, "responses")
            statuses = ", ".join(one.status for one in operation.responses)
            message = f"undocumented status code {response.status}"
            yield DriftFinding("status", Severity.ERROR, pointer, message, f"one of {statuses}"), str(response.status)
        return
    pointer = child_pointer(operation.pointer, "responses", documented.status)
    for header in documented.headers:
        if header.required and response.header(header.name) is None:
            message = f"response {response.status} lacks required header {header.name}"
            yield DriftFinding("header", Severity.ERROR, pointer, message, "the header"), "none"
    if response.body and response.status not in NO_BODY and exchange.request.method != "HEAD":
        yield from _response_body(exchange, documented, pointer)


def _response_body(exchange: RecordedExchange, documented: ResponseSpec, pointer: str) -> Iterator[Found]:
    response, media_type = exchange.response, media_type_of(exchange.response)
    media = media_for(documented.content, media_type)
    if media is None and documented.content:
        message = f"undocumented media type {media_type or '(none)'} of response {response.status}"
        expected = _names(documented.content)
        yield DriftFinding("media-type", Severity.ERROR, pointer, message, expected), media_type or "none"
    elif media is None:
        message = f"response {response.status} has a body, but none is documented"
        yield DriftFinding("body", Severity.WARNING, pointer, message, "no body"), media_type or "a body"
    elif exchange.is_whole:
        value = body_of(response, media)
        if value is UNREAD and is_json(media_type):
            message = f"body of response {response.status} is not valid JSON"
            got = _shown(response.body.decode("latin-1"))
            yield DriftFinding("response", Severity.ERROR, pointer, message, media.name), got
        elif value is not UNREAD and media.schema is not None:
            yield from _body(value, media, "response", str(response.status))


def _body(value: Any, media: MediaType, direction: str, status: str = "") -> Iterator[Found]:
    """Yield schema violations of a body, and fields that the schema does not document."""
    schema = media.schema
    if schema is None:
        return
    body = f"body of response {status}" if status else "request body"
    for phrase, got in violations_of(schema, value, direction):
        message = f"{body} {phrase}" + ("" if status else ", but the server accepts it")
        yield DriftFinding(direction, Severity.ERROR, schema.pointer, message, _VALID), got
    for path, one in _undocumented(value, body_location(media)):
        message = f"{body} has undocumented field {child_pointer('', *path)}"
        yield (
            DriftFinding(f"{direction}-field", Severity.WARNING, schema.pointer, message, "documented fields only"),
            type_of(one),
        )


def _undocumented(value: Any, location: SchemaLocation | None, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield fields that are allowed, but that the schemas do not define although they define others."""
    if location is not None and isinstance(value, dict):
        for name, one in value.items():
            token, below = location.child(name)
            if below is not None:
                yield from _undocumented(one, below, (*path, token))
            elif location.allows_property(name):
                yield (*path, token), one
    elif location is not None and isinstance(value, list):
        for one in value:
            yield from _undocumented(one, location.items, (*path, ANY))


def _names(content: tuple[MediaType, ...]) -> str:
    return ", ".join(media.name for media in content) or "no body"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


# ---------------------------------------------------------------------- schema violations

_VALID = "a value that matches the schema"

_LIMITS = {
    "minLength": "is shorter",
    "maxLength": "is longer",
    "minimum": "is less",
    "maximum": "is greater",
    "exclusiveMinimum": "is less",
    "exclusiveMaximum": "is greater",
    "minItems": "has fewer items",
    "maxItems": "has more items",
    "minProperties": "has fewer properties",
    "maxProperties": "has more properties",
}


def violations_of(schema: Schema, value: Any, direction: str) -> Iterator[tuple[str, str]]:
    """Yield each violation: a phrase with location and problem, equal for similar values, and the validator's message.

    Masked values are not validated, and neither are alternatives that contain them.

    :param direction: ``request`` or ``response``.
    """
    validator = schema.validator if direction == "response" else schema.request_validator
    try:
        if validator.is_valid(value):
            return
        errors = list(errors_of(validator, value))
    except UnicodeEncodeError:  # a lone surrogate, which JSON in UTF-8 cannot have
        yield "has a string that is not valid Unicode", "a lone surrogate"
        return
    is_masked = MASK in repr(value)
    for error in errors[:MOST]:
        breach = ValidationIssue(error, schema.space.written_pattern)
        if any(isinstance(token, str) and is_secret(token) for token in breach.path) or breach.value == MASK:
            continue
        if is_masked and breach.keyword in {"oneOf", "anyOf", "not", "if"}:
            continue
        pointer = child_pointer("", *(ANY if isinstance(token, int) else token for token in breach.path))
        where = f"at {pointer} " if pointer else ""
        yield f"{where}{_phrase(breach)}", schema.message(error)[:LONGEST]


def _phrase(breach: ValidationIssue) -> str:
    match breach.keyword:
        case "type":
            return f"is {type_of(breach.value)} instead of {' or '.join(breach.detail['types'])}"
        case "required":
            return f"lacks required property '{breach.detail['property']}'"
        case "enum" | "const":
            return "is not one of the documented values"
        case "additionalProperties" | "unevaluatedProperties":
            names = breach.detail.get("unexpected", ())
            return f"has {', '.join(sorted(map(repr, names))) or 'properties'}, which the schema forbids"
        case "format":
            return f"does not have format '{breach.detail.get('format', '')}'"
        case "oneOf" | "anyOf":
            return f"does not match {'exactly' if breach.keyword == 'oneOf' else 'at least'} one documented alternative"
        case keyword if keyword in _LIMITS:
            return f"{_LIMITS[keyword]} than documented ({keyword})"
    return f"violates '{breach.keyword}'"
