"""Exchanges of requests that the mock has sent."""

from __future__ import annotations

import time
from collections.abc import Iterable

from contracts.conformance.assertions.response_checks import ResponseViolation
from mockserver.exchange import Exchange, Sent
from mockserver.http.messages import printable
from mockserver.outgoing.messages import Outgoing, Received
from mockserver.outgoing.receivers import MAX_URL


def exchange_of(
    sent: Sent,
    outgoing: Outgoing | None,
    received: Received | None,
    *,
    method: str,
    target: str = "",
    api: str = "",
    operation: str = "",
) -> Exchange:
    """Return the exchange of a request.

    :param outgoing: ``None`` if there is no request, as its URL cannot be used.
    :param received: ``None`` if there was no response.
    :param target: the URL that cannot be used.
    :param operation: that has sent it.
    """
    return Exchange(
        time.time(),
        method,
        outgoing.url.target if outgoing is not None else printable(target[:MAX_URL]).decode(),
        outgoing.headers if outgoing is not None else (),
        outgoing.body if outgoing is not None else b"",
        received.status if received is not None else 0,
        received.headers if received is not None else (),
        received.body if received is not None else b"",
        received.milliseconds if received is not None else 0.0,
        api,
        operation,
        sent=sent,
    )


def described(violations: Iterable[ResponseViolation]) -> tuple[str, ...]:
    """Return violations as messages."""
    return tuple(f"{one.message} (expected {one.expected}, got {one.got})"[:400] for one in violations)
