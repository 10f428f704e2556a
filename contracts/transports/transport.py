"""The interface of transports: checks send requests without knowing whether there is a network."""

from __future__ import annotations

import time
from typing import Protocol

from contracts.messages import Request, Response

TIMEOUT = 8.0
"""Time limit in seconds for a complete response."""


def seconds_until(deadline: float | None, most: float) -> float:
    """Return the seconds that a request may take.

    :param deadline: in seconds of ``time.monotonic``, or ``None``.
    :param most: their maximum, usually :data:`TIMEOUT`.
    """
    return most if deadline is None else max(min(most, deadline - time.monotonic()), 0.0)


LARGEST_BODY = 16 * 1024 * 1024
"""Largest response body in bytes; a larger one raises :class:`~contracts.errors.TransportError`."""


class Transport(Protocol):
    """Sends requests.

    :ivar base: the base URL without a trailing slash, for messages and curl commands.
    :ivar deadline: time at which requests end without a response, in seconds of ``time.monotonic``; ``None`` for none
        but :data:`TIMEOUT`.
    """

    base: str
    deadline: float | None

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        """Send a request and return the complete response; redirects are not followed.

        May be called from several threads at the same time. A request on an open connection that the server closes
        without sending anything is sent once more on a new one.

        :param fresh: use a new connection for this request only; without a network, this has no effect.
        :raises TransportError: if there is no response, or an incomplete one.
        """

    def close(self) -> None:
        """Close all connections."""
