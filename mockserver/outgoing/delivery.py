"""Deliver a request: repeat it while the receiver cannot be reached or asks for it, and check its response."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from contracts.spec.webhooks import Webhook
from mockserver.exchange import Exchange, Sent
from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.messages import Outgoing, Received
from mockserver.outgoing.receivers import Receivers
from mockserver.outgoing.records import described, exchange_of
from mockserver.outgoing.requests import violations_of
from mockserver.outgoing.sender import send

DELAYS = (0.5, 1.0, 2.0)
"""Seconds between two attempts."""

SECONDS = 5.0
"""Time limit of an attempt."""

MAX_RETRY_AFTER = 5
"""Maximum number of seconds that ``Retry-After`` of a receiver is followed."""

REPEATED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Status codes after which the same request may succeed (RFC 9110, section 15)."""

Sleep = Callable[[float], Awaitable[object]]


@dataclass
class Delivery:
    """A request on its way.

    :ivar attempts: how often it was sent.
    :ivar received: the last response.
    :ivar error: why there is none, or why it cannot be used.
    """

    kind: str
    webhook: Webhook
    outgoing: Outgoing
    attempts: int = 0
    received: Received | None = None
    error: str = ""

    async def run(self, receivers: Receivers, sleep: Sleep = asyncio.sleep) -> None:
        """Send the request until there is a response that does not ask for another attempt."""
        for delay in (*DELAYS, None):
            try:
                await self.attempt(receivers, SECONDS)
                may_recur = self.received is not None and self.received.status in REPEATED
            except DeliveryError as error:
                may_recur = error.may_recur
            if delay is None or not may_recur:
                return
            await sleep(max(delay, _retry_after(self.received)))

    async def attempt(self, receivers: Receivers, seconds: float) -> Received:
        """Send the request once.

        :raises DeliveryError: if there is no response, or the host is not allowed.
        """
        self.attempts, self.received, self.error = self.attempts + 1, None, ""
        try:
            self.received = await send(self.outgoing, receivers, seconds=seconds)
        except DeliveryError as error:
            self.error = error.message
            self.attempts -= error.is_refused
            raise
        self.error = redirection(self.received)
        return self.received

    def exchange(self, api: str = "", operation: str = "") -> Exchange:
        """Return the exchange of the last attempt.

        :param operation: that has sent the request.
        """
        violations = described(violations_of(self.webhook, self.received)) if self.received is not None else ()
        sent = Sent(self.kind, self.webhook.name, self.outgoing.url.origin, self.attempts, self.error, violations)
        return exchange_of(
            sent, self.outgoing, self.received, method=self.outgoing.method, api=api, operation=operation
        )


def redirection(received: Received) -> str:
    """Return why a redirect is the end of a delivery; ``""`` for any other response."""
    locations = [value.decode("latin-1") for name, value in received.headers if name.lower() == b"location"]
    if not 300 <= received.status < 400 or not locations:
        return ""
    return f"the receiver redirects to {locations[0][:200]}, and redirects are not followed"


def _retry_after(received: Received | None) -> float:
    """Return the seconds that a receiver asks to wait, up to a limit."""
    headers = received.headers if received is not None else ()
    values = [value for name, value in headers if name.lower() == b"retry-after"]
    return min(int(values[0][:9]), MAX_RETRY_AFTER) if values and values[0].isdigit() else 0.0
