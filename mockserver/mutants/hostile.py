"""Servers that fall over certain input: what they see of a request, and how they fall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote_plus, unquote_to_bytes

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, json_of

CRASH = Response(
    500, (("content-type", "text/plain; charset=utf-8"), ("content-length", "21")), b"Internal Server Error"
)
"""What a framework answers when a handler raises."""


def values_of(call: Call) -> Iterator[Any]:
    """What a handler sees: path values, query values, and every scalar of a JSON body."""
    yield from call.values.values()
    for part in call.request.target.partition("?")[2].split("&"):
        if part:
            yield unquote_plus(part.partition("=")[2])
    yield from scalars(json_of(call.request))


def scalars(value: Any) -> Iterator[Any]:
    """The scalars of a JSON value, names of members included; ``null`` is none."""
    stack = [value]
    while stack:
        inner = stack.pop()
        if isinstance(inner, dict):
            stack += [*inner.keys(), *inner.values()]
        elif isinstance(inner, list):
            stack += inner
        elif inner is not None:
            yield inner


def number_of(value: Any) -> float | None:
    """A number, or a text that says one; ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value)
    digits = text.removeprefix("-")
    return float(text) if len(text) < 400 and digits.isdecimal() and digits.isascii() else None


def is_utf8(call: Call) -> bool:
    """Whether the path and query are UTF-8 behind their percent-encoding."""
    try:
        unquote_to_bytes(call.request.target).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def crashing(falls: Callable[[Call], bool]) -> Callable[[], Fault]:
    """``begin`` of a fault that answers 500 to requests that get past the credentials and are of a certain kind."""

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        reached = call.operation is not None and not call.misrouted and reply.status not in {401, 403}
        return CRASH if reached and call.request.method != "HEAD" and falls(call) else reply

    return lambda: fault


def each_nth(number: int, wrong: Callable[[Call, Response], Any]) -> Callable[[], Fault]:
    """``begin`` of a fault that spoils each n-th success.

    :param wrong: an awaitable of the wrong answer, made of the right one.
    """

    def begin() -> Fault:
        successes = 0

        async def fault(call: Call) -> Response:
            nonlocal successes
            reply = await call.forward()
            if not reply.is_success or call.operation is None or call.misrouted or call.request.method == "HEAD":
                return reply
            successes += 1
            spoilt: Response = await wrong(call, reply) if successes % number == 0 else reply
            return spoilt

        return fault

    return begin
