"""How one recorded exchange leaves the document: what was accepted or answered that is not written there.

A request that the server refused is no deviation, whatever is wrong with it: document and server agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.consumption.bodies import UNREAD, body_of, is_json, media_for, media_type_of, place_of
from contracts.consumption.breaches import breaches_of
from contracts.consumption.parameters import key_of, parameters_of
from contracts.consumption.places import ANY, Place
from contracts.consumption.secrets import MASK, is_secret
from contracts.consumption.traffic import Exchange
from contracts.findings import Severity
from contracts.schema.json_types import type_of
from contracts.spec.document import child_pointer
from contracts.spec.model import Contract, MediaType, Operation, Parameter, Response

NO_BODY = frozenset({204, 205, 304})

PREFERENCES = frozenset({"accept-charset", "accept-encoding", "accept-language"})
"""Headers that negotiate (RFC 9110, section 12.5); what is not offered is not asked for in vain."""


@dataclass(frozen=True)
class Deviation:
    """One way to leave the document; the same for each exchange that does so.

    :param rule: ``status``, ``response-field``, …; findings have ``drift/`` before it.
    :param pointer: the place in the document.
    :param message: without anything that changes from exchange to exchange.
    :param expected: what the document has, one phrase.
    """

    rule: str
    severity: Severity
    pointer: str
    message: str
    expected: str


Found = tuple[Deviation, str]
"""A deviation, and what came instead in this exchange."""


def deviations_of(exchange: Exchange, operation: Operation, contract: Contract) -> Iterator[Found]:
    """Every deviation of an exchange of a documented operation."""
    if exchange.response.status < 400:
        yield from _parameters(exchange, operation, contract)
        yield from _request_body(exchange, operation)
    yield from _answer(exchange, operation)


def is_right(exchange: Exchange, operation: Operation, contract: Contract) -> bool:
    """Whether a request keeps to the document, whatever became of it."""
    found = (*_parameters(exchange, operation, contract), *_request_body(exchange, operation))
    return all(deviation.severity is not Severity.ERROR for deviation, _ in found)


# ---------------------------------------------------------------------- request


def _parameters(exchange: Exchange, operation: Operation, contract: Contract) -> Iterator[Found]:
    schemes = contract.security_schemes.values()
    seen = set()
    for sent in parameters_of(operation, exchange.request, contract.tree, schemes):
        location, _, key = sent.key.partition(":")
        name = sent.parameter.name if sent.parameter is not None else key
        seen.add(sent.key)
        if sent.parameter is None:
            message = f"the {location} parameter '{name}' is sent, and not documented"
            known = ", ".join(one.name for one in operation.parameters if one.location == location)
            expected = f"one of {known}" if known else f"no {location} parameter"
            yield Deviation("parameter", Severity.WARNING, operation.pointer, message, expected), _shown(sent.value)
        elif sent.parameter.schema is not None and not _is_unjudged(name, sent.value):
            what = f"the {location} parameter '{name}'"
            for phrase, got in breaches_of(sent.parameter.schema, sent.value, "request"):
                message = f"{what} {phrase}, and is accepted"
                pointer = sent.parameter.schema.pointer
                yield Deviation("parameter-value", Severity.ERROR, pointer, message, "what its schema has"), got
    for parameter in operation.parameters:
        if _is_missing(parameter, seen):
            message = f"the {parameter.location} parameter '{parameter.name}' is missing, and nothing is said of it"
            yield Deviation("parameter-missing", Severity.ERROR, operation.pointer, message, "it is required"), "none"


def _is_unjudged(name: str, value: Any) -> bool:
    """Whether a value is masked, or is a list of preferences, which no schema of one value describes."""
    return is_secret(name) or value == MASK or name.lower() in PREFERENCES


def _is_missing(parameter: Parameter, seen: set[str]) -> bool:
    is_asked = parameter.required and not parameter.strict_only and parameter.location != "path"
    return is_asked and key_of(parameter) not in seen


def _request_body(exchange: Exchange, operation: Operation) -> Iterator[Found]:
    request, documented = exchange.request, operation.request_body
    pointer = child_pointer(operation.pointer, "requestBody")
    if not request.body:
        if documented is not None and documented.required and (request.header("content-length") or "0") == "0":
            message = "a request without a body is accepted, though one is required"
            yield Deviation("request-body", Severity.ERROR, pointer, message, "a body"), "none"
        return
    media_type = media_type_of(request)
    if documented is None:
        message = "a body is sent where none is documented"
        yield Deviation("request-body", Severity.WARNING, operation.pointer, message, "no body"), media_type or "a body"
        return
    media = media_for(documented.content, media_type)
    if not media_type and len(documented.content) == 1:
        media = documented.content[0]  # who gets a body without a type may guess (RFC 9110, section 8.3)
    if media is None:
        message = f"a request of the media type {media_type or '(none)'} is accepted, and not documented"
        expected = _names(documented.content)
        yield Deviation("request-media-type", Severity.ERROR, pointer, message, expected), media_type or "none"
        return
    value = body_of(request, media) if exchange.is_whole else UNREAD
    if value is not UNREAD and media.schema is not None:
        yield from _body(value, media, "request")


# ---------------------------------------------------------------------- answer


def _answer(exchange: Exchange, operation: Operation) -> Iterator[Found]:
    response = exchange.response
    documented = operation.response(response.status)
    if documented is None:
        if response.status != 304:  # what a conditional request is told; documents leave it out
            pointer = child_pointer(operation.pointer, "responses")
            statuses = ", ".join(one.status for one in operation.responses)
            message = f"the status {response.status} is not documented"
            yield Deviation("status", Severity.ERROR, pointer, message, f"one of {statuses}"), str(response.status)
        return
    pointer = child_pointer(operation.pointer, "responses", documented.status)
    for header in documented.headers:
        if header.required and response.header(header.name) is None:
            message = f"{response.status} comes without the header {header.name}, which is required"
            yield Deviation("header", Severity.ERROR, pointer, message, "the header"), "none"
    if response.body and response.status not in NO_BODY and exchange.request.method != "HEAD":
        yield from _answer_body(exchange, documented, pointer)


def _answer_body(exchange: Exchange, documented: Response, pointer: str) -> Iterator[Found]:
    response, media_type = exchange.response, media_type_of(exchange.response)
    media = media_for(documented.content, media_type)
    if media is None and documented.content:
        message = f"{response.status} comes as {media_type or 'no media type'}, which is not documented"
        expected = _names(documented.content)
        yield Deviation("media-type", Severity.ERROR, pointer, message, expected), media_type or "none"
    elif media is None:
        message = f"{response.status} comes with a body, and none is documented"
        yield Deviation("body", Severity.WARNING, pointer, message, "no body"), media_type or "a body"
    elif exchange.is_whole:
        value = body_of(response, media)
        if value is UNREAD and is_json(media_type):
            message = f"the body of {response.status} is not JSON"
            yield (
                Deviation("response", Severity.ERROR, pointer, message, media.name),
                _shown(response.body.decode("latin-1")),
            )
        elif value is not UNREAD and media.schema is not None:
            yield from _body(value, media, "response", str(response.status))


def _body(value: Any, media: MediaType, direction: str, status: str = "") -> Iterator[Found]:
    """Violations of a body's schema, and members that it does not name."""
    schema = media.schema
    if schema is None:
        return
    whole = f"the body of {status}" if status else "the request's body"
    for phrase, got in breaches_of(schema, value, direction):
        message = f"{whole} {phrase}" + ("" if status else ", and is accepted")
        yield Deviation(direction, Severity.ERROR, schema.pointer, message, "what its schema has"), got
    for way, one in _unnamed(value, place_of(media)):
        pointer = child_pointer("", *way)
        message = f"{whole} has {pointer}, which is not documented"
        expected = "the documented members"
        yield Deviation(f"{direction}-field", Severity.WARNING, schema.pointer, message, expected), type_of(one)


def _unnamed(value: Any, place: Place | None, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The members that no schema names where others are named, and that may be there all the same."""
    if place is not None and isinstance(value, dict):
        for name, one in value.items():
            token, below = place.member(name)
            if below is not None:
                yield from _unnamed(one, below, (*way, token))
            elif place.accepts_member(name):
                yield (*way, token), one
    elif place is not None and isinstance(value, list):
        for one in value:
            yield from _unnamed(one, place.items, (*way, ANY))


def _names(content: tuple[MediaType, ...]) -> str:
    return ", ".join(media.name for media in content) or "no body"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
