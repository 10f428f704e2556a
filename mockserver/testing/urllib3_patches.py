"""urllib3, which requests and most SDKs use: connections to a mock server without a port."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from mockserver.testing.interception import Patch, mocked


def patches() -> list[Patch]:
    """Return the patches of the methods that connect."""
    return [
        Patch(HTTPConnection, "connect", lambda original: _connecting(original, "http")),
        Patch(HTTPSConnection, "connect", lambda original: _connecting(original, "https")),
    ]


def _connecting(original: Callable[..., Any], scheme: str) -> Callable[..., Any]:
    @wraps(original)
    def connect(self: Any) -> None:
        is_proxied = self.proxy is not None
        thread = None if is_proxied else mocked(scheme, self.host, self.port)
        if thread is None:
            original(self)
            return
        self.sock = thread.connect()
        if isinstance(self.timeout, int | float):
            self.sock.settimeout(self.timeout)
        self.is_verified = True  # without TLS there is nothing to verify; otherwise urllib3 warns of each request
        self._has_connected_to_proxy = False

    return connect
