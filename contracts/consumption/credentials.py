"""Which security schemes a recorded request carries credentials for; their values are masked already."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

from contracts.messages import Request
from contracts.spec.model import Contract, Operation, SecurityScheme


def schemes_of(operation: Operation, request: Request, contract: Contract) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The schemes of an operation that a request speaks by, each with the scopes that are asked of it there.

    Where it speaks by none of them, those of the whole contract count: a client may send what is not asked for. ``""``
    says that it carries nothing at all.
    """
    uses = [use for rule in operation.security for use in rule.uses if carries(use.scheme, request)]
    found = [(use.scheme.key, use.scopes) for use in uses]
    if not found:
        found = [(one.key, ()) for one in contract.security_schemes.values() if carries(one, request)]
    yield from found or [("", ())]


def carries(scheme: SecurityScheme, request: Request) -> bool:
    """Whether a request has a credential where a scheme wants it; what a TLS certificate says is not recorded."""
    if scheme.type == "apiKey":
        return _has_key(scheme, request)
    word = (request.header("authorization") or "").partition(" ")[0].lower()
    if scheme.type == "http":
        return word == scheme.scheme
    return scheme.type in {"oauth2", "openIdConnect"} and word == "bearer"


def _has_key(scheme: SecurityScheme, request: Request) -> bool:
    if scheme.location == "header":
        return request.header(scheme.name) is not None
    if scheme.location == "query":
        return scheme.name in dict(parse_qsl(request.target.partition("?")[2], keep_blank_values=True))
    names = (part.partition("=")[0].strip() for part in (request.header("cookie") or "").split(";"))
    return scheme.name in names
