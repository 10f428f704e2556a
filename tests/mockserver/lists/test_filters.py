# ruff: noqa: E501 (one case per row)
"""Filters and search."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mockserver.lists.listing import INTEGER, STRING, array, listing, query

TIME = {"type": "string", "format": "date-time"}
DATE = {"type": "string", "format": "date"}
POST: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "title": STRING,
        "status": {"enum": ["open", "closed"]},
        "price": {"type": "number"},
        "tags": array(STRING),
        "author": {"type": "object", "properties": {"id": {"type": "integer"}, "name": STRING}},
        "blogId": {"type": "integer"},
        "draft": {"type": "boolean"},
        "created_at": TIME,
        "updated_at": TIME,
        "day": DATE,
    },
}
POSTS = [
    {"id": 1, "title": "Green tea", "status": "open", "price": 5, "tags": ["a", "b"], "author": {"id": 7, "name": "Ann"}, "blogId": 1, "draft": True, "created_at": "2024-01-01T00:00:00Z", "updated_at": "2024-06-01T00:00:00Z", "day": "2024-01-01"},
    {"id": 2, "title": "Black Coffee", "status": "closed", "price": 10.5, "tags": ["b"], "author": {"id": 8, "name": "Bob"}, "blogId": 2, "draft": False, "created_at": "2024-02-01T00:00:00+02:00", "updated_at": "2024-05-01T00:00:00Z", "day": "2024-02-01"},
    {"id": 3, "title": "Water", "status": "open", "price": 0, "tags": [], "created_at": "2024-03-01T12:00:00Z", "updated_at": "2024-04-01T00:00:00Z", "draft": False},
]  # fmt: skip
STATUS = {"enum": ["open", "closed"]}


@pytest.mark.parametrize(
    ("name", "schema", "sent", "ids"),
    [
        ("status", STATUS, "status=open", [1, 3]),
        ("filter[status]", STATUS, "filter[status]=closed", [2]),
        ("filter.status", STATUS, "filter.status=closed", [2]),
        ("status[]", array(STATUS), "status[]=closed&status[]=open", [1, 2, 3]),
        ("status", {"enum": ["open", "closed", "all"]}, "status=all", [1, 2, 3]),
        ("status", {"enum": ["open", "closed"], "default": "open"}, "", [1, 2, 3]),
        ("statuses", STRING, "statuses=closed,other", [2]),
        ("ids", array({"type": "integer"}), "ids=1&ids=3", [1, 3]),
        ("ids", STRING, "ids=3,1", [1, 3]),
        ("id", array({"type": "integer"}), "id=2", [2]),
        ("tags", array(STRING), "tags=a", [1]),
        ("tag", STRING, "tag=b", [1, 2]),
        ("author_id", {"type": "integer"}, "author_id=8", [2]),
        ("author.id", {"type": "integer"}, "author.id=7", [1]),
        ("author", {"type": "integer"}, "author=7", [1]),
        ("blog_id", STRING, "blog_id=2", [2]),
        ("draft", {"type": "boolean"}, "draft=false", [2, 3]),
        ("min_price", {"type": "number"}, "min_price=5", [1, 2]),
        ("price_max", {"type": "number"}, "price_max=5", [1, 3]),
        ("price_gt", {"type": "number"}, "price_gt=5", [2]),
        ("price[lte]", {"type": "number"}, "price[lte]=0", [3]),
        ("priceFrom", {"type": "number"}, "priceFrom=5", [1, 2]),
        ("created_after", TIME, "created_after=2024-01-31T22:00:00Z", [3]),
        ("created_since", TIME, "created_since=2024-01-31T22:00:00Z", [2, 3]),
        ("createdBefore", DATE, "createdBefore=2024-01-31", [1]),
        ("created_at_lt", TIME, "created_at_lt=2024-02-01T00:00:00%2B02:00", [1]),
        ("updated_since", TIME, "updated_since=2024-05-01T00:00:00Z", [1, 2]),
        ("since", TIME, "since=2025-01-01T00:00:00Z", [1, 2, 3]),
        ("day", DATE, "day=2024-02-01", [2]),
        ("title_contains", STRING, "title_contains=TEA", [1]),
        ("title__startswith", STRING, "title__startswith=w", [3]),
        ("status_ne", STRING, "status_ne=open", [2]),
        ("q", STRING, "q=coffee", [2]),
        ("search", STRING, "search=ann", [1]),
        ("query", {"enum": ["coffee"]}, "query=coffee", [1, 2, 3]),
        ("$filter", STRING, "$filter=status eq 'open'", [1, 3]),
        ("$filter", STRING, "$filter=price gt 5", [2]),
        ("$filter", STRING, "$filter=startswith(title, 'a') or price gt 5", [1, 2, 3]),
        ("color", STRING, "color=red", [1, 2, 3]),
        ("fields", STRING, "fields=title", [1, 2, 3]),
    ],
)  # fmt: skip
def test_a_filter(name: str, schema: Any, sent: str, ids: list[int]) -> None:
    made = listing(query(**{name: schema}), item=POST)
    assert made.ids(f"/things?{sent.replace(' ', '%20')}", POSTS) == ids


def test_a_lone_bound_applies_to_the_timestamp_that_its_description_names() -> None:
    parameter = {
        "name": "since",
        "in": "query",
        "schema": TIME,
        "description": "Only posts updated at or after this time",
    }
    made = listing([parameter], item=POST)
    assert made.ids("/things?since=2024-05-01T00:00:00Z", POSTS) == [1, 2]


def test_a_lone_bound_applies_to_the_only_timestamp() -> None:
    item = {"type": "object", "properties": {"id": {"type": "integer"}, "at": TIME}}
    rows = [{"id": 1, "at": "2024-01-01T00:00:00Z"}, {"id": 2, "at": "2024-01-02T00:00:00Z"}]
    made = listing(query(since=TIME, until=DATE), item=item)
    assert made.ids("/things?since=2024-01-02T00:00:00Z", rows) == [2]
    assert made.ids("/things?until=2024-01-01", rows) == [1]


def test_several_filters_must_all_match() -> None:
    made = listing(query(status=STATUS, min_price={"type": "number"}, q=STRING, limit=INTEGER), item=POST)
    assert made.ids("/things?status=open&min_price=1", POSTS) == [1]
    assert made.ids("/things?status=open&limit=1", POSTS) == [1]
    assert made.ids("/things?status=open&q=a&limit=5", POSTS) == [1, 3]


def test_an_object_parameter_has_bounds() -> None:
    schema = {"type": "object", "properties": {"gte": {"type": "integer"}, "lt": {"type": "integer"}}}
    made = listing([{"name": "price", "in": "query", "style": "deepObject", "schema": schema}], item=POST)
    assert made.ids("/things?price[gte]=1&price[lt]=10", POSTS) == [1]
