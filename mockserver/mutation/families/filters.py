"""Mutants that apply filters with several or falsy values, or descending orders, wrongly."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from urllib.parse import quote, unquote_plus

from contracts.messages import Request, Response
from contracts.spec.list_names import COMPARISONS, NOT_FILTERS, SEARCHES, SORTS, plain
from contracts.spec.model import Operation, Parameter
from contracts.spec.names import words
from mockserver.mutation.editing import with_query_param, without_query_params
from mockserver.mutation.list_queries import page_fields, query_values
from mockserver.mutation.mutant import Call, MutantFamily, has_role

FAMILY = MutantFamily("query")

BOUNDS = frozenset({"ge", "gt", "le", "lt"})
"""Comparisons with a lower or upper bound."""

FALSY = frozenset({"false", "0"})
DESCENDING = re.compile(r"(?i)(?<![a-z])desc(ending)?(?![a-z])")


def filters(operation: Operation) -> list[Parameter]:
    """Return the query parameters of a list that are neither for pages, orders nor representations."""
    taken = {field.owner for field in page_fields(operation).values()}
    queries = (one for one in operation.parameters if one.location == "query" and one.name not in taken)
    return [one for one in queries if plain(one.name) not in NOT_FILTERS | SORTS]


def _sent(call: Call) -> dict[str, str]:
    """The filters in a request, with their last values."""
    names = {one.name for one in filters(call.matched)} if call.matched else set()
    return {name: value for name, value in query_values(call.request).items() if name in names}


async def _repeated(call: Call, request: Request) -> Response:
    """Return the response to another request if both succeed."""
    response = await call.forward()
    if request.target == call.request.target or not response.is_success:
        return response
    other = await call.forward(request)
    return other if other.is_success else response


@FAMILY.fault(
    "filter-first-value",
    "of several values of a filter, only the first is used",
    why="The framework returns the first of repeated parameters, and commas are not split.",
    applies=has_role("list", "search"),
)
async def filter_first_value(call: Call) -> Response:
    """Keep the first value of each filter."""
    names = {one.name for one in filters(call.matched)} if call.matched else set()
    seen: set[str] = set()
    kept: list[str] = []
    for part in call.request.target.partition("?")[2].split("&"):
        raw, _, value = part.partition("=")
        name = unquote_plus(raw)
        if name in names:
            if name in seen:
                continue
            first = re.split(",|%2[Cc]", value)[0]
            kept.append(f"{raw}={first}")
        elif part:
            kept.append(part)
        seen.add(name)
    target = call.request.path + ("?" + "&".join(kept) if kept else "")
    return await _repeated(call, Request(call.request.method, target, call.request.headers, call.request.body))


@FAMILY.fault(
    "filter-falsy-ignored",
    "a filter with the value false or 0 has no effect",
    why="The handler tests 'if value:' instead of 'if value is not None:'.",
    applies=has_role("list", "search"),
)
async def filter_falsy_ignored(call: Call) -> Response:
    """Remove filters with falsy values."""
    falsy = {name for name, value in _sent(call).items() if value.lower() in FALSY}
    return await _repeated(call, without_query_params(call.request, lambda name: name in falsy))


@FAMILY.fault(
    "filter-second-ignored",
    "of several filters, only the first has an effect",
    why="The conditions are a chain of 'elif'.",
    applies=lambda operation: has_role("list", "search")(operation) and len(filters(operation)) > 1,
)
async def filter_second_ignored(call: Call) -> Response:
    """Remove all filters but the first."""
    others = set(list(_sent(call))[1:])
    return await _repeated(call, without_query_params(call.request, lambda name: name in others))


@FAMILY.fault(
    "filter-upper-case",
    "a filter by a value has no items if the value has upper-case letters",
    why="Stored values are compared with the lower-case value of the query.",
    applies=has_role("list", "search"),
)
async def filter_lower_case(call: Call) -> Response:
    """Convert the values of filters to lower case."""
    request = call.request
    for name, value in _sent(call).items():
        request = with_query_param(request, name, quote(value.lower(), safe=""))
    return await _repeated(call, request if _sent(call) else call.request)


@FAMILY.fault(
    "sort-descending-ignored",
    "a descending order is the same as the ascending one",
    why="The minus sign is removed, and not evaluated.",
    applies=lambda operation: any(plain(one.name) in SORTS for one in operation.parameters if one.location == "query"),
)
async def sort_descending_ignored(call: Call) -> Response:
    """Replace descending orders by ascending ones."""
    request = call.request
    for name, value in query_values(call.request).items():
        ascending = DESCENDING.sub(lambda match: "ASC" if match[0].isupper() else "asc", value.lstrip("-"))
        if plain(name) in SORTS and ascending != value:
            request = with_query_param(request, quote(name, safe="[]$"), quote(ascending, safe=""))
    return await _repeated(call, request)


def _without(matches: Callable[[str], bool]) -> Callable[[Call], Awaitable[Response]]:
    """Return the fault that removes the query parameters of lists whose names match."""

    async def fault(call: Call) -> Response:
        is_list = call.role in {"list", "search"}
        return await call.forward(without_query_params(call.request, matches) if is_list else None)

    return fault


def _has_query(matches: Callable[[str], bool]) -> Callable[[Operation], bool]:
    return lambda operation: any(matches(one.name) for one in operation.parameters if one.location == "query")


def _is_search(name: str) -> bool:
    return plain(name) in SEARCHES


def _is_bound(name: str) -> bool:
    split = words(name)
    return len(split) > 1 and any(COMPARISONS.get(one) in BOUNDS for one in (split[0], split[-1]))


FAMILY.add(
    "search-ignored",
    "a full-text search has no effect",
    why="The parameter was renamed in the code, but not in the document.",
    applies=_has_query(_is_search),
    make_fault=lambda: _without(_is_search),
)
FAMILY.add(
    "bound-ignored",
    "a filter by a lower or upper bound has no effect",
    why="The query is built from the filters by equality only.",
    applies=_has_query(_is_bound),
    make_fault=lambda: _without(_is_bound),
)
