"""Requests that are equivalent by HTTP get equivalent responses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from contracts.conformance.assertions.json_bodies import snippet
from contracts.conformance.assertions.probes import BaseRequest, base_request, send_probe
from contracts.conformance.checks.check import EVERY_OPERATION, Check
from contracts.conformance.items.item_values import items_in
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.json_encoding import encode_json
from contracts.generation.media_types import family
from contracts.messages import Request, Response
from contracts.spec.model import Operation

ID = "header-equivalence"

_ENCODED = re.compile(r"with %\S+ for .* in the path(?=:)")
"""In causes: a variant of the path, whose values make no difference."""


def run(session: Session) -> Iterator[Finding]:
    """Send equivalent variants of a request that succeeded."""
    for operation in session.operations:
        base = base_request(session, operation)
        if not base.succeeded or operation.method == "DELETE":
            continue
        variants = list(_variants(base))
        if operation.method == "POST" or session.plan.fast:
            variants = variants[:1]  # each request may create an item
        usual = session.send(base.request) if operation.method == "GET" else None
        for title, source, request in variants:
            probe = send_probe(session, ID, operation, f"{operation.method} {operation.path} with {title}", request)
            is_rejected = probe.response.status >= 400 and probe.is_conclusive
            if is_rejected and session.send(base.request).is_success:
                message = f"the response is {probe.response.status}; without it the request succeeds"
                cause = _ENCODED.sub("with a percent-encoded letter in the path", f"with {title}: {message}")
                yield probe.finding(session, ID, message, expected=f"a successful response ({source})", cause=cause)
            elif usual is not None and _differs(operation, usual, probe.response):
                again = session.send(base.request)  # responses that differ on every request do not count
                if again.body == usual.body and session.send(request).body == probe.response.body:
                    expected = f"{snippet(usual.body)} ({source})"
                    got = snippet(probe.response.body)
                    yield probe.finding(
                        session, ID, "the response differs from the one without it", expected=expected, got=got
                    )


def _differs(operation: Operation, usual: Response, other: Response) -> bool:
    """Whether both responses are successful and have the same content type but different bodies.

    Lists may have the same items in another order, which no document defines.
    """
    comparable = usual.is_success and other.is_success and usual.media_type == other.media_type
    if not comparable or usual.body == other.body:
        return False
    items, others = (sorted(map(encode_json, items_in(operation, one))) for one in (usual, other))
    return not items or items != others


Variant = tuple[str, str, Request]
"""What differs, the source that defines it as equivalent, and the request."""


def _variants(base: BaseRequest) -> Iterator[Variant]:
    """Yield variants, the most common ones first."""
    yield from _content_types(base.request)
    yield from _accepts(base)
    yield from _scheme_cases(base.request)
    yield from _encoded(base)


def _content_types(request: Request) -> Iterator[Variant]:
    given = request.header("content-type")
    if given is None or ";" in given:
        return
    if family(given) == "json":
        named = f"{given}; charset=utf-8"
        yield f"Content-Type: {named}", "RFC 8259, section 11", request.with_header("content-type", named)
    upper = given.upper()
    yield f"Content-Type: {upper}", "RFC 9110, section 8.3.1", request.with_header("content-type", upper)


def _accepts(base: BaseRequest) -> Iterator[Variant]:
    documented = base.operation.success
    names = [media.name for media in documented.content if "*" not in media.name] if documented else []
    if not names:
        return
    essence = names[0].partition(";")[0]
    family = essence.partition("/")[0]
    for accept in (f"text/x-casemock, {essence};q=0.5", f"{family}/*", "*/*"):
        yield f"Accept: {accept}", "RFC 9110, section 12.5.1", base.request.with_header("accept", accept)


def _scheme_cases(request: Request) -> Iterator[Variant]:
    word, blank, rest = (request.header("authorization") or "").partition(" ")
    if blank:
        written = f"{word.lower()} {rest}"
        yield f"{word.lower()} for {word}", "RFC 9110, section 11.1", request.with_header("authorization", written)


def _encoded(base: BaseRequest) -> Iterator[Variant]:
    """Percent-encode the first letter of the last path segment, if that segment is a parameter."""
    path, question, query = base.request.target.partition("?")
    parent, _, segment = path.rpartition("/")
    if not base.operation.path.endswith("}") or not segment[:1].isalnum() or not segment.isascii():
        return
    encoded = f"%{ord(segment[0]):02X}{segment[1:]}"
    request = replace(base.request, target=f"{parent}/{encoded}{question}{query}")
    yield f"{encoded} for {segment} in the path", "RFC 3986, section 6.2.2.2", request


CHECK = Check(
    id=ID,
    title="equivalent headers and paths get equivalent responses",
    why="RFC 9110 allows several spellings of the same header; a server that compares strings rejects some clients.",
    good="PATCH /pets/7 with Content-Type: application/json; charset=utf-8 → 200, as without the charset",
    bad="PATCH /pets/7 with Content-Type: application/json; charset=utf-8 → 415",
    run=run,
    sends=EVERY_OPERATION,
)
