"""Cross-origin requests, credentials included (Fetch standard, section 3.2, "CORS protocol")."""

from __future__ import annotations

from mockserver.http import Answer, RawHeader, Scope

MAX_AGE = b"600"
"""Seconds that a browser may keep a preflight's answer."""


OURS = frozenset(
    {b"access-control-allow-origin", b"access-control-allow-credentials", b"access-control-expose-headers"}
)


def cors_headers(scope: Scope, answer: Answer) -> list[RawHeader]:
    """Headers that let the origin of a request read its answer; none where the request names no origin.

    The origin is echoed and the headers are named: with credentials a wildcard is not allowed. That is safe, as a
    mock on the loopback holds no secrets.
    """
    origin = _header(scope, b"origin")
    if not origin:
        return []
    headers = [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
    # What the document says of these headers, it says of the vendor's server: one of each is all that a browser takes.
    answer.headers = [header for header in answer.headers if header[0] not in OURS]
    if answer.headers:
        headers.append((b"access-control-expose-headers", b", ".join({name: b"" for name, _ in answer.headers})))
    return headers


def is_preflight(scope: Scope) -> bool:
    """Whether a request only asks whether another one would be allowed."""
    return scope["method"] == "OPTIONS" and bool(
        _header(scope, b"origin") and _header(scope, b"access-control-request-method")
    )


def preflight(scope: Scope, methods: list[str]) -> Answer:
    """The answer to a preflight: the path's methods and whatever headers the browser asks for."""
    allowed = _header(scope, b"access-control-request-headers")
    headers = [
        (b"access-control-allow-methods", ", ".join(methods).encode("ascii")),
        (b"access-control-max-age", MAX_AGE),
        (b"vary", b"Access-Control-Request-Method, Access-Control-Request-Headers"),
    ]
    if allowed:
        headers.append((b"access-control-allow-headers", allowed))
    return Answer(204, headers=headers)


def _header(scope: Scope, wanted: bytes) -> bytes:
    for name, value in scope["headers"]:
        if name == wanted:
            return bytes(value)
    return b""
