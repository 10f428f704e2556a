"""What a mutant is: one deliberate departure from the contract, told as what becomes of a request."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation

Family = Literal["envelope", "schema", "status", "auth", "validation", "state", "query", "protocol", "stability"]
"""What kind of promise is broken."""


@dataclass(frozen=True)
class Call:
    """One request on its way to the correct server.

    :param operation: what it asks for, HEAD as its GET; ``None``: the path is nobody's.
    :param values: the path values, decoded.
    :param misrouted: the path is served, but not for this method; ``operation`` is then another one of the path.
    :param correct: asks the correct server.
    """

    contract: Contract
    request: Request
    operation: Operation | None
    values: Mapping[str, str]
    misrouted: bool
    correct: Callable[[Request], Awaitable[Response]]

    async def forward(self, request: Request | None = None) -> Response:
        """What the correct server answers to this request, or to another one."""
        return await self.correct(request or self.request)

    @property
    def role(self) -> str:
        """What the operation does to its resource, ``""`` where that is unknown or the request is no such one."""
        resource = self.operation.resource if self.operation and not self.misrouted else None
        return resource.role if resource and self.request.method != "HEAD" else ""

    @property
    def item(self) -> str:
        """The path without its last segment's query: it names the item of a ``read``, ``update``, ``delete``."""
        return self.request.path


Fault = Callable[[Call], Awaitable[Response]]
"""Answers in the place of the correct server; may keep what it needs between calls."""

Change = Callable[[Call, Operation, Response], Response]
"""Makes a wrong answer of a right one; gives the right one back where it has nothing to change."""


@dataclass(frozen=True)
class Mutant:
    """One way of being wrong.

    :param id: lower case with dashes.
    :param title: what it does, one phrase.
    :param why: who makes this mistake, or what it breaks for clients.
    :param applies: whether the fault makes sense for an operation; whether it shows is found out by asking.
    :param begin: makes the fault in its first state.
    """

    id: str
    title: str
    family: Family
    why: str
    applies: Callable[[Operation], bool]
    begin: Callable[[], Fault]


def always(operation: Operation) -> bool:
    """``applies`` of a fault that any operation may have."""
    return bool(operation.id)


def changing(change: Change) -> Callable[[], Fault]:
    """``begin`` of a fault without a memory that changes the answers of operations; HEAD and misrouted ones stay."""

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if call.operation is None or call.misrouted or call.request.method == "HEAD":
            return reply
        return change(call, call.operation, reply)

    return lambda: fault


def json_of(message: Request | Response) -> Any:
    """The JSON value of a body; ``None`` where there is none, or one that cannot be written as UTF-8 again."""
    try:
        value = json.loads(message.body.decode("utf-8")) if message.body else None
        if b"\\ud" in message.body.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")  # raises for half of a surrogate pair
    except (ValueError, RecursionError):
        return None
    return value
