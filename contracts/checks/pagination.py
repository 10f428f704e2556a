"""A page holds no more than was asked for, and going through the pages meets each item once.

Pages are gone through where a size and an offset or a page's number are parameters, or where an answer links to the
next page (RFC 8288). Items that others create or delete meanwhile move all pages, so what is missing or met twice only
counts if it is so again the second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from contracts.checks.check import Check
from contracts.data.encoding import encode_json
from contracts.data.naming import Words, words
from contracts.findings import Finding
from contracts.judging.items import shown
from contracts.judging.selectors import LIMITS, OFFSETS, PAGES, query, rows_of
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation, Parameter

ID = "pagination"
SIZE = 2
PAGES_READ = 5
FAST_PAGES_READ = 3
_NEXT = re.compile(r"<([^<>]*)>[^,]*;\s*rel=\"?next\"?(?=\s*[,;]|\s*$)", re.IGNORECASE)

Page = tuple[Request, Response, list[dict[str, Any]]]


@dataclass(frozen=True)
class Paged:
    """A list that is read in pages.

    :param size: the parameter for how many items a page holds.
    :param turn: the parameter that leads to further pages; ``None``: only links do.
    """

    session: Session
    operation: Operation
    size: Parameter
    turn: Parameter | None

    def page(self, number: int, size: int) -> Page | None:
        """The n-th page, from 0."""
        success = self.session.success(self.operation)
        values = dict(success.values) if success else {}
        values["query", self.size.name] = size
        if self.turn is not None and number:
            by_number = words(self.turn.name) in PAGES
            values["query", self.turn.name] = number + self._first() if by_number else number * size
        return self.get(self.session.request(self.operation, values=values))

    def get(self, request: Request) -> Page | None:
        """Ask for a page; ``None`` where no list came back."""
        response = self.session.send(request)
        self.session.looked(ID, self.operation, response)
        rows = rows_of(self.operation, response)
        return None if rows is None else (request, response, rows)

    def _first(self) -> int:
        """The number of the first page: 0 where the schema takes that and has it for its default, else 1."""
        schema = self.turn.schema if self.turn else None
        node = schema.resolve().node if schema is not None else {}
        return 0 if isinstance(node, dict) and node.get("default", node.get("minimum")) == 0 else 1

    def name(self, row: dict[str, Any]) -> str:
        """What an item is told from others by."""
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
    if operation.method != "GET" or (resource is not None and resource.role != "list"):
        return None
    size = _named(operation, LIMITS)
    if size is None or size.schema is None or not size.schema.request_validator.is_valid(SIZE):
        return None
    if not session.success(operation):
        return None
    return Paged(session, operation, size, _named(operation, OFFSETS) or _named(operation, PAGES))


def _named(operation: Operation, names: frozenset[Words]) -> Parameter | None:
    return next((one for one in query(operation) if words(one.name) in names), None)


def _too_many(paged: Paged) -> Finding | None:
    page = paged.page(0, SIZE)
    if page is None or len(page[2]) <= SIZE or not _is_list(page[1], paged.operation):
        return None
    message = f"a page holds more items than {paged.size.name} asks for"
    return _finding(paged, "size", [page], message, (f"{SIZE} items at most", f"{len(page[2])} items"))


def _is_list(response: Response, operation: Operation) -> bool:
    field = operation.resource.list_field if operation.resource else ""
    return bool(field) or isinstance(response.json, list)


def _walk(paged: Paged) -> Finding | None:
    """Go through the pages; what is wrong counts if it is so again."""
    first = _problem(paged)
    if first is None:
        return None
    second = _problem(paged)
    if second is None or second[0] != first[0]:
        return None
    part, pages, message, told = second
    return _finding(paged, part, pages, message, told)


Problem = tuple[str, list[Page], str, tuple[str, str]]


def _problem(paged: Paged) -> Problem | None:
    pages = list(_pages(paged))
    met: dict[str, int] = {}
    for number, page in enumerate(pages):
        for row in page[2]:
            name = paged.name(row)
            if name in met and met[name] != number:
                told = (f"{name} on one page", f"on pages {met[name] + 1} and {number + 1}")
                return "twice", [pages[met[name]], page], "going through the pages meets an item twice", told
            met[name] = number
    if len(pages) < 2:
        return None
    whole = paged.page(0, SIZE * len(pages)) if _takes(paged, SIZE * len(pages)) else None
    missing = [name for row in (whole[2] if whole else []) if (name := paged.name(row)) not in met]
    if whole is None or not missing:
        return None
    told = (f"{shown(missing[0])} on one of the pages", f"{len(met)} others")
    return "missed", [*pages, whole], "going through the pages leaves an item out", told


def _takes(paged: Paged, size: int) -> bool:
    schema = paged.size.schema
    return schema is not None and schema.request_validator.is_valid(size)


def _pages(paged: Paged) -> Iterator[Page]:
    """The first pages, until one is not full."""
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
    """The request for the page that an answer links to as the next one."""
    found = _NEXT.search(page[1].header("link") or "")
    base = paged.session.transport.base.rstrip("/")
    absolute = urljoin(base + page[0].target, found[1]) if found else ""
    if not absolute.startswith(base + "/"):
        return None
    return paged.session.authorised(paged.operation, Request("GET", absolute.removeprefix(base)))


def _finding(paged: Paged, part: str, pages: list[Page], message: str, told: tuple[str, str]) -> Finding:
    return paged.session.finding(
        f"{ID}/{part}",
        paged.operation,
        message,
        requests=[page[0] for page in pages],
        response=pages[-1][1],
        expected=told[0],
        got=told[1],
        pointer=(paged.turn or paged.size).schema.pointer if (paged.turn or paged.size).schema else "",
    )


CHECK = Check(
    id=ID,
    title="going through the pages meets each item once",
    why="Who copies a list page by page ends up with items twice, or without some, and no error to see.",
    good="GET /cases?limit=2 → [1, 2]; GET /cases?limit=2&offset=2 → [3, 4]",
    bad="GET /cases?limit=2 → [1, 2]; GET /cases?limit=2&offset=2 → [2, 3]",
    run=_run,
)
