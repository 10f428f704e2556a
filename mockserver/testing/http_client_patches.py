"""``http.client``, which ``urllib.request`` and some SDKs use: connections to a mock server without a port."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from functools import wraps
from typing import Any

from mockserver.testing.interception import Patch, mocked


def patches() -> list[Patch]:
    """Return the patches of the methods that connect."""
    return [
        Patch(http.client.HTTPConnection, "connect", lambda original: _connecting(original, "http")),
        Patch(http.client.HTTPSConnection, "connect", lambda original: _connecting(original, "https")),
    ]


def _connecting(original: Callable[..., Any], scheme: str) -> Callable[..., Any]:
    @wraps(original)
    def connect(self: Any) -> None:
        thread = mocked(scheme, self.host, self.port)
        if thread is None or getattr(self, "_tunnel_host", None):
            original(self)
            return
        self.sock = thread.connect()
        if self.timeout is not None and isinstance(self.timeout, int | float):
            self.sock.settimeout(self.timeout)

    return connect
