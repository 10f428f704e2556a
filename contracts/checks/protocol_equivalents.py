"""Requests that HTTP takes for the same are answered alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.exchanges import Base, asked, base_of, still_succeeds
from contracts.judging.json_bodies import snippet
from contracts.messages import Request, Response
from contracts.probe.session import Session

ID = "header-equivalence"


def run(session: Session) -> Iterator[Finding]:
    """Write a request that succeeded in other ways; see :data:`CHECK`."""
    for operation in session.operations:
        base = base_of(session, operation)
        if not base.sure or operation.method == "DELETE":
            continue
        variants = list(_variants(base))
        if operation.method == "POST" or session.plan.fast:
            variants = variants[:1]  # each one may create something
        usual = session.send(base.request) if operation.method == "GET" else None
        for title, source, request in variants:
            exchange = asked(session, ID, operation, f"{operation.method} {operation.path} with {title}", request)
            refused = exchange.response.status >= 400 and exchange.is_telling
            if refused and still_succeeds(session, base):
                message = f"answered with {exchange.response.status}, and without it with a success"
                yield exchange.finding(session, ID, message, expected=f"a success as well ({source})")
            elif usual is not None and _tells_another(usual, exchange.response):
                again = session.send(base.request)  # what differs by itself is asked before and after
                if again.body == usual.body:
                    wanted = f"{snippet(usual.body)} ({source})"
                    got = snippet(exchange.response.body)
                    yield exchange.finding(session, ID, "another answer than without it", expected=wanted, got=got)


def _tells_another(usual: Response, other: Response) -> bool:
    """Whether both are successes of one media type with different bodies."""
    alike = usual.is_success and other.is_success and usual.media_type == other.media_type
    return alike and usual.body != other.body


Variant = tuple[str, str, Request]
"""What is written otherwise, why it means the same, and the request."""


def _variants(base: Base) -> Iterator[Variant]:
    """The most common first."""
    yield from _content_types(base.request)
    yield from _accepts(base)
    yield from _scheme_words(base.request)
    yield from _encoded(base)


def _content_types(request: Request) -> Iterator[Variant]:
    given = request.header("content-type")
    if given is None or ";" in given:
        return
    named = f"{given}; charset=utf-8"
    yield f"Content-Type: {named}", "RFC 8259, section 11", request.with_header("content-type", named)
    upper = given.upper()
    yield f"Content-Type: {upper}", "RFC 9110, section 8.3.1", request.with_header("content-type", upper)


def _accepts(base: Base) -> Iterator[Variant]:
    documented = base.operation.success
    names = [media.name for media in documented.content if "*" not in media.name] if documented else []
    if not names:
        return
    essence = names[0].partition(";")[0]
    family = essence.partition("/")[0]
    for accept in (f"text/x-casemock, {essence};q=0.5", f"{family}/*", "*/*"):
        yield f"Accept: {accept}", "RFC 9110, section 12.5.1", base.request.with_header("accept", accept)


def _scheme_words(request: Request) -> Iterator[Variant]:
    word, blank, rest = (request.header("authorization") or "").partition(" ")
    if blank:
        written = f"{word.lower()} {rest}"
        yield f"{word.lower()} for {word}", "RFC 9110, section 11.1", request.with_header("authorization", written)


def _encoded(base: Base) -> Iterator[Variant]:
    """The first letter of the last segment percent-encoded, where that segment is a parameter."""
    path, question, query = base.request.target.partition("?")
    parent, _, segment = path.rpartition("/")
    if not base.operation.path.endswith("}") or not segment[:1].isalnum() or not segment.isascii():
        return
    encoded = f"%{ord(segment[0]):02X}{segment[1:]}"
    request = replace(base.request, target=f"{parent}/{encoded}{question}{query}")
    yield f"{encoded} for {segment} in the path", "RFC 3986, section 6.2.2.2", request


CHECK = Check(
    id=ID,
    title="what means the same is answered alike",
    why="Clients differ in how they write a header; a server that compares texts instead of meanings serves but one.",
    good="PATCH /pets/7 with Content-Type: application/json; charset=utf-8 → 200, as without the charset",
    bad="PATCH /pets/7 with Content-Type: application/json; charset=utf-8 → 415",
    run=run,
)
