"""Under which base URL a client has reached us."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

_HOST = re.compile(r"[A-Za-z0-9._\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 (looked up, not bound)


def base_url(host: str, port: int, scheme: str = "http") -> str:
    """The base URL of an address; one that stands for all interfaces is shown as the loopback one."""
    host = _ANY_ADDRESS.get(host, host)
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def named_url(base_url: str, host: str) -> str:
    """The base URL of a host name on the same port."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{host}:{parts.port}" if parts.port else f"{parts.scheme}://{host}"


def request_base_url(scope: Any) -> str:
    """The base URL that a request was sent to: its ``Host``, or our own address where that is no host name.

    :param scope: the ASGI scope; scheme ``http`` unless a proxy in front of us set another.
    """
    scheme = scope.get("scheme", "http")
    sent = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if _HOST.fullmatch(sent):
        return f"{scheme}://{sent}"
    host, port = scope.get("server") or ("127.0.0.1", 80)
    return base_url(host, port or 80, scheme)
