"""Mutants that process query parameters or lists of ids wrongly."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import parse_json, violates, with_path, with_query_param, without_query_params
from mockserver.mutation.faults import VALIDATION_ERRORS
from mockserver.mutation.items import items_in, with_items
from mockserver.mutation.mutant import Call, Condition, MutantFamily, has_role

FAMILY = MutantFamily("query")

# Query parameters by purpose, which their names tell.
SORT = re.compile(r"\$?(sort|order|sort_?by|order_?by|sort_?key)", re.IGNORECASE)
DIRECTION = re.compile(r"\$?(order|direction|dir|sort_?order|sort_?dir)", re.IGNORECASE)
PROJECTION = re.compile(r"\$?(attributes?|fields?|select|include|expand|props|properties)", re.IGNORECASE)
LIMIT = re.compile(r"\$?(limit|top|count|size|per_?page|page_?size|max_?results|take)", re.IGNORECASE)
CURSOR = re.compile(r"\$?(after|cursor|offset|page|page_?token|page_?num(ber)?|skip|start|next)", re.IGNORECASE)
_OTHER_PURPOSES = "|".join(f"(?:{pattern.pattern})" for pattern in (CURSOR, LIMIT, PROJECTION, SORT))
FILTER = re.compile(rf"(?!(?:{_OTHER_PURPOSES})$).+", re.IGNORECASE)

MAX_IDS = 20
"""The number of ids from which a validation error is attributed to that number."""


def _has_query(pattern: re.Pattern[str]) -> Condition:
    return lambda operation: bool(_parameter_names(operation, pattern))


def _parameter_names(operation: Operation, pattern: re.Pattern[str]) -> set[str]:
    return {one.name for one in operation.parameters if one.location == "query" and pattern.fullmatch(one.name)}


def _query_values(call: Call, pattern: re.Pattern[str]) -> dict[str, str]:
    """The documented query parameters of a request whose names match, with their values."""
    names = _parameter_names(call.matched, pattern) if call.matched else set()
    parts = (part.partition("=") for part in call.request.target.partition("?")[2].split("&"))
    pairs = ((unquote_plus(name), unquote_plus(value)) for name, _, value in parts)
    return {name: value for name, value in pairs if name in names}


def _ids(call: Call) -> tuple[str, list[str]]:
    """The path up to its last segment, and the comma-separated ids in that segment."""
    parent, _, last = call.path.rpartition("/")
    return parent, last.replace("%2C", ",").replace("%2c", ",").split(",")


def _ignoring(mutant_id: str, title: str, pattern: re.Pattern[str], *, why: str, applies: Condition) -> None:
    """Declare a mutant that ignores valid query parameters whose names match."""

    async def fault(call: Call) -> Response:
        response = await call.forward()
        values = _query_values(call, pattern) if response.is_success else {}
        if not values:
            return response
        return await call.forward(without_query_params(call.request, lambda name: name in values))

    FAMILY.add(mutant_id, title, why=why, applies=applies, make_fault=lambda: fault)


_ignoring(
    "direction-ignored",
    "items are sorted in ascending order whatever direction is requested",
    DIRECTION,
    why="The newest items come last.",
    applies=_has_query(DIRECTION),
)
_ignoring(
    "filter-ignored",
    "a filter of a list has no effect",
    FILTER,
    why="A client that requests its own items gets the items of all users.",
    applies=lambda operation: has_role("list")(operation) and _has_query(FILTER)(operation),
)
_ignoring(
    "limit-ignored",
    "the requested limit has no effect",
    LIMIT,
    why="Clients with little memory get the whole list.",
    applies=_has_query(LIMIT),
)
_ignoring(
    "projection-ignored",
    "the requested attributes have no effect",
    PROJECTION,
    why="Every client gets the same representation.",
    applies=_has_query(PROJECTION),
)
_ignoring(
    "sort-ignored",
    "items are not sorted as requested",
    SORT,
    why="The parameter is validated but not used.",
    applies=_has_query(SORT),
)


@FAMILY.fault(
    "language-ignored",
    "the documented Accept-Language header has no effect",
    why="Translations were planned but not implemented.",
    applies=lambda operation: any(one.name.lower() == "accept-language" for one in operation.parameters),
)
async def language_ignored(call: Call) -> Response:
    """Return the English response."""
    response = await call.forward()
    if not response.is_success:
        return response
    english = await call.forward(call.request.with_header("accept-language", "en-US"))
    return english if english.is_success and english.header("content-language") else response


@FAMILY.fault(
    "limit-exceeded",
    "a page has one item more than requested",
    why="The extra row that tells whether there is another page is returned too.",
    applies=_has_query(LIMIT),
)
async def limit_exceeded(call: Call) -> Response:
    """Increment the limit."""
    response = await call.forward()
    for name, value in _query_values(call, LIMIT).items() if response.is_success else ():
        limit = str(int(value) + 1) if value.isdecimal() else "1"
        more = await call.forward(with_query_param(call.request, name, limit))
        response = more if more.is_success else response
    return response


@FAMILY.fault(
    "many-first-only",
    "only the first of several ids is used",
    why="The list of ids is parsed as one number, up to the first comma.",
    applies=has_role("read_many"),
)
async def many_first_only(call: Call) -> Response:
    """Repeat the request with the first id."""
    response = await call.forward()
    parent, ids = _ids(call)
    if call.role != "read_many" or len(ids) == 1 or not response.is_success:
        return response
    return await call.forward(with_path(call.request, f"{parent}/{ids[0]}"))


@FAMILY.transform(
    "many-one-missing",
    "the last of several requested items is missing",
    why="A range ends one element too early.",
    applies=has_role("read_many"),
)
def many_one_missing(_call: Call, operation: Operation, response: Response) -> Response:
    """Remove the last item."""
    items = items_in(operation, response)
    return with_items(operation, response, items[:-1]) if len(items) > 1 else response


@FAMILY.transform(
    "many-order-lost",
    "several items are in another order than their ids in the path",
    why="A database returns rows in any order unless the query sorts them.",
    applies=has_role("read_many"),
)
def many_order_lost(call: Call, operation: Operation, response: Response) -> Response:
    """Reverse the items unless an order is requested."""
    items = items_in(operation, response)
    reverse = len(items) > 1 and not _query_values(call, SORT)
    return with_items(operation, response, items[::-1]) if reverse else response


@FAMILY.transform(
    "many-repeated",
    "the first item is returned twice",
    why="A join duplicates rows.",
    applies=has_role("list", "read_many"),
)
def many_repeated(_call: Call, operation: Operation, response: Response) -> Response:
    """Repeat the first item."""
    items = items_in(operation, response)
    return with_items(operation, response, [items[0], *items]) if items else response


@FAMILY.fault(
    "many-too-many-taken",
    "a request with too many ids is accepted, and only some are used",
    why="The query has a LIMIT, and the number of ids is not validated.",
    applies=has_role("read_many"),
)
async def many_too_many_taken(call: Call) -> Response:
    """Repeat a rejected request with fewer ids."""
    response = await call.forward()
    parent, ids = _ids(call)
    if call.role != "read_many" or response.status not in VALIDATION_ERRORS or len(ids) < MAX_IDS:
        return response
    return await call.forward(with_path(call.request, f"{parent}/{','.join(ids[:MAX_IDS])}"))


@FAMILY.fault(
    "many-unknown-skipped",
    "an unknown id among several is ignored silently",
    why="WHERE id IN (…) returns the rows that exist.",
    applies=has_role("read_many"),
)
async def many_unknown_skipped(call: Call) -> Response:
    """Repeat a request that got 404 with the known ids."""
    response = await call.forward()
    parent, ids = _ids(call)
    if call.role != "read_many" or response.status != 404 or len(ids) > 10:
        return response
    known = [one for one in ids if (await call.forward(with_path(call.request, f"{parent}/{one}"))).is_success]
    return await call.forward(with_path(call.request, f"{parent}/{','.join(known)}")) if known else response


@FAMILY.transform(
    "projection-drops-mandatory",
    "a request for certain attributes loses one that is always returned",
    why="The projection replaces the default attributes instead of extending them.",
    applies=_has_query(PROJECTION),
)
def projection_drops_mandatory(call: Call, operation: Operation, response: Response) -> Response:
    """Remove the first required property."""
    items = items_in(operation, response)
    if not items or not _query_values(call, PROJECTION):
        return response
    for name in items[0]:
        fewer = [{key: value for key, value in item.items() if key != name} for item in items]
        wrong = with_items(operation, response, fewer)
        if violates(operation, response, parse_json(wrong)):
            return wrong
    return response


@FAMILY.fault(
    "projection-everything",
    "a request for one attribute returns all of them",
    why="Responses grow, and attributes leak that were not requested.",
    applies=_has_query(PROJECTION),
)
async def projection_everything(call: Call) -> Response:
    """Request all attributes."""
    response = await call.forward()
    for name in _query_values(call, PROJECTION) if response.is_success else ():
        whole = await call.forward(with_query_param(call.request, name, "all"))
        response = whole if whole.is_success else response
    return response


@FAMILY.fault(
    "projection-first-only",
    "only the first of several requested attributes is returned",
    why="The list is not split at its commas, or only its first element is used.",
    applies=_has_query(PROJECTION),
)
async def projection_first_only(call: Call) -> Response:
    """Request only the first attribute."""
    request = call.request
    for name, value in _query_values(call, PROJECTION).items():
        if "," in value:
            request = with_query_param(request, name, value.partition(",")[0])
    response = await call.forward()
    return await call.forward(request) if response.is_success else response


@FAMILY.transform(
    "sort-reversed",
    "items are sorted in the opposite direction",
    why="The operands of a comparison are exchanged.",
    applies=_has_query(SORT),
)
def sort_reversed(call: Call, operation: Operation, response: Response) -> Response:
    """Reverse the items if an order is requested."""
    items = items_in(operation, response)
    reverse = len(items) > 1 and _query_values(call, SORT)
    return with_items(operation, response, items[::-1]) if reverse else response
