"""CORS, with credentials (Fetch standard, section 3.2, "CORS protocol")."""

from __future__ import annotations

from mockserver.http.messages import MockResponse, RawHeader, Scope, printable

MAX_AGE = b"600"
"""How long a browser may cache a preflight response, in seconds."""


CORS_HEADERS = frozenset(
    {b"access-control-allow-origin", b"access-control-allow-credentials", b"access-control-expose-headers"}
)


def cors_headers(scope: Scope, response: MockResponse) -> list[RawHeader]:
    """Return the headers that let a request's origin read the response; empty without an ``Origin`` header.

    The origin is echoed and headers are listed by name, since CORS forbids wildcards with credentials. That is safe:
    a mock on the loopback interface has no secrets. Documented CORS headers are removed from the response.
    """
    origin = _header(scope, b"origin")
    if not origin:
        return []
    headers = [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
    # The documented values are those of the vendor's server, and a browser accepts each header only once.
    response.headers = [header for header in response.headers if header[0] not in CORS_HEADERS]
    if response.headers:
        headers.append((b"access-control-expose-headers", b", ".join({name: b"" for name, _ in response.headers})))
    return headers


def is_preflight(scope: Scope) -> bool:
    """Whether a request is a CORS preflight."""
    return scope["method"] == "OPTIONS" and bool(
        _header(scope, b"origin") and _header(scope, b"access-control-request-method")
    )


def preflight(scope: Scope, methods: list[str]) -> MockResponse:
    """Return the response to a preflight: it allows the methods of the path and all requested headers.

    :param methods: of the path, and ``OPTIONS``. If it has no others, the requested method is allowed, too.
    """
    if methods == ["OPTIONS"]:
        methods = [printable(_header(scope, b"access-control-request-method").decode("latin-1")).decode(), *methods]
    allowed = _header(scope, b"access-control-request-headers")
    headers = [
        (b"access-control-allow-methods", ", ".join(methods).encode("ascii")),
        (b"access-control-max-age", MAX_AGE),
        (b"vary", b"Access-Control-Request-Method, Access-Control-Request-Headers"),
    ]
    if allowed:
        headers.append((b"access-control-allow-headers", allowed))
    return MockResponse(204, headers=headers)


def _header(scope: Scope, wanted: bytes) -> bytes:
    for name, value in scope["headers"]:
        if name == wanted:
            return bytes(value)
    return b""
