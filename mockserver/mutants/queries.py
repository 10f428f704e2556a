"""What query parameters are for, told by their names, and requests with other ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote_plus

from contracts.messages import Request, Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import query_without
from mockserver.mutants.mutant import Call, Fault

SORT = re.compile(r"\$?(sort|order|sort_?by|order_?by|sort_?key)", re.IGNORECASE)
DIRECTION = re.compile(r"\$?(order|direction|dir|sort_?order|sort_?dir)", re.IGNORECASE)
PROJECTION = re.compile(r"\$?(attributes?|fields?|select|include|expand|props|properties)", re.IGNORECASE)
LIMIT = re.compile(r"\$?(limit|top|count|size|per_?page|page_?size|max_?results|take)", re.IGNORECASE)
CURSOR = re.compile(r"\$?(after|cursor|offset|page|page_?token|page_?num(ber)?|skip|start|next)", re.IGNORECASE)


def takes_query(pattern: re.Pattern[str]) -> Callable[[Operation], bool]:
    """Whether an operation has a query parameter with such a name."""
    return lambda operation: bool(_names(operation, pattern))


def _names(operation: Operation, pattern: re.Pattern[str]) -> set[str]:
    return {one.name for one in operation.parameters if one.location == "query" and pattern.fullmatch(one.name)}


def asked_for(call: Call, pattern: re.Pattern[str]) -> dict[str, str]:
    """The query parameters of a request with such a name, of those that the operation has."""
    known = _names(call.operation, pattern) if call.operation and not call.misrouted else set()
    parts = (part.partition("=") for part in call.request.target.partition("?")[2].split("&"))
    pairs = ((unquote_plus(name), unquote_plus(value)) for name, _, value in parts)
    return {name: value for name, value in pairs if name in known}


def with_query(request: Request, name: str, text: str) -> Request:
    """The request with this one value, percent-encoded already, for a query parameter."""
    without = query_without(request, lambda one: one == name)
    joined = "&" if "?" in without.target else "?"
    return replace(without, target=f"{without.target}{joined}{name}={text}")


def ignoring(pattern: re.Pattern[str]) -> Callable[[], Fault]:
    """``begin`` of a fault that leaves valid query parameters with such a name aside."""

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        named = asked_for(call, pattern) if reply.is_success else {}
        return await call.forward(query_without(call.request, lambda name: name in named)) if named else reply

    return lambda: fault
