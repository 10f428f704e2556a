"""Follows the pagination of a list from a first page to the last one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from contracts.messages import Response
from tests.mockserver.worlds.saved import MISSING, at_pointer, local_target

MOST_PAGES = 200
"""Number of pages after which a walk fails."""

_LINK = re.compile(r'<([^>]*)>\s*;[^,]*?rel="?next"?')

Get = Callable[[str], Response]


def walk(get: Get, target: str, pages: Mapping[str, Any]) -> list[Any]:
    """Return the items of all pages.

    :param get: sends a GET request to path and query.
    :param pages: the key ``pages`` of a step.
    :raises AssertionError: if the pages contradict each other, an item comes twice, or there is no last page.
    """
    items: list[Any] = []
    totals: list[Any] = []
    for _ in range(MOST_PAGES):
        page = Page(get(target), target, pages)
        items += page.items()
        totals += page.total()
        target = page.next_target()
        if not target:
            break
    else:
        raise AssertionError(f"no last page after {MOST_PAGES} pages")
    _check_ids(items, pages.get("id", "/id"))
    assert all(str(total) == str(len(items)) for total in totals), f"{len(items)} items, but totals of {totals}"
    return items


def _check_ids(items: list[Any], pointer: str) -> None:
    ids = [at_pointer(item, pointer) for item in items]
    assert not any(_is_empty(one) for one in ids), f"an item without {pointer}"
    assert len(set(ids)) == len(ids), f"an item came twice: {ids}"


def _is_empty(value: Any) -> bool:
    return value is MISSING or value is None or value == ""


@dataclass(frozen=True)
class Page:
    """The response to a request for a page.

    :param pages: the key ``pages`` of the step.
    """

    response: Response
    target: str
    pages: Mapping[str, Any]

    def items(self) -> list[Any]:
        """Return the items of the page."""
        assert self.response.status == 200, f"{self.target}: expected status 200, got {self.response.status}"
        items = self._at(self.pages["items"])
        assert isinstance(items, list), f"{self.target}: no array at {self.pages['items']!r}"
        assert len(items) <= self.pages.get("at_most", len(items)), f"{self.target}: {len(items)} items on a page"
        return items

    def total(self) -> list[Any]:
        """Return the number of all items, if the page has one."""
        name = self.pages.get("total")
        if name is None:
            return []
        return [self._at(name) if name.startswith("/") else self.response.header(name)]

    def next_target(self) -> str:
        """Return path and query of the next page; ``""`` on the last one."""
        following, more = self._following(), self._has_more()
        if more is None:
            return following
        assert following or not more, f"{self.target}: more items are announced, but there is no next page"
        return following if more else ""

    def _has_more(self) -> bool | None:
        """Return whether the page says that more items follow, or ``None`` if it does not say anything."""
        for name in ("more", "last"):
            if name in self.pages:
                value = self._at(self.pages[name])
                assert isinstance(value, bool), f"no boolean at {self.pages[name]}"
                return value is (name == "more")
        return None

    def _following(self) -> str:
        way = self.pages["next"]
        if isinstance(way, Mapping):
            ((parameter, step),) = way.items()
            return self._by_parameter(parameter, step)
        url = self._link() if way == "link" else self._at(way)
        return "" if _is_empty(url) else local_target(str(url))

    def _by_parameter(self, parameter: str, step: Any) -> str:
        path, _, query = self.target.partition("?")
        values = dict(parse_qsl(query, keep_blank_values=True))
        value = self._parameter_value(values.get(parameter), step)
        return "" if _is_empty(value) else f"{path}?{urlencode({**values, parameter: str(value)})}"

    def _parameter_value(self, current: str | None, step: Any) -> Any:
        items = self.items()
        if isinstance(step, int):
            assert current is not None, f"{self.target}: the first request needs the parameter that is counted"
            return int(current) + step if items else None
        if step == "id":
            return at_pointer(items[-1], self.pages.get("id", "/id")) if items else None
        return self._at(step)

    def _link(self) -> str | None:
        found = _LINK.search(self.response.header("link") or "")
        return found[1] if found else None

    def _at(self, pointer: str) -> Any:
        return at_pointer(self.response.json, pointer)
