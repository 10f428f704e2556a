"""Lists of items: how their pages are requested, and where a response leads to the next page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from contracts.conformance.items.item_values import Item, encoded_url, id_of, items_in, json_value, unique_id_of
from contracts.conformance.session import Session
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request, Response
from contracts.schema.json_types import type_names
from contracts.spec.keys import value_at
from contracts.spec.list_names import (
    AFTER,
    CONTAINERS,
    CURSORS,
    ID_CURSORS,
    KINDS,
    OFFSETS,
    PAGES,
    SHORT_OFFSETS,
    SHORT_SIZES,
    SIZES,
    plain,
)
from contracts.spec.model import Operation, Parameter
from contracts.spec.shapes import core

_NEXT = re.compile(r"<([^<>]*)>[^,]*;\s*rel=\"?next\"?(?=\s*[,;]|\s*$)", re.IGNORECASE)
"""A link to the next page in ``Link`` (RFC 8288, section 3)."""

MAX_DEPTH = 2
"""Number of levels of an envelope in which the position of the next page is searched."""


@dataclass(frozen=True)
class Page:
    """A page of a list."""

    request: Request
    response: Response
    items: list[Item]


@dataclass(frozen=True)
class PagedList:
    """A list that can be read page by page.

    :param size: the parameter for the number of items per page; ``None`` if there is none.
    :param turn: the parameter for the page number or the offset; ``None`` if there is none.
    :param cursor: the parameter for the position in a response that leads to the next page; ``None`` if there is none.
    """

    session: Session
    operation: Operation
    size: Parameter | None
    turn: Parameter | None
    cursor: Parameter | None

    def get(self, request: Request) -> Page | None:
        """Send a request for a page; return ``None`` if the response is not a list."""
        response = self.session.send(request)
        self.session.asserted("pagination", self.operation, response)
        if not has_list(self.operation, response):
            return None
        return Page(request, response, items_in(self.operation, response))

    def request(self, size: int, further: dict[str, Any] | None = None) -> Request:
        """Return a request for the first page.

        :param further: values of other query parameters.
        """
        success = self.session.success(self.operation)
        values = dict(success.values) if success else {}
        if self.size is not None:
            values["query", self.size.name] = size
        if self.turn is not None and (self.turn.required or ("query", self.turn.name) in values):
            values["query", self.turn.name] = self._first_turn()
        values |= {("query", name): value for name, value in (further or {}).items()}
        return self.session.request(self.operation, success.number if success else 0, values=values)

    def pages(self, size: int, number: int) -> Iterator[Page]:
        """Yield the first pages, at most a number of them, up to the last one."""
        page, linked = self.get(self.request(size)), False
        for index in range(1, number + 1):
            if page is None:
                return
            yield page
            if linked and not next_url(page.response):
                return  # the page before had a link, so this is the last one
            linked = bool(next_url(page.response))
            request = self.next_request(page, size, index) if index < number else None
            page = self.get(request) if request is not None else None

    def next_request(self, page: Page, size: int, index: int) -> Request | None:
        """Return the request for the page after one; ``None`` if it is the last page.

        :param index: the number of pages before the next one.
        """
        url = next_url(page.response)
        if url:
            return self._by_url(page, url)
        if self.cursor is not None and (position := next_position(page.response)) not in {None, ""}:
            return self.request(size, {self.cursor.name: position})
        if self.cursor is not None and (last := self._last_id(page, size)) is not None:
            return self.request(size, {self.cursor.name: last})
        if self.turn is None or len(page.items) < size or self.cursor is not None:
            return None
        by_number = plain(self.turn.name) in PAGES
        return self.request(size, {self.turn.name: index + self._first() if by_number else index * size})

    def _last_id(self, page: Page, size: int) -> Any:
        """Return the id of the last item, if it is the cursor and there are more items; ``None`` otherwise."""
        resource, cursor = self.operation.resource, self.cursor
        more = page_value(page.response, "more")
        if resource is None or cursor is None or cursor.schema is None or plain(cursor.name) not in ID_CURSORS | AFTER:
            return None
        if not page.items or more is False or (more is None and len(page.items) < size):
            return None
        last = id_of(resource, page.items[-1])
        return last if last is not None and cursor.schema.request_validator.is_valid(last) else None

    def cannot_go_on(self, page: Page) -> bool:
        """Whether the next page cannot be requested: its cursor is the last id, which the parameter cannot have."""
        cursor, resource = self.cursor, self.operation.resource
        if cursor is None or cursor.schema is None or plain(cursor.name) not in ID_CURSORS | AFTER or not page.items:
            return False
        last = id_of(resource, page.items[-1]) if resource is not None else None
        return last is not None and not cursor.schema.request_validator.is_valid(last)

    def _by_url(self, page: Page, url: str) -> Request | None:
        base = self.session.transport.base.rstrip("/")
        absolute = urljoin(base + page.request.target, encoded_url(url))
        if not absolute.startswith(base + "/"):
            parts = urlsplit(absolute)  # servers behind a proxy often use their internal host name
            absolute = base + parts.path.removeprefix(urlsplit(base).path) + (f"?{parts.query}" if parts.query else "")
        # The parameters in headers, such as the name of a tenant, are not part of a URL.
        request = Request("GET", absolute.removeprefix(base), page.request.headers)
        return self.session.authorised(self.operation, request)

    def _first_turn(self) -> Any:
        """Return the page number or the offset of the first page, or 1 if that is not valid."""
        first = self._first() if self.turn is not None and plain(self.turn.name) in PAGES else 0
        schema = self.turn.schema if self.turn is not None else None
        return first if schema is None or schema.request_validator.is_valid(first) else 1

    def _first(self) -> int:
        """Return the number of the first page: 0 if that is the default or minimum, else 1."""
        schema = self.turn.schema if self.turn else None
        node = core(schema).node if schema is not None else {}
        return 0 if isinstance(node, dict) and node.get("default", node.get("minimum")) == 0 else 1

    def name(self, item: Item) -> str:
        """Return what identifies an item: its id, or else the whole item, as names need not be unique."""
        resource = self.operation.resource
        found = unique_id_of(resource, item) if resource is not None else None
        return encode_json(item if found is None else found).decode("utf-8", "replace")


def has_list(operation: Operation, response: Response) -> bool:
    """Whether a successful response has the list of items."""
    keys = operation.resource.list_path if operation.resource else ()
    value = json_value(response)
    return isinstance(value_at(value, keys), list) or (bool(keys) and isinstance(value_at(value, keys[:-1]), dict))


def paged_list(session: Session, operation: Operation) -> PagedList | None:
    """Return how the pages of a list are requested; ``None`` if the operation is not a list of several pages."""
    resource = operation.resource
    if operation.method != "GET" or resource is None or resource.role not in {"list", "search"}:
        return None
    query = [one for one in operation.parameters if one.location == "query"]
    size = _named(query, SIZES) or _named([one for one in query if _is_integer(one)], SHORT_SIZES)
    integers = [one for one in query if _is_integer(one)]
    turn = _named(integers, PAGES) or _named(query, OFFSETS) or _named(integers, SHORT_OFFSETS)
    cursor = _named([one for one in query if one is not turn], CURSORS | AFTER)
    if size is None and turn is None and cursor is None:
        return None
    return PagedList(session, operation, size, turn, cursor)


def _named(parameters: list[Parameter], names: frozenset[str]) -> Parameter | None:
    return next((one for one in parameters if plain(one.name) in names), None)


def _is_integer(parameter: Parameter) -> bool:
    node = core(parameter.schema).node if parameter.schema is not None else None
    return isinstance(node, dict) and "integer" in type_names(node)


def next_url(response: Response) -> str:
    """Return the URL of the next page in ``Link`` or the body; ``""`` if there is none."""
    found = _NEXT.search(response.header("link") or "")
    if found:
        return found[1]
    position = next_position(response)
    return position if isinstance(position, str) and position.startswith(("http://", "https://", "/", "?")) else ""


def next_position(response: Response) -> Any:
    """Return the position of the next page in the body, e.g. a cursor; ``None`` if there is none."""
    return _kind(json_value(response), "next", 0)


def page_value(response: Response, kind: str) -> Any:
    """Return a value of the page by its meaning, one of the values of :data:`KINDS`; ``None`` if missing."""
    return _kind(json_value(response), kind, 0)


def total_in(response: Response) -> Any:
    """Return the total number of items that a response names; ``None`` if there is none.

    ``count`` may also be the number of items on the page, except in the envelope of Django REST framework.
    """
    value = json_value(response)
    if isinstance(value, dict) and value.keys() == {"count", "next", "previous", "results"}:
        return value["count"]
    return page_value(response, "total")


def _kind(value: Any, kind: str, depth: int) -> Any:
    if not isinstance(value, dict) or depth > MAX_DEPTH:
        return None
    for name, below in value.items():
        if KINDS.get(plain(name)) == kind and not isinstance(below, dict | list):
            return below
    for name, below in value.items():
        if plain(name) in CONTAINERS or KINDS.get(plain(name)) == kind:
            inner = below.get("href") if isinstance(below, dict) and isinstance(below.get("href"), str) else None
            found = inner if KINDS.get(plain(name)) == kind and inner else _kind(below, kind, depth + 1)
            if found is not None:
                return found
    return None
