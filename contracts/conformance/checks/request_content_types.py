"""Each documented content type of a request body is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.conformance.assertions.probes import BaseRequest, Probe, base_request, send_probe, still_succeeds
from contracts.conformance.bodies.media_types import is_writable, request_media
from contracts.conformance.bodies.values import is_form
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.request_builder import OMITTED
from contracts.conformance.session import Session
from contracts.errors import GenerationError
from contracts.findings import Finding
from contracts.generation.media_types import concrete, essence, family
from contracts.messages import Request
from contracts.spec.model import MediaType, Operation

ID = "request-content-types"

_METHODS = frozenset({"POST", "PUT", "PATCH"})
_EXACT = frozenset({"json", "yaml", "form", "multipart"})
"""Families of media types in which a value has one encoding; that of XML depends on names the document may lack."""


def run(session: Session) -> Iterator[Finding]:
    """Send a valid request in each documented content type, besides the one that succeeded."""
    for operation in session.operations:
        others = _other_types(operation) if operation.method in _METHODS else []
        for media in others:
            base = base_request(session, operation)  # a new one, as the names of created items may be unique
            if base.succeeded:
                yield from _check(session, base, media)


def _other_types(operation: Operation) -> list[MediaType]:
    content = operation.request_body.content if operation.request_body else ()
    usual = request_media(operation)
    names = {essence(usual.name)} if usual is not None else set()
    found = []
    for media in content:
        if is_writable(media) and essence(media.name) not in names and "*" not in media.name:
            names.add(essence(media.name))
            found.append(media)
    return found


def _check(session: Session, base: BaseRequest, media: MediaType) -> Iterator[Finding]:
    operation, name = base.operation, concrete(media.name)
    same = _same_value(session, base, media)
    request = _request(session, base, media, same)
    if request is None:
        return
    title = f"{operation.method} {operation.path} with Content-Type: {name}"
    probe = send_probe(session, ID, operation, title, request)
    if _is_refused(probe, is_same=same is not OMITTED) and still_succeeds(session, base):
        message = f"the documented content type is rejected with {probe.response.status}"
        yield probe.finding(session, ID, message, expected="a successful response")


def _request(session: Session, base: BaseRequest, media: MediaType, body: Any) -> Request | None:
    try:
        return session.request(base.operation, base.number, values=base.values, body=body, media=media)
    except GenerationError:
        return None


def _is_refused(probe: Probe, *, is_same: bool) -> bool:
    """Whether the content type is the reason of the response.

    A value of another schema may be refused for its content, as a JSON Patch for an item that lacks its paths.
    """
    status = probe.response.status
    return status == 415 or (status >= 500 and probe.is_conclusive) or (is_same and status in {400, 422})


def _same_value(session: Session, base: BaseRequest, media: MediaType) -> Any:
    """Return the value of the request that succeeded, if the other media type can express it; otherwise ``OMITTED``."""
    usual = request_media(base.operation)
    if usual is None or usual.schema is None or media.schema is None or family(media.name) not in _EXACT:
        return OMITTED
    if usual.schema.resolve().node != media.schema.resolve().node or family(usual.name) not in _EXACT:
        return OMITTED
    value = base.value(session, usual)
    return value if not (is_form(media) or is_form(usual)) or _is_flat(value) else OMITTED


def _is_flat(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(item, str | int | float) for item in value.values())


CHECK = Check(
    id=ID,
    title="each documented content type of a request is accepted",
    why="A client that sends one of the documented content types, and not the one that the developers use, is refused.",
    good="POST /pets with Content-Type: application/x-www-form-urlencoded, documented beside JSON → 201",
    bad="POST /pets with Content-Type: application/x-www-form-urlencoded, documented beside JSON → 415",
    run=run,
    sends=frozenset({Sends.INVALID, Sends.CREATE, Sends.UPDATE}),
)
