"""Errors of the mock server in tests."""

from __future__ import annotations

from contracts.errors import CasemockError


class VerificationError(AssertionError):
    """Requests were not sent as expected; the message has the closest ones and how each differs."""


class NotMockedError(ConnectionError):
    """A request to a host that is not intercepted, while others are refused."""


class ConnectionCutError(ConnectionError):
    """A fault closed the connection before the response was complete.

    :ivar is_reset: whether with a TCP reset.
    """

    def __init__(self, *, is_reset: bool) -> None:
        reason = (
            "connection reset by peer" if is_reset else "the server closed the connection without a complete response"
        )
        super().__init__(reason)
        self.is_reset = is_reset


class ControlError(CasemockError):
    """The admin API refuses a request, such as a stub that breaks the document."""
