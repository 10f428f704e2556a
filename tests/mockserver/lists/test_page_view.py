"""Links to other pages."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.lists.items import Listed
from mockserver.lists.list_response import ListBody
from tests.mockserver.kit import make_request
from tests.mockserver.lists.listing import INTEGER, NULLABLE, body, listing, query, things

LISTED = [Listed(str(item["id"]), item) for item in things(5)]


def next_link(target: str, headers: dict[str, str], **scope: Any) -> str:
    made = listing(query(page=INTEGER, limit=INTEGER), body(next=NULLABLE))
    request = make_request(target, headers, template="/things")
    request.scope |= scope
    made.stages.values(request)
    found = made.made(request, LISTED, lambda one: one.item, "key")
    assert isinstance(found, ListBody)
    return str(found.value["next"])


@pytest.mark.parametrize(
    ("headers", "scope", "origin"),
    [
        ({"host": "mock.test"}, {}, "http://mock.test"),
        ({"host": "[::1]:80"}, {"scheme": "https"}, "https://[::1]:80"),
        ({}, {}, "http://127.0.0.1:80"),
        ({}, {"server": ("::1", 8000)}, "http://[::1]:8000"),
        ({}, {"server": ("/run/mock.sock", None)}, ""),
        ({}, {"server": None}, ""),
        ({"host": "evil>; rel=next"}, {}, ""),
        ({"host": "a/b@c"}, {}, ""),
    ],
)
def test_the_origin_of_links(headers: dict[str, str], scope: dict[str, Any], origin: str) -> None:
    assert next_link("/things?limit=2", headers, **scope) == f"{origin}/things?limit=2&page=2"


def test_links_contain_the_mount_point() -> None:
    assert (
        next_link("/things?limit=2", {"host": "x"}, root_path="/the api/") == "http://x/the%20api/things?limit=2&page=2"
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("limit=2&page=1", "limit=2"),
        ("limit=2&p%61ge=1", "limit=2"),
        ('limit=2&q="<x>%zz', "limit=2&q=%22%3Cx%3E%25zz"),
        ("limit=2&a=1&a=2&&b", "limit=2&a=1&a=2&b"),
    ],
)
def test_links_keep_the_query(sent: str, kept: str) -> None:
    assert next_link(f"/things?{sent}", {"host": "x"}) == f"http://x/things?{kept}&page=2"
