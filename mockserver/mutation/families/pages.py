"""Mutants whose pages of lists have wrong items, or which say wrong things about other pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from contracts.messages import Request, Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import (
    CRASH,
    parse_json,
    violates,
    with_header,
    with_json,
    with_query_param,
    without_query_params,
)
from mockserver.mutation.items import items_in, with_items
from mockserver.mutation.list_queries import (
    CURSOR,
    OFFSET,
    PAGE,
    SIZE,
    PageValue,
    has_page_field,
    page_fields,
    page_size,
    page_value,
    page_values,
    position,
)
from mockserver.mutation.locations import replace_at
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role

FAMILY = MutantFamily("query")

NEXT_LINK = re.compile(r'\s*<[^>]*>\s*;\s*rel="?next"?\s*(,|$)')


def _ignoring(mutant_id: str, title: str, kind: str, *, why: str) -> None:
    """Declare a mutant that ignores the query parameter of one kind."""

    async def fault(call: Call) -> Response:
        response = await call.forward()
        field = page_fields(call.matched).get(kind) if call.matched and response.is_success else None
        if field is None:
            return response
        return await call.forward(without_query_params(call.request, lambda name: name == field.name))

    FAMILY.add(mutant_id, title, why=why, applies=has_page_field(kind), make_fault=lambda: fault)


_ignoring(
    "page-ignored",
    "every page has the items of the first page",
    PAGE,
    why="The page number is read under another name than the documented one.",
)
_ignoring(
    "offset-ignored",
    "the offset of a list has no effect",
    OFFSET,
    why="The query has a LIMIT but no OFFSET.",
)
_ignoring(
    "cursor-ignored",
    "the cursor of a list has no effect",
    CURSOR,
    why="The first page is cached, and the key of the cache lacks the cursor.",
)


def _shifting(mutant_id: str, title: str, kind: str, *, why: str) -> None:
    """Declare a mutant that adds one to the number in a query parameter."""

    async def fault(call: Call) -> Response:
        response = await call.forward()
        field = page_fields(call.matched).get(kind) if call.matched and response.is_success else None
        value = page_value(call.matched, call.request, kind) if call.matched else ""
        if field is None or not value.isdecimal():
            return response
        shifted = await call.forward(with_query_param(call.request, field.name, str(int(value) + 1)))
        return shifted if shifted.is_success else response

    FAMILY.add(mutant_id, title, why=why, applies=has_page_field(kind), make_fault=lambda: fault)


_shifting(
    "offset-off-by-one",
    "a page begins one item after the requested offset",
    OFFSET,
    why="The database counts rows from one.",
)
_shifting(
    "page-off-by-one",
    "page 1 is the second page",
    PAGE,
    why="The framework counts pages from zero, and the document from one.",
)


def _is_partial(operation: Operation, request: Request, items: list[dict[str, Any]]) -> bool:
    """Whether a page has fewer items than fit, so that it is the last one."""
    size = page_size(operation, request)
    return bool(items) and (len(items) < size if size is not None else bool(position(operation, request)))


@FAMILY.transform(
    "last-page-drops-item",
    "the last page lacks its last item",
    why="The number of pages is rounded down.",
    applies=has_page_field(PAGE, OFFSET, CURSOR, SIZE),
)
def last_page_drops_item(call: Call, operation: Operation, response: Response) -> Response:
    """Remove the last item of a page that is not full."""
    items = items_in(operation, response)
    partial = _is_partial(operation, call.request, items)
    return with_items(operation, response, items[:-1]) if partial else response


@FAMILY.transform(
    "last-page-repeats-item",
    "the last page has its last item twice",
    why="The loop that fills the page reads one row beyond the end.",
    applies=has_page_field(PAGE, OFFSET, CURSOR),
)
def last_page_repeats_item(call: Call, operation: Operation, response: Response) -> Response:
    """Repeat the last item of a page that is not full and not the first."""
    items = items_in(operation, response)
    repeats = position(operation, call.request) and _is_partial(operation, call.request, items)
    return with_items(operation, response, [*items, items[-1]]) if repeats else response


@FAMILY.stateful(
    "pages-overlap",
    "the first item of a page is the last one of the page before",
    why="The comparison with the cursor is 'greater or equal' instead of 'greater'.",
    applies=has_page_field(PAGE, OFFSET, CURSOR),
)
def pages_overlap() -> Fault:
    """Put the last item of the previous response before the items of a page that is not the first."""
    last: dict[str, dict[str, Any]] = {}

    async def fault(call: Call) -> Response:
        response = await call.forward()
        operation = call.matched
        items = items_in(operation, response) if operation and not call.is_head else []
        if operation is None or not items:
            return response
        before = last.get(call.path) if position(operation, call.request) else None
        last[call.path] = items[-1]
        overlaps = before is not None and before not in items
        if not overlaps or before is None:
            return response
        return with_items(operation, response, [before, *items[: len(items) - 1 or 1]])

    return fault


def _describing(
    mutant_id: str, title: str, *, why: str
) -> Callable[[Callable[[Call, PageValue, int], Any]], Callable[[Call, PageValue, int], Any]]:
    """Decorate a function of a value that describes the page and the number of items, which returns a wrong value."""

    def declare(wrong: Callable[[Call, PageValue, int], Any]) -> Callable[[Call, PageValue, int], Any]:
        def transform(call: Call, operation: Operation, response: Response) -> Response:
            if call.role not in {"list", "search"} or not response.is_success:
                return response
            count = len(items_in(operation, response))
            body = parse_json(response)
            for found in page_values(response):
                new = wrong(call, found, count)
                if new != found.value and not violates(operation, response, replace_at(body, found.path, new)):
                    body = replace_at(body, found.path, new)
            return response if body == parse_json(response) else with_json(response, body)

        FAMILY.transform(mutant_id, title, why=why, applies=has_role("list", "search"))(transform)
        return wrong

    return declare


@_describing(
    "next-missing",
    "the response of a page does not name the next page although there is one",
    why="A page counts as the last one if it has as many items as requested.",
)
def next_missing(_call: Call, found: PageValue, _count: int) -> Any:
    """Replace the next page by null or an empty string, and 'more' by false."""
    if found.kind == "more" and found.value is True:
        return False
    if found.kind != "next":
        return found.value
    return "" if isinstance(found.value, str) and "url" in str(found.path[-1]).lower() else None


@_describing(
    "next-repeats",
    "the next page that a response names is the page itself",
    why="The cursor is made from the first item of the page instead of the last.",
)
def next_repeats(call: Call, found: PageValue, _count: int) -> Any:
    """Replace the next page by the position of the request."""
    own = position(call.matched, call.request) if call.matched else ""
    if found.kind != "next" or not found.value:
        return found.value
    if isinstance(found.value, str) and found.value.startswith(("http", "/")):
        start = found.value[: found.value.find("/", found.value.find("://") + 3)] if "://" in found.value else ""
        return start + call.request.target
    return (int(own) if own.isdecimal() and isinstance(found.value, int) else own) or found.value


@_describing(
    "more-always",
    "the last page says that there are more items",
    why="The flag is true whenever a page has items.",
)
def more_always(_call: Call, found: PageValue, _count: int) -> Any:
    """Replace 'more' by true."""
    return True if found.kind == "more" and found.value is False else found.value


@_describing(
    "total-of-page",
    "the total of a list is the number of items of the page",
    why="The length of the result is returned instead of a COUNT query.",
)
def total_of_page(_call: Call, found: PageValue, count: int) -> Any:
    """Replace the total by the number of items."""
    is_number = isinstance(found.value, int) and not isinstance(found.value, bool)
    return count if found.kind in {"total", "count"} and is_number else found.value


@_describing(
    "total-off-by-one",
    "the total of a list is one too high",
    why="A deleted item is still counted.",
)
def total_off_by_one(_call: Call, found: PageValue, _count: int) -> Any:
    """Add one to the total."""
    is_number = isinstance(found.value, int) and not isinstance(found.value, bool)
    return found.value + 1 if found.kind == "total" and is_number else found.value


@FAMILY.transform(
    "total-header-wrong",
    "the header with the total of a list has the number of items of the page",
    why="The header is computed from the list that is sent.",
)
def total_header_wrong(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace the headers with a total."""
    items = items_in(operation, response)
    for name, value in response.headers:
        if "total" in name.lower() and "page" not in name.lower() and value.isdecimal() and items:
            return with_header(response, name.lower(), str(len(items)))
    return response


