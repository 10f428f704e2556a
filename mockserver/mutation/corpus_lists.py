"""Requests for lists: every kind of page, the pages that responses lead to, and filters by values of the items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Any
from urllib.parse import quote

from contracts.errors import GenerationError
from contracts.messages import Request, Response
from contracts.spec.list_names import COMPARISONS, SEARCHES, SORTS, plain
from contracts.spec.model import Operation
from contracts.spec.names import words
from mockserver.http.coercion import scalar_types
from mockserver.mutation.corpus_requests import CorpusRequests
from mockserver.mutation.editing import with_query_param
from mockserver.mutation.items import items_in
from mockserver.mutation.list_queries import CURSOR, OFFSET, PAGE, SIZE, next_targets, page_fields

SIZES = ("1", "2", "3")
PAGES = ("0", "1", "2", "3", "50")
MAX_PAGES = 5
"""Pages that are followed."""

MAX_FILTERS = 60
MAX_ORDERS = 20
ABSENT_TEXT = "zq-no-item-has-this"
"""A search for it has no results."""

MAX_ITEMS = 3
"""Items of a list whose values are used as filters."""


class ListRequests:
    """Sends requests to lists."""

    def __init__(self, requests: CorpusRequests, operations: Sequence[Operation]) -> None:
        self._requests = requests
        self._operations = [one for one in operations if one.method == "GET"]

    def send_all(self) -> None:
        """Send the requests to every list."""
        for operation in self._operations:
            is_list = operation.resource is not None and operation.resource.role in {"list", "search"}
            if is_list or page_fields(operation):
                try:
                    self._send(operation, self._requests.build(operation))
                except GenerationError:
                    continue

    def _send(self, operation: Operation, plain_request: Request) -> None:
        fields = page_fields(operation)
        response = self._requests.send(plain_request)
        size = fields.get(SIZE)
        sizes = [*SIZES, str(size.node.get("maximum", 100))] if size else [""]
        for value in sizes:
            sized = with_query_param(plain_request, _name(size.name), value) if size else plain_request
            self._follow(operation, sized)
            for kind in (PAGE, OFFSET):
                for number in PAGES if kind in fields else ():
                    self._requests.send(with_query_param(sized, _name(fields[kind].name), number))
            for cursor in ("garbled", "bm90IGEgY3Vyc29y", "") if CURSOR in fields else ():
                self._requests.send(with_query_param(sized, _name(fields[CURSOR].name), cursor))
        for filtered in islice(_filters(operation, response, plain_request), MAX_FILTERS):
            self._requests.send(filtered)
        for ordered in islice(_orders(operation, plain_request), MAX_ORDERS):
            self._requests.send(ordered)

    def _follow(self, operation: Operation, request: Request) -> None:
        """Send a request for a page and for the pages after it."""
        for _ in range(MAX_PAGES):
            response = self._requests.send(request)
            target = next(next_targets(operation, request, response), "")
            if not response.is_success or not target:
                return
            request = Request("GET", target, request.headers)


def _name(name: str) -> str:
    return quote(name, safe="$")


def _filters(operation: Operation, response: Response, request: Request) -> Iterator[Request]:
    """Yield requests with filters by values of listed items, alone, in pairs, and with several values."""
    items = items_in(operation, response)[:MAX_ITEMS]
    single: list[tuple[str, str]] = []
    for parameter in operation.parameters:
        if parameter.location != "query":
            continue
        values = [_text(one) for item in items if (one := _value(item, parameter.name)) is not None]
        enum = parameter.schema.resolve().node if parameter.schema else None
        values += [_text(one) for one in enum.get("enum", ())] if isinstance(enum, dict) else []
        values += ["false", "true"] if parameter.schema and "boolean" in scalar_types(parameter.schema) else []
        values += _bounds(parameter.name, items) or ([ABSENT_TEXT] if plain(parameter.name) in SEARCHES else [])
        values = list(dict.fromkeys(values))[:6]
        single += [(parameter.name, one) for one in values]
        items_schema = parameter.schema.items if parameter.schema else None
        inner = items_schema.resolve().node if items_schema else None
        several = [_text(one) for one in inner.get("enum", ())] if isinstance(inner, dict) else []
        several = list(dict.fromkeys([*several, *values]))
        for first, second in pairwise(several) if items_schema else ():
            separator = f"&{_name(parameter.name)}=" if parameter.explode else ","
            value = separator.join(quote(one, safe="") for one in (first, second))
            yield with_query_param(request, _name(parameter.name), value)
    for number, (name, value) in enumerate(single):
        one = with_query_param(request, _name(name), quote(value, safe=""))
        yield one
        for other, other_value in single[number + 1 :][:4]:
            if other != name:
                yield with_query_param(one, _name(other), quote(other_value, safe=""))


def _bounds(name: str, items: list[dict[str, Any]]) -> list[str]:
    """Return values of items for a bound such as ``min_price``: those of a property that begins like the rest."""
    split = words(name)
    rest = split[1:] if split[0] in COMPARISONS else split[:-1] if split[-1] in COMPARISONS else ()
    found = (value for item in items for key, value in item.items() if rest and words(key)[: len(rest)] == rest)
    return [_text(one) for one in found if isinstance(one, str | int | float)]


def _value(item: dict[str, Any], name: str) -> Any:
    words = {plain(name), plain(name.rpartition("[")[2]), plain(name).removesuffix("s")}
    found = next((value for key, value in item.items() if plain(key) in words), None)
    found = found[0] if isinstance(found, list) and found else found
    return found if isinstance(found, str | int | float | bool) else None


def _orders(operation: Operation, request: Request) -> Iterator[Request]:
    """Yield requests with descending and ascending orders by each documented or probable property."""
    properties = operation.resource.item.possible_properties if operation.resource else {}
    for parameter in operation.parameters:
        if parameter.location != "query" or plain(parameter.name) not in SORTS:
            continue
        node = parameter.schema.resolve().node if parameter.schema else {}
        names = node.get("enum", ()) if isinstance(node, dict) else ()
        for name in [str(one) for one in names] or list(properties)[:6]:
            for value in (name, f"-{name}", f"{name}:desc", f"{name} desc", f"{name}_desc"):
                yield with_query_param(request, _name(parameter.name), quote(value, safe=""))


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
