"""The URLs of our own pages."""

from __future__ import annotations

import re
from typing import Any

ROOT = "/__mock__/"
UI = f"{ROOT}ui/"
COMMANDS = f"{ROOT}commands/"
REDOC = f"{ROOT}redoc/"

_HOST = re.compile(r"[A-Za-z0-9._\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 (looked up, not bound)


def base_url(host: str, port: int, scheme: str = "http") -> str:
    """Return the base URL of an address; the loopback address is used for an address of all interfaces."""
    host = _ANY_ADDRESS.get(host, host)
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def request_base_url(scope: Any) -> str:
    """Return the base URL that a request was sent to: its ``Host`` header, or our address if that is not valid.

    :param scope: the ASGI scope; the scheme is ``http`` unless a proxy set another one.
    """
    scheme = scope.get("scheme", "http")
    sent = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if _HOST.fullmatch(sent):
        return f"{scheme}://{sent}"
    host, port = scope.get("server") or ("127.0.0.1", 80)
    return base_url(host, port or 80, scheme)
