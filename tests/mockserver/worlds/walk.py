"""Follows the pagination of a list from a first page to the last one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
        response = get(target)
        assert response.status == 200, f"{target}: expected status 200, got {response.status}"
        page = at_pointer(response.json, pages["items"])
        assert isinstance(page, list), f"{target}: no array at {pages['items']!r}"
        assert len(page) <= pages.get("at_most", len(page)), f"{target}: {len(page)} items on a page"
        items += page
        totals += [_value(response, pages["total"])] if "total" in pages else []
        following = _following(response, target, page, pages)
        if not following:
            break
        target = following
    else:
        raise AssertionError(f"no last page after {MOST_PAGES} pages")
    _check_ids(items, pages.get("id", "/id"))
    assert all(str(total) == str(len(items)) for total in totals), f"{len(items)} items, but totals of {totals}"
    return items


def _check_ids(items: list[Any], pointer: str) -> None:
    ids = [at_pointer(item, pointer) for item in items]
    assert MISSING not in ids and None not in ids, f"an item without {pointer}"
    assert len(set(ids)) == len(ids), f"an item came twice: {ids}"


def _value(response: Response, name: str) -> Any:
    return at_pointer(response.json, name) if name.startswith("/") else response.header(name)


def _following(response: Response, target: str, page: list[Any], pages: Mapping[str, Any]) -> str:
    """Return the target of the next page, or ``""`` on the last one."""
    declared = _declared(response, pages)
    way = pages["next"]
    if isinstance(way, Mapping):
        ((parameter, step),) = way.items()
        following = _by_parameter(response, target, page, pages, parameter, step)
        if declared is None:
            return following if page or str(step).startswith("/") else ""
    else:
        url = _link(response) if way == "link" else at_pointer(response.json, way)
        following = local_target(url) if url not in {MISSING, None, ""} else ""
    if declared is None:
        return following
    assert following or not declared, f"{target}: more items are announced, but there is no next page"
    return following if declared else ""


def _declared(response: Response, pages: Mapping[str, Any]) -> bool | None:
    """Return whether the page says that more follow, or ``None`` if it has no such property."""
    for name in ("more", "last"):
        if name in pages:
            value = at_pointer(response.json, pages[name])
            assert isinstance(value, bool), f"no boolean at {pages[name]}"
            return value is (name == "more")
    return None


def _by_parameter(
    response: Response, target: str, page: list[Any], pages: Mapping[str, Any], parameter: str, step: Any
) -> str:
    path, _, query = target.partition("?")
    values = dict(parse_qsl(query, keep_blank_values=True))
    if isinstance(step, int):
        value: Any = int(values[parameter]) + step
    elif step == "id":
        value = at_pointer(page[-1], pages.get("id", "/id")) if page else None
    else:
        value = at_pointer(response.json, step)
    if value in {MISSING, None, ""}:
        return ""
    return f"{path}?{urlencode({**values, parameter: str(value)})}"


def _link(response: Response) -> str | None:
    found = _LINK.search(response.header("link") or "")
    return found[1] if found else None
