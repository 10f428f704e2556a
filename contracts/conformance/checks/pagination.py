"""A page has at most the requested number of items, and every item is on exactly one page.

Pages are read if there are parameters for the size and for a page number, an offset or a cursor, or if responses link
to the next page (RFC 8288). Items that others create or delete meanwhile shift all pages, so a problem is reported only
if a second run finds it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.conformance.assertions.lists import Page, PagedList, has_list, paged_list, total_in
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.items.item_values import unique_id_of
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.spec.list_names import AFTER, ID_CURSORS, plain
from contracts.spec.model import Operation, ResponseSpec
from contracts.spec.names import words

ID = "pagination"
SIZE = 2
OTHER_SIZES = (3, 4, 5)
"""Other sizes: the last page is not full with one of them."""

LARGE_SIZES = (100, 50, 20, 10)
MIN_ITEMS = 5
"""Number of items with which the pages of a list are tested; missing ones are created."""

INVALID = "casemock-invalid-cursor"
"""A cursor that no server has issued."""

PAGE_TOKEN = frozenset({"page", "token"})

PAGES_READ = 6
FAST_PAGES_READ = 4


@dataclass(frozen=True)
class Problem:
    """What is wrong with the pages of a list.

    :param part: the last part of the rule.
    """

    part: str
    pages: list[Page]
    message: str
    expected: str
    got: str


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        paged = paged_list(session, operation)
        if paged is None or session.success(operation) is None:
            continue
        _fill(session, operation)
        problem = _find(paged)
        if problem is not None and (again := _find(paged)) is not None and again.part == problem.part:
            yield _finding(paged, again)


def _fill(session: Session, operation: Operation) -> None:
    """Create items until there are enough for several pages, if the test can create them."""
    success, resource = session.success(operation), operation.resource
    reader = session.items.roles.find(resource.collection, "read") if resource else None
    if success is None or reader is None:
        return
    page = session.items.page_of(operation)
    for _ in range(MIN_ITEMS - len(page)):
        if session.items.disposable(reader) is None:
            return


def _find(paged: PagedList) -> Problem | None:
    size = SIZE if _accepts_size(paged, SIZE) else None
    if size is not None and (problem := _too_many(paged, size)) is not None:
        return problem
    problem = _walk(paged, size) or _invalid_cursor(paged)
    if problem is not None or size is None:
        return problem
    whole = _whole(paged)
    other = next((one for one in OTHER_SIZES if whole is None or len(whole.items) % one), SIZE)
    if _accepts_size(paged, other) and (problem := _walk(paged, other)) is not None:
        return problem
    return _shorter(paged, whole) if whole is not None else None


def _invalid_cursor(paged: PagedList) -> Problem | None:
    """A cursor that the server has not issued gets no items, if the document has a response for it."""
    cursor, schema = paged.cursor, paged.cursor.schema if paged.cursor is not None else None
    documented = next((one.status for one in paged.operation.responses if _is_about_cursors(one)), None)
    if cursor is None or schema is None or documented is None or plain(cursor.name) in ID_CURSORS | AFTER:
        return None
    is_valid = schema.request_validator.is_valid(INVALID)
    page = paged.get(paged.request(SIZE, {cursor.name: INVALID})) if is_valid else None
    if page is None or not page.items:
        return None
    message = "a cursor that was never issued is accepted"
    expected = f"status {documented}, which the document has for invalid cursors"
    return Problem("cursor", [page], message, expected, f"{len(page.items)} items")


def _is_about_cursors(response: ResponseSpec) -> bool:
    """Whether a documented error is about cursors, by its description."""
    text = words(response.description)
    return response.status.startswith("4") and bool({"cursor", "cursors"} & {*text} or {*text} >= PAGE_TOKEN)


def _accepts_size(paged: PagedList, size: int) -> bool:
    schema = paged.size.schema if paged.size is not None else None
    return schema is not None and schema.request_validator.is_valid(size)


def _too_many(paged: PagedList, size: int) -> Problem | None:
    page = paged.get(paged.request(size))
    if page is None or paged.size is None or len(page.items) <= size or not has_list(paged.operation, page.response):
        return None
    message = f"a page has more items than {paged.size.name} allows"
    return Problem("size", [page], message, f"at most {size} items", f"{len(page.items)} items")


def _walk(paged: PagedList, size: int | None) -> Problem | None:
    """Read pages one after the other; find an item on two pages or on none, a wrong total, or a dead link."""
    most = FAST_PAGES_READ if paged.session.plan.fast else PAGES_READ
    pages = list(paged.pages(size or SIZE, most))
    if not pages:
        return None
    return (
        _repeated(paged, pages)
        or _twice_on_one(paged, pages)
        or _dead_link(paged, pages, size or SIZE)
        or (_missed(paged, pages, size) if size is not None else None)
        or _wrong_total(paged, pages, size or SIZE, complete=len(pages) < most)
    )


def _repeated(paged: PagedList, pages: list[Page]) -> Problem | None:
    seen: dict[str, int] = {}
    for number, page in enumerate(pages):
        for item in page.items:
            name = paged.name(item)
            if name in seen and seen[name] != number:
                first = seen[name]
                got = f"on pages {first + 1} and {number + 1}"
                message = "an item is on two pages"
                return Problem("twice", [pages[first], page], message, f"{name} on one page", got)
            seen[name] = number
    return None


def _twice_on_one(paged: PagedList, pages: list[Page]) -> Problem | None:
    """A page has no item twice, as far as items have ids."""
    resource = paged.operation.resource
    for page in pages:
        ids = [found for item in page.items if resource and (found := unique_id_of(resource, item)) is not None]
        twice = next((one for one, number in Counter(ids).items() if number > 1), None)
        if twice is not None:
            return Problem("twice", [page], "an item is on one page twice", f"{twice} once", "twice")
    return None


def _whole(paged: PagedList) -> Page | None:
    """Return a page with all items of the list; ``None`` if there are too many."""
    size = next((one for one in LARGE_SIZES if _accepts_size(paged, one)), None)
    whole = paged.get(paged.request(size)) if size is not None else None
    return whole if whole is not None and size is not None and len(whole.items) < size else None


def _shorter(paged: PagedList, whole: Page) -> Problem | None:
    """A page for more items than the list has is not shorter than one that is full."""
    number = len(whole.items) + 1
    full = paged.get(paged.request(number)) if _accepts_size(paged, number) else None
    if full is None or len(full.items) < number:
        return None
    message = "a larger page has fewer items than a smaller one"
    return Problem("missed", [full, whole], message, f"at least {number} items", f"{number - 1} items")


def _dead_link(paged: PagedList, pages: list[Page], size: int) -> Problem | None:
    """The next page that a response names can be read."""
    last = pages[-1]
    request = paged.next_request(last, size, len(pages)) if len(pages) < PAGES_READ else None
    if request is None or (paged.turn is not None and paged.cursor is None):
        return None
    response = paged.session.send(request)
    if response.is_success or response.status in {401, 403, 429} or response.status >= 500:
        return None
    message = "the next page that a response names cannot be read"
    page = Page(request, response, [])
    return Problem("link", [last, page], message, "2XX with the next page", f"status {response.status}")


def _missed(paged: PagedList, pages: list[Page], size: int) -> Problem | None:
    """Every item of one large page is on one of the small pages."""
    total = size * max(len(pages), MIN_ITEMS)
    if not _accepts_size(paged, total) or paged.cannot_go_on(pages[-1]):
        return None
    whole = paged.get(paged.request(total))
    seen = {paged.name(item) for page in pages for item in page.items}
    # If the pages go on, the first items of the large page must be on the pages that were read.
    items = whole.items if whole is not None else []
    expected = items if len(pages) < _most(paged) else items[: len(pages) * size]
    missing = [name for item in expected if (name := paged.name(item)) not in seen]
    if whole is None or not missing or (len(pages) == 1 and not _has_turn(paged)):
        return None
    message = "an item is on no page"
    got = f"{len(seen)} others on {len(pages)} pages"
    return Problem("missed", [*pages, whole], message, f"{missing[0]} on one of the pages", got)


def _most(paged: PagedList) -> int:
    return FAST_PAGES_READ if paged.session.plan.fast else PAGES_READ


def _has_turn(paged: PagedList) -> bool:
    return paged.turn is not None or paged.cursor is not None


def _wrong_total(paged: PagedList, pages: list[Page], size: int, *, complete: bool) -> Problem | None:
    """The total in the response is that of the items on all pages, if all pages were read."""
    total = total_in(pages[0].response)
    number = len({paged.name(item) for page in pages for item in page.items})
    if not isinstance(total, int) or isinstance(total, bool):
        return None
    is_complete = complete and (len(pages) > 1 or len(pages[0].items) < size)
    if total == number or (total > number and not is_complete):
        return None
    message = "the total in the response differs from the number of items on all pages"
    return Problem("total", pages, message, f"a total of {number}", f"a total of {total}")


def _finding(paged: PagedList, problem: Problem) -> Finding:
    parameter = paged.size if problem.part == "size" else paged.turn or paged.cursor or paged.size
    return paged.session.finding(
        f"{ID}/{problem.part}",
        paged.operation,
        problem.message,
        requests=[page.request for page in problem.pages],
        response=problem.pages[-1].response,
        expected=problem.expected,
        got=problem.got,
        pointer=parameter.schema.pointer if parameter and parameter.schema else "",
    )


CHECK = Check(
    id=ID,
    title="every item is on exactly one page",
    why="A client that reads a list page by page otherwise gets items twice or misses some, without any error.",
    good="GET /cases?limit=2 → [1, 2]; GET /cases?limit=2&offset=2 → [3, 4]",
    bad="GET /cases?limit=2 → [1, 2]; GET /cases?limit=2&offset=2 → [2, 3]",
    run=_run,
    sends=frozenset({Sends.CREATE}),
)
