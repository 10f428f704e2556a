# ruff: noqa: E501 (one row per style)
"""Walking a list from page to page visits each item once, whatever the style of paging."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.spec.keys import value_at
from mockserver.lists.list_response import ListBody
from tests.mockserver.lists.listing import (
    INTEGER,
    NULLABLE,
    STRING,
    THING,
    Listing,
    array,
    body,
    listing,
    query,
    things,
)

URI = {"type": "string", "format": "uri"}
HREF = {"type": "object", "required": ["href"], "properties": {"href": URI}}
TARGET = "http://mock.test:8000"

Next = Callable[[ListBody, str, int], str | None]
"""Returns the target of the next page for a response, its target and the limit; ``None`` at the end."""


def by(name: str, *keys: str) -> Next:
    """Pass the value at these keys of the body as a parameter."""

    def follow(found: ListBody, target: str, _limit: int) -> str | None:
        value = value_at(found.value, keys)
        separator = "&" if "?" in target else "?"
        kept = re.sub(rf"[?&]{re.escape(quote(name))}=[^&]*", "", target)
        return f"{kept}{separator}{quote(name)}={quote(str(value), safe='')}" if value not in (None, "", 0) else None

    return follow


def link(*keys: str) -> Next:
    """Follow the URL at these keys of the body."""

    def follow(found: ListBody, _target: str, _limit: int) -> str | None:
        value = value_at(found.value, keys)
        assert not value or value.startswith(TARGET), value
        return value.removeprefix(TARGET) if value else None

    return follow


def link_header(found: ListBody, _target: str, _limit: int) -> str | None:
    text = dict(found.headers).get(b"link", b"").decode()
    match = re.search(r'<([^>]*)>; rel="next"', text)
    return match[1].removeprefix(TARGET) if match else None


def last_id(found: ListBody, target: str, _limit: int) -> str | None:
    rows = found.value["data"]
    return f"{target.partition('&')[0]}&starting_after={rows[-1]['id']}" if found.value["has_more"] else None


def counted(name: str, first: int, *, by_limit: bool) -> Next:
    """Count pages or offsets up to the first page without items."""

    def follow(found: ListBody, target: str, limit: int) -> str | None:
        start, _, value = target.partition(f"&{name}=")
        step = limit if by_limit else 1
        return f"{start}&{name}={int(value or first) + step}" if found.value["items"] else None

    return follow


UUID = {"type": "string", "format": "uuid"}
STYLES: dict[str, tuple[Listing, str, Next]] = {
    name: (listing(parameters, envelope, headers=headers), size, follow)
    for name, parameters, envelope, headers, size, follow in [
        ("page", query(page=INTEGER, per_page={}), body(total={"type": "integer"}), {}, "per_page", counted("page", 1, by_limit=False)),
        ("zero-based page", query(page={"type": "integer", "minimum": 0}, size=INTEGER), body(), {}, "size", counted("page", 0, by_limit=False)),
        ("offset", query(offset={"type": "integer"}, limit=INTEGER), body(), {}, "limit", counted("offset", 0, by_limit=True)),
        ("start index", query(startIndex={"type": "integer", "minimum": 1}, count=INTEGER), body(), {}, "count", counted("startIndex", 1, by_limit=True)),
        ("next page", query(page=INTEGER, per_page=INTEGER), body(next_page={"type": ["integer", "null"]}), {}, "per_page", by("page", "next_page")),
        ("cursor", query(cursor=STRING, limit=INTEGER), body(next_cursor=NULLABLE), {}, "limit", by("cursor", "next_cursor")),
        ("token", query(pageToken=STRING, maxResults=INTEGER), body(nextPageToken=STRING), {}, "maxResults", by("pageToken", "nextPageToken")),
        ("short cursor", query(cursor={"type": "string", "maxLength": 9}, limit=INTEGER), body(next=NULLABLE), {}, "limit", by("cursor", "next")),
        ("uuid cursor", query(cursor=UUID, limit=INTEGER), body(next_cursor={"type": ["string", "null"], "format": "uuid"}), {}, "limit", by("cursor", "next_cursor")),
        ("integer cursor", query(cursor={"type": "integer"}, limit=INTEGER), body(next_cursor={"type": "integer"}), {}, "limit", by("cursor", "next_cursor")),
        ("pattern", query(cursor={"type": "string", "pattern": "^[0-9]+$"}, limit=INTEGER), body(next_cursor=NULLABLE), {}, "limit", by("cursor", "next_cursor")),
        ("item id", query(limit=INTEGER, starting_after=STRING), body(at="data", has_more={"type": "boolean"}), {}, "limit", last_id),
        ("container", query(after=STRING, limit=INTEGER), body(paging={"type": "object", "properties": {"next": {"type": "object", "required": ["after"], "properties": {"after": STRING, "link": STRING}}}}), {}, "limit", by("after", "paging", "next", "after")),
        ("relay", query(after=STRING, first=INTEGER), body(pageInfo={"type": "object", "required": ["endCursor", "hasNextPage"], "properties": {"endCursor": NULLABLE, "hasNextPage": {"type": "boolean"}}}), {}, "first", lambda found, target, limit: by("after", "pageInfo", "endCursor")(found, target, limit) if found.value["pageInfo"]["hasNextPage"] else None),
        ("django", query(page=INTEGER, page_size=INTEGER), body(at="results", count={"type": "integer"}, next=NULLABLE, previous=NULLABLE), {}, "page_size", link("next")),
        ("hal", query(page={"type": "integer"}, size=INTEGER), body(_links={"type": "object", "properties": {"self": HREF, "next": HREF, "prev": HREF}}), {}, "size", link("_links", "next", "href")),
        ("json:api", query(**{"page[number]": INTEGER, "page[size]": INTEGER}), body(at="data", links={"type": "object", "properties": {"next": URI}}), {}, "page[size]", link("links", "next")),
        ("deep object", [{"name": "page", "in": "query", "style": "deepObject", "schema": {"type": "object", "properties": {"after": STRING, "size": INTEGER}}}], body(at="data", links={"type": "object", "properties": {"next": NULLABLE}}), {}, "page[size]", link("links", "next")),
        ("odata", query(**{"$top": INTEGER, "$skip": {"type": "integer", "minimum": 0}}), body(at="value") | {"properties": {"value": array(THING), "@odata.nextLink": STRING}, "required": ["value"]}, {}, "$top", link("@odata.nextLink")),
        ("undocumented position", query(limit=INTEGER), body(next=URI) | {"required": ["items"]}, {}, "limit", link("next")),
        ("link header", query(page=INTEGER, per_page=INTEGER), array(THING), {"Link": STRING}, "per_page", link_header),
        ("link header with cursor", query(cursor=STRING, limit=INTEGER), array(THING), {"Link": STRING}, "limit", link_header),
    ]
}  # fmt: skip


def walk(style: str, items: list[dict[str, Any]], limit: int) -> list[list[Any]]:
    """The ids on each page."""
    made, size, follow = STYLES[style]
    target: str | None = f"/things?{quote(size, safe='$')}={limit}"
    pages = []
    while target is not None:
        assert len(pages) <= len(items) + 2, "the walk does not end"
        pages.append(made.ids(target, items))
        found = made.get(target, items)
        assert isinstance(found, ListBody)
        target = follow(found, target, limit)
    return pages


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=15, deadline=None)
@given(number=st.integers(0, 12), limit=st.integers(1, 5))
def test_each_item_is_visited_once(style: str, number: int, limit: int) -> None:
    items = things(number)
    pages = walk(style, items, limit)
    assert [one for page in pages for one in page] == [item["id"] for item in items]
    assert all(len(page) <= limit for page in pages)


@pytest.mark.parametrize("style", ["cursor", "token", "uuid cursor", "item id", "link header with cursor", "relay"])
def test_deleted_and_created_items_shift_no_page(style: str) -> None:
    made, size, follow = STYLES[style]
    first = made.get(target := f"/things?{size}=2", things(6))
    assert isinstance(first, ListBody)
    following = follow(first, target, 2)
    assert following is not None
    changed = [{"id": 100}, *things(6)[1:]]
    assert made.ids(following, changed) == [3, 4]
    assert made.ids(following, [item for item in things(6) if item["id"] != 2]) == [3, 4]
    assert made.ids(following, things(6)[2:]) == [3, 4]


def test_the_previous_page_has_the_items_before() -> None:
    links = {"type": "object", "properties": {"next": URI, "prev": URI, "first": URI, "last": URI}}
    for parameters in (query(page=INTEGER, limit=INTEGER), query(cursor=STRING, limit=INTEGER), query(offset={}, limit={}), query(after=STRING, before=STRING, limit=INTEGER)):  # fmt: skip
        made = listing(parameters, body(links=links))
        last = made.value("/things?limit=2", things(5))["links"]["last"].removeprefix(TARGET)
        assert made.ids(last, things(5)) == [5]
        shown = made.value(last, things(5))["links"]
        assert "next" not in shown
        assert made.ids(shown["prev"].removeprefix(TARGET), things(5)) == [3, 4]
        assert made.ids(shown["first"].removeprefix(TARGET), things(5)) == [1, 2]
        assert "prev" not in made.value(shown["first"].removeprefix(TARGET), things(5))["links"]
