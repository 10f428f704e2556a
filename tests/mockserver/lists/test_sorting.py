"""The order of items."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mockserver.lists.listing import STRING, array, listing, query

TIME = {"type": "string", "format": "date-time"}
FILM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "title": STRING,
        "year": {"type": "integer"},
        "created_at": TIME,
        "studio": {"type": "object", "properties": {"name": STRING}},
        "any": True,
    },
}
FILMS: list[dict[str, Any]] = [
    {"id": 1, "title": "B", "year": 1999, "created_at": "2024-01-01T00:00:00Z", "studio": {"name": "y"}, "any": 3},
    {
        "id": 2,
        "title": "A",
        "year": 2010,
        "created_at": "2024-01-01T00:00:00+02:00",
        "studio": {"name": "x"},
        "any": "x",
    },
    {"id": 3, "title": "B", "year": 200, "created_at": "2023-01-01T00:00:00Z", "any": None},
    {"id": 4, "year": 1999, "any": [1], "studio": {"name": "z"}},
]
ORDER = {"enum": ["asc", "desc"]}


@pytest.mark.parametrize(
    ("parameters", "sent", "ids"),
    [
        (query(sort=STRING), "sort=title", [2, 1, 3, 4]),
        (query(sort=STRING), "sort=-title", [1, 3, 2, 4]),
        (query(sort=STRING), "sort=%2Byear", [3, 1, 4, 2]),
        (query(sort=STRING), "sort=+year", [3, 1, 4, 2]),
        (query(sort=STRING), "sort=-year,title", [2, 1, 4, 3]),
        (query(sort=STRING), "sort=title:desc", [1, 3, 2, 4]),
        (query(sort=STRING), "sort=title,desc", [1, 3, 2, 4]),
        (query(sort=STRING), "sort=title_desc", [1, 3, 2, 4]),
        (query(sort=STRING), "sort=titleDesc", [1, 3, 2, 4]),
        (query(sort=STRING), "sort=desc(title)", [1, 3, 2, 4]),
        (query(sort=STRING), "sort=created", [3, 2, 1, 4]),
        (query(sort=STRING), "sort=newest", [1, 2, 3, 4]),
        (query(sort=STRING), "sort=studio.name", [2, 1, 4, 3]),
        (query(sort=STRING), "sort=color", [1, 2, 3, 4]),
        (query(sort=STRING), "sort=any", [1, 4, 2, 3]),
        (query(sort=array(STRING)), "sort=year,desc&sort=title,asc", [2, 1, 4, 3]),
        (query(sort={"enum": ["title", "-title"], "default": "-title"}), "", [1, 3, 2, 4]),
        (query(sort_by=STRING, order=ORDER), "sort_by=year&order=desc", [2, 1, 4, 3]),
        (query(sortBy=STRING, sortOrder=ORDER), "sortBy=year&sortOrder=asc", [3, 1, 4, 2]),
        (query(sort=STRING, direction=ORDER), "sort=title&direction=desc", [1, 3, 2, 4]),
        (query(order=ORDER), "order=desc", [1, 2, 3, 4]),
        (query(order=ORDER), "order=asc", [3, 2, 1, 4]),
        (query(sort=ORDER), "sort=asc", [3, 2, 1, 4]),
        (query(order=STRING), "order=-title", [1, 3, 2, 4]),
        (query(**{"$orderby": STRING}), "$orderby=year desc, title asc", [2, 1, 4, 3]),
        (query(ordering=STRING), "ordering=-created_at", [1, 2, 3, 4]),
    ],
)
def test_the_order_of_items(parameters: list[dict[str, Any]], sent: str, ids: list[int]) -> None:
    made = listing(parameters, item=FILM)
    assert made.ids(f"/things?{sent.replace(' ', '%20')}", FILMS) == ids
