"""Which items a page has: by page number, offset or cursor, and by page size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from contracts.failures import FailureKind
from contracts.spec.list_names import AFTER, BEFORE, CURSORS, OFFSETS, PAGES, SHORT_OFFSETS, SHORT_SIZES, SIZES
from mockserver.http.messages import Failure
from mockserver.http.request import ABSENT, RequestContext
from mockserver.lists.cursors import Cursors
from mockserver.lists.items import ItemProperties, Listed
from mockserver.lists.query_fields import QueryField, integer_of

DEFAULT_SIZE = 20

LONGEST = 1000
"""Maximum size of a page without a size in the request, if only the size, but not the position, has a parameter."""

CURSOR, PAGE, OFFSET = "cursor", "page", "offset"
"""Styles of paging."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list.

    :param rows: all items that the filters select, in order.
    :param start: index of the first item of the page; ``end`` is the index after the last.
    :param size: maximum number of items of a page.
    :param number: the page number, counted as the operation counts pages.
    :param style: ``cursor``, ``page`` or ``offset``; ``""`` if the operation has no parameter for the position.
    """

    rows: Sequence[Listed]
    start: int
    end: int
    size: int
    number: int = 0
    style: str = ""

    @property
    def items(self) -> Sequence[Listed]:
        """The items of the page."""
        return self.rows[self.start : self.end]


@dataclass(frozen=True)
class PagingFields:
    """The query parameters for pages.

    :param first_page: the number of the first page.
    :param first_offset: the offset of the first item: 0, or 1 for a ``startIndex`` that counts from 1.
    """

    size: QueryField | None = None
    page: QueryField | None = None
    offset: QueryField | None = None
    after: QueryField | None = None
    before: QueryField | None = None
    first_page: int = 1
    first_offset: int = 0

    @property
    def positions(self) -> tuple[QueryField, ...]:
        """The parameters for the position."""
        return tuple(one for one in (self.page, self.offset, self.after, self.before) if one is not None)

    @property
    def all(self) -> tuple[QueryField, ...]:
        """All parameters."""
        return (*self.positions, *([self.size] if self.size is not None else []))

    @property
    def style(self) -> str:
        """The style of a request without a position."""
        return CURSOR if self.after or self.before else PAGE if self.page else OFFSET if self.offset else ""


def paging_fields(fields: Iterable[QueryField], properties: ItemProperties, *, counts_from_zero: bool) -> PagingFields:
    """Return the parameters for pages among the values in a query.

    :param counts_from_zero: whether pages count from 0 if the parameter does not say otherwise.
    """
    fields = [one for one in fields if not one.is_time]

    def first(names: frozenset[str], accepts: Callable[[QueryField], bool] = lambda _: True) -> QueryField | None:
        return next((one for one in fields if one.plain in names and accepts(one)), None)

    page = first(PAGES)
    is_range = any(one.plain in {"end", "to"} for one in fields)
    offset = first(OFFSETS) or first(frozenset() if is_range else SHORT_OFFSETS, _is_integer)
    after, before = first(CURSORS) or first(AFTER), first(BEFORE)
    has_position = bool(page or offset or after)
    size = first(SIZES, lambda one: one.may_be_integer or one.is_free_text)
    size = size or first(SHORT_SIZES, lambda one: _is_size(one, properties, has_position=has_position))
    number = _first_number(page, default=0 if counts_from_zero else 1)
    return PagingFields(size, page, offset, after, before, number, _first_number(offset, default=0))


def _is_integer(field: QueryField) -> bool:
    return bool(field.types & {"integer", "number"})


def _is_size(field: QueryField, properties: ItemProperties, *, has_position: bool) -> bool:
    """Whether a parameter such as ``size`` is a page size, not a filter by a property of the same name."""
    return field.may_be_integer and (has_position or properties.find(field.name) is None)


def _first_number(field: QueryField | None, *, default: int) -> int:
    """Return the first page number or offset: 0 or 1, by the default, the minimum or the description."""
    if field is None:
        return default
    for keyword in ("default", "minimum"):
        if field.node.get(keyword) in (0, 1) and not isinstance(field.node.get(keyword), bool):
            return int(field.node[keyword])
    text = field.description.lower()
    if any(hint in text for hint in ("0-based", "zero-based", "zero based", "(0..n)", "starts at 0", "starting at 0")):
        return 0
    return 1 if any(hint in text for hint in ("1-based", "one-based")) else default


class Paging:
    """Selects the page of a request.

    :param cursors: ``None`` if the operation has no parameter for a cursor.
    :param max_items: maximum number of items in the array, or ``None``.
    :param refuses: whether a cursor that was never issued is an error; otherwise its page is empty.
    """

    def __init__(self, fields: PagingFields, cursors: Cursors | None, *, max_items: int | None, refuses: bool) -> None:
        self.fields, self.cursors = fields, cursors
        self._max_items, self._refuses = max_items, refuses
        self._default_size = _default_size(fields)

    def __call__(self, request: RequestContext, rows: Sequence[Listed]) -> Page | Failure:
        """Return the page that a request asks for; a failure if its cursor was never issued."""
        size = self._size(request, len(rows))
        for field, forward in ((self.fields.after, True), (self.fields.before, False)):
            value = field.sent(request) if field is not None else ABSENT
            if field is not None and value is not ABSENT:
                found = self._by_cursor(field, value, rows, size, forward=forward)
                return found if isinstance(found, Failure) else self._numbered(found, CURSOR)
        if self.fields.offset is not None and (start := integer_of(self.fields.offset.sent(request))) is not None:
            return self._numbered(_page(rows, start - self.fields.first_offset, size), OFFSET)
        if self.fields.page is not None and (number := integer_of(self.fields.page.sent(request))) is not None:
            number = max(number, self.fields.first_page)
            found = _page(rows, (number - self.fields.first_page) * size, size)
            return replace(found, number=number, style=PAGE)
        return self._numbered(_page(rows, 0, size), self.fields.style)

    def _size(self, request: RequestContext, total: int) -> int:
        size = self.fields.size.integer(request) if self.fields.size is not None else None
        if size is None:
            size = self._default_size or (total if self.fields.size is None else min(total, LONGEST))
        return size if self._max_items is None else min(size, self._max_items)

    def _by_cursor(
        self, field: QueryField, value: object, rows: Sequence[Listed], size: int, *, forward: bool
    ) -> Page | Failure:
        position = self.cursors.position(value, rows, forward=forward) if self.cursors is not None else None
        if position is None:
            detail = "this cursor was not issued by this operation; use one from the previous page"
            refusal = Failure(
                FailureKind.INVALID_PARAMETER, detail, f"query/{field.owner or field.name}", sent=str(value)
            )
            return refusal if self._refuses else _page(rows, len(rows), size)
        if forward:
            return _page(rows, position, size)
        return Page(rows, max(0, position - size), position, size)

    def _numbered(self, page: Page, style: str) -> Page:
        return replace(page, number=self.number_of(page.start, page.size), style=style)

    def number_of(self, start: int, size: int) -> int:
        """Return the number of the page that begins at an index."""
        return self.fields.first_page + (start // size if size else 0)


def _page(rows: Sequence[Listed], start: int, size: int) -> Page:
    start = min(max(start, 0), len(rows))
    return Page(rows, start, min(start + size, len(rows)), size)


def _default_size(fields: PagingFields) -> int:
    """Return the page size of a request without one; 0 for all items, as no parameter leads to further pages."""
    node = fields.size.node if fields.size is not None else {}
    least, most = integer_of(node.get("minimum")) or 1, integer_of(node.get("maximum")) or DEFAULT_SIZE
    return max(least, min(DEFAULT_SIZE, most)) if fields.positions else 0
