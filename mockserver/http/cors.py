"""CORS (Fetch standard, section 3.2, "CORS protocol").

Pages of this machine, and of the origins that the user names, may send credentials. Any other page may read responses
to requests without credentials: ``*``, with which a browser sends neither cookies nor passwords that it has stored.
"""

from __future__ import annotations

from collections.abc import Iterable

from mockserver.http.allowed_origins import AllowedOrigins
from mockserver.http.messages import MockResponse, RawHeader, Scope
from mockserver.settings import Settings

MAX_AGE = b"600"
"""How long a browser may cache a preflight response, in seconds."""

CORS_HEADERS = frozenset(
    {b"access-control-allow-origin", b"access-control-allow-credentials", b"access-control-expose-headers"}
)


def cors_of(settings: Settings) -> Cors:
    """Return which pages may read the responses of a server."""
    return Cors(is_enabled=settings.cors, origins=settings.cors_origins)


class Cors:
    """Says which pages may read responses.

    :param is_enabled: otherwise no response has CORS headers.
    :param origins: origins that may send credentials, besides those of this machine; see :class:`AllowedOrigins`.
    """

    def __init__(self, *, is_enabled: bool = True, origins: Iterable[str] = ()) -> None:
        self._is_enabled = is_enabled
        self._origins = AllowedOrigins(origins)

    def headers(self, scope: Scope, response: MockResponse) -> list[RawHeader]:
        """Return the headers that let a request's origin read the response; empty without an ``Origin`` header.

        A trusted origin is echoed and headers are listed by name, since CORS forbids wildcards with credentials.
        Documented CORS headers are removed from the response.
        """
        origin = _header(scope, b"origin") if self._is_enabled else b""
        if not origin:
            return []
        headers = [(b"access-control-allow-origin", b"*"), (b"vary", b"Origin")]
        if self._origins.trusts(origin):
            headers[0] = (b"access-control-allow-origin", origin)
            headers.append((b"access-control-allow-credentials", b"true"))
        # The documented values are those of the vendor's server, and a browser accepts each header only once.
        response.headers = [header for header in response.headers if header[0] not in CORS_HEADERS]
        if response.headers:
            exposed = b", ".join({name: b"" for name, _ in response.headers})
            headers.append((b"access-control-expose-headers", exposed))
        return headers

    def is_preflight(self, scope: Scope) -> bool:
        """Whether a request is a CORS preflight, and CORS is enabled."""
        return self._is_enabled and is_preflight(scope)


def is_preflight(scope: Scope) -> bool:
    """Whether a request is a CORS preflight."""
    return scope["method"] == "OPTIONS" and bool(
        _header(scope, b"origin") and _header(scope, b"access-control-request-method")
    )


def preflight(scope: Scope, methods: list[str]) -> MockResponse:
    """Return the response to a preflight: it allows the methods of the path and all requested headers."""
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
