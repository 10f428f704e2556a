"""Whether a server still responds after a request without a response."""

from __future__ import annotations

import time
from collections.abc import Callable

from contracts.errors import TransportError
from contracts.messages import Request, Response

ATTEMPTS = 3
"""Number of health requests without a response after which a server counts as gone."""

PAUSE = 0.3
"""Seconds between two health requests: a server may be restarting its worker."""


class Health:
    """Sends health requests: any response shows that the server lives.

    :param send: sends a request on a connection of its own.
    """

    def __init__(self, send: Callable[[Request], Response]) -> None:
        self._send = send
        self.request = Request("GET", "/")
        """The health request; any request that got a response before is better than the default."""

    def is_alive(self) -> bool:
        """Return whether one of several health requests gets a response."""
        for number in range(ATTEMPTS):
            if number:
                time.sleep(PAUSE * number)
            try:
                self._send(self.request)
            except TransportError:
                continue
            return True
        return False
