"""What a response says about a page: numbers, and the pages before and after it as links, cursors or numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

from mockserver.http.request import RequestContext, decode
from mockserver.lists.paging import CURSOR, OFFSET, PAGE, Page, Paging

NEXT, PREV, FIRST, LAST, SELF = "next", "prev", "first", "last", "self"
RELATIONS = (FIRST, PREV, NEXT, LAST)

_HOST = re.compile(r"[A-Za-z0-9._~-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_SAFE = "%!$'()*+,;:@/?-._~="


class PageView:
    """A page of a request."""

    def __init__(self, request: RequestContext, page: Page, paging: Paging) -> None:
        self._request, self._paging = request, paging
        self.page = page
        self.total, self.size, self.start, self.end = len(page.rows), page.size, page.start, page.end

    @property
    def offset(self) -> int:
        """The offset of the first item, as the operation counts."""
        return self.start + self._paging.fields.first_offset

    @property
    def pages(self) -> int:
        """The number of pages."""
        return -(-self.total // self.size) if self.size else 0

    @cached_property
    def starts(self) -> Mapping[str, int]:
        """The indexes at which the neighboring pages begin, by relation; a page that does not exist is missing."""
        starts = {FIRST: 0, SELF: self.start, LAST: max(0, self.total - 1) // self.size * self.size if self.size else 0}
        if self.end < self.total and self.size:
            starts[NEXT] = self.end
        if self.start > 0 and self.size:
            starts[PREV] = max(0, self.start - self.size)
        if self.page.style == PAGE and PREV in starts:
            starts[PREV] = min(starts[LAST], (self.start - 1) // self.size * self.size)
        return starts

    def number(self, relation: str) -> int | None:
        """Return the number of a neighboring page, or ``None``."""
        start = self.starts.get(relation)
        return self._paging.number_of(start, self.size) if start is not None else None

    def offset_of(self, relation: str) -> int | None:
        """Return the offset of a neighboring page, or ``None``."""
        start = self.starts.get(relation)
        return start + self._paging.fields.first_offset if start is not None else None

    def cursors(self, relation: str) -> list[Any]:
        """Return the cursor of a neighboring page in several forms; empty if the page does not exist."""
        start, cursors = self.starts.get(relation), self._paging.cursors
        if start is None or cursors is None:
            return []
        if relation == PREV and self._paging.fields.before is not None:
            return cursors.values(self.page.rows, self.start, forward=False)
        return cursors.values(self.page.rows, start)

    def edge(self, *, is_end: bool) -> list[Any]:
        """Return the cursor of the first or last item of the page, also if there is no further page."""
        cursors = self._paging.cursors
        if cursors is None or self.start == self.end:
            return []
        return cursors.values(self.page.rows, self.end if is_end else self.start, forward=is_end)

    def links(self, relation: str) -> list[str]:
        """Return the absolute and the relative URL of a neighboring page; empty if the page does not exist."""
        if relation not in self.starts:
            return []
        if relation == SELF:
            return self._urls(self._request.scope["query_string"].decode("latin-1"))
        dropped = {field.name for field in self._paging.fields.positions}
        raw = self._request.scope["query_string"].decode("latin-1").split("&")
        kept = [
            part for part in raw if part and decode(part.partition("=")[0], plus=True, errors="replace") not in dropped
        ]
        position = self._position(relation)
        return self._urls("&".join([*kept, *([position] if position else [])]))

    def _position(self, relation: str) -> str:
        """Return the part of the query that selects a neighboring page."""
        fields, value, name = self._paging.fields, None, ""
        if self.page.style == PAGE and fields.page is not None:
            name, value = fields.page.name, self.number(relation)
        elif self.page.style == OFFSET and fields.offset is not None:
            name, value = fields.offset.name, self.offset_of(relation)
        elif self.page.style == CURSOR and relation != FIRST:
            backward = relation == PREV and fields.before is not None
            field = fields.before if backward else fields.after
            name = field.name if field is not None else ""
            value = next((one for one in self.cursors(relation) if field is not None and field.accepts(one)), None)
        return f"{quote(name, safe='$')}={quote(str(value), safe='')}" if value is not None and name else ""

    def _urls(self, query: str) -> list[str]:
        path = quote((self._request.scope.get("root_path") or "").rstrip("/")) + self._request.path
        relative = path + (f"?{query}" if query else "")
        relative = quote(_BROKEN_ESCAPE.sub("%25", relative), safe=_SAFE + "&")
        origin = self._origin()
        return [origin + relative, relative] if origin else [relative]

    def _origin(self) -> str:
        """Return scheme and host of the request; ``""`` if the ``Host`` header is not a host."""
        host = self._request.headers.get("host", "")
        if not host and self._request.scope.get("server"):
            name, port = self._request.scope["server"][:2]
            host = f"[{name}]:{port}" if ":" in str(name) else f"{name}:{port}" if port else str(name)
        return f"{self._request.scope.get('scheme', 'http')}://{host}" if _HOST.fullmatch(host) else ""
