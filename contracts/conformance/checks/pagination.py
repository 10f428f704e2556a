"""A page has at most the requested number of items, and every item is on exactly one page.

Pages are read if there are parameters for the size and for an offset or page number, or if responses link to the next
page (RFC 8288). Items that others create or delete meanwhile shift all pages, so a missing or repeated item is reported
only if a second run finds the same problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.query_params import LIMITS, OFFSETS, PAGES, query_parameters, response_items
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.json_encoding import encode_json
from contracts.generation.name_words import Words, words
from contracts.messages import Request, Response
from contracts.spec.model import Operation, Parameter

ID = "pagination"
SIZE = 2
PAGES_READ = 5
FAST_PAGES_READ = 3
_NEXT = re.compile(r"<([^<>]*)>[^,]*;\s*rel=\"?next\"?(?=\s*[,;]|\s*$)", re.IGNORECASE)

Page = tuple[Request, Response, list[dict[str, Any]]]


@dataclass(frozen=True)
class Paged:
    """A paginated list.

    :param size: the parameter for the number of items per page.
    :param turn: the parameter for the offset or page number; ``None`` if only links lead to further pages.
    """

    session: Session
    operation: Operation
    size: Parameter
    turn: Parameter | None

    def page(self, number: int, size: int) -> Page | None:
        """Return the page with a number, from 0; ``None`` if the response is not a list."""
        success = self.session.success(self.operation)
        values = dict(success.values) if success else {}
        values["query", self.size.name] = size
        if self.turn is not None and number:
            by_number = words(self.turn.name) in PAGES
            values["query", self.turn.name] = number + self._first() if by_number else number * size
        return self.get(self.session.request(self.operation, values=values))

    def get(self, request: Request) -> Page | None:
        """Send a request for a page; return ``None`` if the response is not a list."""
        response = self.session.send(request)
        self.session.asserted(ID, self.operation, response)
        rows = response_items(self.operation, response)
        return None if rows is None else (request, response, rows)

    def _first(self) -> int:
        """Return the number of the first page: 0 if that is the default or minimum, else 1."""
        schema = self.turn.schema if self.turn else None
        node = schema.resolve().node if schema is not None else {}
        return 0 if isinstance(node, dict) and node.get("default", node.get("minimum")) == 0 else 1

    def name(self, row: dict[str, Any]) -> str:
        """Return what identifies an item: its id, or else the whole item."""
        own = self.operation.resource.id_field if self.operation.resource else ""
        return encode_json(row.get(own, row)).decode("utf-8", "replace")


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        paged = _paged(session, operation)
        if paged is None:
            continue
        finding = _too_many(paged) or _walk(paged)
        if finding is not None:
            yield finding


def _paged(session: Session, operation: Operation) -> Paged | None:
    resource = operation.resource
    if operation.method != "GET" or (resource is not None and resource.role not in {"list", "search"}):
        return None
    size = _named(operation, LIMITS)
    if size is None or size.schema is None or not size.schema.request_validator.is_valid(SIZE):
        return None
    if not session.success(operation):
        return None
    return Paged(session, operation, size, _named(operation, OFFSETS) or _named(operation, PAGES))


def _named(operation: Operation, names: frozenset[Words]) -> Parameter | None:
    return next((one for one in query_parameters(operation) if words(one.name) in names), None)


def _too_many(paged: Paged) -> Finding | None:
    page = paged.page(0, SIZE)
    if page is None or len(page[2]) <= SIZE or not _is_list(page[1], paged.operation):
        return None
    message = f"a page has more items than {paged.size.name} allows"
    return _finding(paged, "size", [page], message, (f"at most {SIZE} items", f"{len(page[2])} items"))


def _is_list(response: Response, operation: Operation) -> bool:
    return bool(operation.resource and operation.resource.list_path) or isinstance(response.json, list)


def _walk(paged: Paged) -> Finding | None:
    """Read all pages; report a problem only if it occurs twice."""
    first = _problem(paged)
    if first is None:
        return None
    second = _problem(paged)
    if second is None or second[0] != first[0]:
        return None
    part, pages, message, details = second
    return _finding(paged, part, pages, message, details)


Problem = tuple[str, list[Page], str, tuple[str, str]]


def _problem(paged: Paged) -> Problem | None:
    pages = list(_pages(paged))
    seen: dict[str, int] = {}
    for number, page in enumerate(pages):
        for row in page[2]:
            name = paged.name(row)
            if name in seen and seen[name] != number:
                details = (f"{name} on one page", f"on pages {seen[name] + 1} and {number + 1}")
                return "twice", [pages[seen[name]], page], "an item is on two pages", details
            seen[name] = number
    if len(pages) < 2:
        return None
    whole = paged.page(0, SIZE * len(pages)) if _accepts_size(paged, SIZE * len(pages)) else None
    missing = [name for row in (whole[2] if whole else []) if (name := paged.name(row)) not in seen]
    if whole is None or not missing:
        return None
    details = (f"{display(missing[0])} on one of the pages", f"{len(seen)} others")
    return "missed", [*pages, whole], "an item is on no page", details


def _accepts_size(paged: Paged, size: int) -> bool:
    schema = paged.size.schema
    return schema is not None and schema.request_validator.is_valid(size)


def _pages(paged: Paged) -> Iterator[Page]:
    """Yield the first pages, up to one that is not full."""
    most = FAST_PAGES_READ if paged.session.plan.fast else PAGES_READ
    page = paged.page(0, SIZE)
    for number in range(1, most + 1):
        if page is None:
            return
        yield page
        following = _next(paged, page)
        if number == most or len(page[2]) < SIZE or (following is None and paged.turn is None):
            return
        page = paged.page(number, SIZE) if paged.turn is not None else paged.get(following or page[0])


def _next(paged: Paged, page: Page) -> Request | None:
    """Return the request for the next page by the ``Link`` header; ``None`` if there is no link."""
    found = _NEXT.search(page[1].header("link") or "")
    base = paged.session.transport.base.rstrip("/")
    absolute = urljoin(base + page[0].target, found[1]) if found else ""
    if not absolute.startswith(base + "/"):
        return None
    return paged.session.authorised(paged.operation, Request("GET", absolute.removeprefix(base)))


def _finding(paged: Paged, part: str, pages: list[Page], message: str, details: tuple[str, str]) -> Finding:
    return paged.session.finding(
        f"{ID}/{part}",
        paged.operation,
        message,
        requests=[page[0] for page in pages],
        response=pages[-1][1],
        expected=details[0],
        got=details[1],
        pointer=(paged.turn or paged.size).schema.pointer if (paged.turn or paged.size).schema else "",
    )


CHECK = Check(
    id=ID,
    title="every item is on exactly one page",
    why="A client that reads a list page by page otherwise gets items twice or misses some, without any error.",
    good="GET /cases?limit=2 → [1, 2]; GET /cases?limit=2&offset=2 → [3, 4]",
    bad="GET /cases?limit=2 → [1, 2]; GET /cases?limit=2&offset=2 → [2, 3]",
    run=_run,
)
