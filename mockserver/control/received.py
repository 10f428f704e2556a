"""The body of a request that is read before the application gets it, and handed on to it unchanged."""

from __future__ import annotations

from mockserver.http.bodies import Disconnected
from mockserver.http.body_budget import BodiesFullError, declared_length, reserve_body
from mockserver.http.messages import Message, Receive, Scope


class Received:
    """The messages of a request.

    :ivar body: what was read of the body.
    """

    def __init__(self, receive: Receive, messages: list[Message]) -> None:
        self._receive = receive
        self._messages = messages
        self.body = b"".join(message.get("body", b"") for message in messages)

    async def __call__(self) -> Message:
        """Return the next message (ASGI ``receive``): first those that were read."""
        return self._messages.pop(0) if self._messages else await self._receive()


async def read_request(scope: Scope, receive: Receive, limit: int, declared: str) -> Received:
    """Read a body up to a limit; the rest of a larger one is left for the application, which refuses it.

    So is the rest of a body for which the bodies of other requests leave no memory.

    :param declared: the ``Content-Length`` header, or ``""``; if it exceeds the limit, nothing is read.
    :raises Disconnected: if the client disconnects.
    """
    messages: list[Message] = []
    size = 0
    if declared_length(declared) > limit:
        return Received(receive, messages)
    while size <= limit:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        messages.append(message)
        size += len(message.get("body", b""))
        try:
            reserve_body(scope, size, declared)
        except BodiesFullError:
            break
        if not message.get("more_body", False):
            break
    return Received(receive, messages)