@FAMILY.transform(
    "link-next-missing",
    "the Link header has no next page although there is one",
    why="The middleware that writes the header does not know the total.",
)
def link_next_missing(_call: Call, _operation: Operation, response: Response) -> Response:
    """Remove the next page from the header."""
    link = response.header("link") or ""
    rest = NEXT_LINK.sub("", link).strip(" ,")
    return with_header(response, "link", rest or None) if rest != link else response


@FAMILY.transform(
    "link-next-wrong",
    "the next page in the Link header is the page itself",
    why="The URL of the request is copied, and its page number is not incremented.",
)
def link_next_wrong(call: Call, _operation: Operation, response: Response) -> Response:
    """Replace the next page by the request."""
    link = response.header("link") or ""
    if not NEXT_LINK.search(link):
        return response
    wrong = NEXT_LINK.sub(lambda match: f'<{call.request.target}>; rel="next"{match[1]}', link)
    return with_header(response, "link", wrong)


@FAMILY.fault(
    "limit-maximum-crashes",
    "500 for the largest documented page size",
    why="The query of the whole page exceeds a time limit of the gateway.",
    applies=has_page_field(SIZE),
)
async def limit_maximum_crashes(call: Call) -> Response:
    """Return 500 if the page size is the documented maximum."""
    response = await call.forward()
    field = page_fields(call.matched).get(SIZE) if call.matched else None
    maximum = field.node.get("maximum") if field else None
    size = page_value(call.matched, call.request, SIZE) if call.matched else ""
    return CRASH if response.is_success and maximum is not None and size == str(maximum) else response


@FAMILY.fault(
    "cursor-garbled-crashes",
    "500 for a cursor that the server never issued",
    why="The cursor is decoded as base64 without error handling.",
    applies=has_page_field(CURSOR),
)
async def cursor_garbled_crashes(call: Call) -> Response:
    """Return 500 for a cursor that the correct server rejects or that has no items."""
    response = await call.forward()
    operation = call.matched
    if operation is None or call.is_head or not page_value(operation, call.request, CURSOR):
        return response
    unknown = response.status in {400, 422} or (response.is_success and not items_in(operation, response))
    return CRASH if unknown else response
