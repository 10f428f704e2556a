"""Response headers that describe a page: ``Link``, ``X-Total-Count``, ``Content-Range``, …."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from contracts.generation.json_encoding import encode_json
from contracts.spec.list_names import HEADER_PREFIXES, plain
from contracts.spec.model import Header
from mockserver.http.messages import RawHeader, printable
from mockserver.http.request import ABSENT
from mockserver.lists.page_values import TARGETS, Meaning, kind_of, mode_of
from mockserver.lists.page_view import NEXT, PREV, RELATIONS, SELF, PageView
from mockserver.lists.paging import PagingFields

Value = Callable[[PageView], list[Any]]


class PageHeaders:
    """The documented headers of a list that describe the page."""

    def __init__(self, headers: Iterable[Header], fields: PagingFields) -> None:
        self._headers = [(header, value) for header in headers if (value := _value_of(header, fields)) is not None]

    def __bool__(self) -> bool:
        return bool(self._headers)

    @property
    def has_links(self) -> bool:
        """Whether a header names the next page."""
        return any(plain(header.name) in {"link", "xnextcursor", "xnext"} for header, _ in self._headers)

    def __call__(self, view: PageView) -> tuple[tuple[RawHeader, ...], frozenset[bytes]]:
        """Return the headers for a page, and the names of optional headers that do not apply to it."""
        set_headers, omitted = [], []
        for header, values in self._headers:
            name, text = header.name.lower().encode("latin-1"), _text(header, values(view))
            if text is None:
                omitted.append(name)
            else:
                set_headers.append((name, printable(text)))
        return tuple(set_headers), frozenset(omitted)


def _value_of(header: Header, fields: PagingFields) -> Value | None:
    """Return the values of a header, or ``None`` if it does not describe the page."""
    named = plain(header.name)
    if named in _SPECIAL:
        return _SPECIAL[named]
    prefix = next((one for one in HEADER_PREFIXES if named.startswith(one)), "")
    kind = kind_of(named.removeprefix(prefix), header.schema) or kind_of(named.removeprefix("x"), header.schema)
    if not kind or not (prefix or named.startswith("total")):
        return None
    kind = {"count": "total", "size": "per_page", "from": "offset"}.get(kind, kind)
    mode = mode_of(named, header.schema, header.description, fields)
    return Meaning(kind, None, mode).values if kind in TARGETS else Meaning(kind, None).values


def _text(header: Header, values: list[Any]) -> str | None:
    """Return the first valid value as text, or ``None`` to omit the header."""
    for value in values:
        if value is None or value is ABSENT or isinstance(value, dict | list):
            if not header.required:
                return None
            continue
        if header.schema is None or header.schema.is_valid(value):
            return str(value).lower() if isinstance(value, bool) else str(value)
    return "" if header.required else None


def _link(view: PageView) -> list[Any]:
    """Return the ``Link`` header (RFC 8288); without other pages, only for a required header: a link to itself."""
    if len(view.page.rows) <= view.end - view.start and not view.start:
        return [None, f'<{view.links(SELF)[0]}>; rel="self"']
    known = [name for name in RELATIONS if name in view.starts]
    return [", ".join(f'<{view.links(name)[0]}>; rel="{name}"' for name in known)]


def _range(view: PageView) -> list[Any]:
    """Return the values of ``Content-Range`` (RFC 9110, section 14.4); the range of an empty page is ``*``."""
    rows = f"{view.start}-{view.end - 1}" if view.start < view.end else "*"
    return [f"items {rows}/{view.total}", f"{rows}/{view.total}"]


def _json(view: PageView) -> list[Any]:
    """Return the JSON of ``X-Pagination``."""
    value = {
        "totalCount": view.total, "pageSize": view.size, "currentPage": view.page.number, "totalPages": view.pages,
        "hasNext": NEXT in view.starts, "hasPrevious": PREV in view.starts,
    }  # fmt: skip
    return [encode_json(value).decode()]


_SPECIAL: dict[str, Value] = {"link": _link, "links": _link, "contentrange": _range, "xpagination": _json}
