"""Whether a server still responds after a request without a response."""

from __future__ import annotations

import time
from collections.abc import Callable

from contracts.errors import TransportError
from contracts.messages import Request, Response

ATTEMPTS = 3
"""Number of health requests without a response after which a server counts as gone."""

ROOT = Request("GET", "/")
"""The health request if no other one is known: any response to it shows that the server lives."""

PAUSE = 0.3
"""Seconds between two health requests: a server may be restarting its worker."""


class Health:
    """Sends health requests: any response shows that the server lives.

    :param send: sends a request on a connection of its own.
    """

    def __init__(self, send: Callable[[Request], Response]) -> None:
        self._send = send
        self._known: dict[str, Request] = {}

    def has_responded(self, owner: str, request: Request) -> None:
        """Remember a request that got a response.

        :param owner: what distinguishes it from requests to other operations, e.g. the path of its collection.
        """
        self._known[owner] = request

    def is_alive(self, owner: str) -> bool:
        """Return whether one of several health requests gets a response.

        :param owner: that of the request without a response; requests of others are preferred.
        """
        others = [request for other, request in self._known.items() if other != owner]
        for number, request in enumerate([*others[-1:], ROOT, *others[:1]][:ATTEMPTS]):
            if number:
                time.sleep(PAUSE * number)
            try:
                self._send(request)
            except TransportError:
                continue
            return True
        return False
