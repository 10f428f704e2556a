"""How a request reaches what is tested: one method, so that checks need not know whether there is a network."""

from __future__ import annotations

from typing import Protocol

from contracts.messages import Request, Response

TIMEOUT = 8.0
"""Seconds that an answer may take as a whole."""

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of an answer's body that are read; one that is larger breaks the transport."""


class Transport(Protocol):
    """Sends requests.

    :ivar base: the base URL without a final slash, for messages and curl lines.
    """

    base: str

    def send(self, request: Request) -> Response:
        """Send a request and wait for the whole answer; redirects are answers like others.

        May be called from several threads at once.

        :raises TransportError: where there is no answer, or no whole one.
        """

    def close(self) -> None:
        """Give up connections."""
