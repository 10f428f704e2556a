# ruff: noqa: E501 (one case per row)
"""Values of envelopes and headers that describe a page."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.failures import FailureKind
from mockserver.http.messages import Failure
from mockserver.lists.list_response import ListBody
from tests.mockserver.lists.listing import INTEGER, NULLABLE, STRING, array, body, listing, query, things

COUNT = {"type": "integer"}
FLAG = {"type": "boolean"}
PAGES = query(page=INTEGER, per_page=INTEGER)
OFFSETS = query(offset={"type": "integer", "minimum": 0}, limit=INTEGER)
CURSORS = query(cursor=STRING, limit=INTEGER)
ANY_URL = "http://mock.test:8000/things"


def values(parameters: list[dict[str, Any]], sent: str, rows: int = 5, **properties: Any) -> dict[str, Any]:
    found = listing(parameters, body(**properties)).value(f"/things?{sent}", things(rows))
    return {name: value for name, value in found.items() if name != "items"}


@pytest.mark.parametrize(
    ("parameters", "sent", "properties", "expected"),
    [
        (PAGES, "page=2&per_page=2", {"total": COUNT, "page": COUNT, "per_page": COUNT, "total_pages": COUNT}, {"total": 5, "page": 2, "per_page": 2, "total_pages": 3}),
        (PAGES, "page=9&per_page=2", {"total": COUNT, "page": COUNT, "has_more": FLAG, "hasPrevious": FLAG}, {"total": 5, "page": 9, "has_more": False, "hasPrevious": True}),
        (PAGES, "page=3&per_page=2", {"count": COUNT, "total": COUNT, "isLast": FLAG, "first": FLAG}, {"count": 1, "total": 5, "isLast": True, "first": False}),
        (PAGES, "per_page=2", {"count": COUNT}, {"count": 5}),
        (PAGES, "", {"total": STRING, "page": STRING}, {"total": "5", "page": "1"}),
        (PAGES, "page=2&per_page=2", {"current_page": COUNT, "last_page": COUNT, "from": COUNT, "to": COUNT}, {"current_page": 2, "last_page": 3, "from": 3, "to": 4}),
        (PAGES, "per_page=4", {"next_page": {"type": ["integer", "null"]}, "prev_page": {"type": ["integer", "null"]}}, {"next_page": 2, "prev_page": None}),
        (PAGES, "page=2&per_page=4", {"next_page": {"type": ["integer", "null"]}, "prev_page": {"type": ["integer", "null"]}}, {"next_page": None, "prev_page": 1}),
        (OFFSETS, "offset=2&limit=2", {"offset": COUNT, "limit": COUNT, "next_offset": COUNT}, {"offset": 2, "limit": 2, "next_offset": 4}),
        (OFFSETS, "offset=2&limit=2", {"start": COUNT, "size": COUNT, "isLastPage": FLAG}, {"start": 2, "size": 2, "isLastPage": False}),
        (query(startIndex=INTEGER, count=INTEGER), "startIndex=3&count=2", {"startIndex": COUNT, "itemsPerPage": COUNT, "totalResults": COUNT}, {"startIndex": 3, "itemsPerPage": 2, "totalResults": 5}),
        (CURSORS, "limit=9", {"next_cursor": NULLABLE, "has_more": FLAG}, {"next_cursor": None, "has_more": False}),
        (CURSORS, "limit=9", {"nextPageToken": STRING}, {"nextPageToken": ""}),
        (query(limit=INTEGER), "limit=2", {"first_id": NULLABLE, "last_id": NULLABLE, "empty": FLAG}, {"first_id": "1", "last_id": "2", "empty": False}),
        (query(limit={"type": "integer", "minimum": 0}, page=INTEGER), "limit=0", {"total": COUNT, "has_more": FLAG, "next": NULLABLE}, {"total": 5, "has_more": False, "next": None}),
        (PAGES, "page=2&per_page=2&x=%C3%A4", {"next": NULLABLE, "previous": NULLABLE}, {"next": f"{ANY_URL}?per_page=2&x=%C3%A4&page=3", "previous": f"{ANY_URL}?per_page=2&x=%C3%A4&page=1"}),
        (PAGES, "per_page=2", {"next": {"type": "string", "format": "uri-reference"}}, {"next": "/things?per_page=2&page=2"}),
        (PAGES, "per_page=2", {"links": {"type": "array", "items": {"type": "object", "properties": {"rel": STRING, "href": STRING}}}}, {"links": [{"rel": "self", "href": f"{ANY_URL}?per_page=2"}, {"rel": "first", "href": f"{ANY_URL}?per_page=2&page=1"}, {"rel": "next", "href": f"{ANY_URL}?per_page=2&page=2"}, {"rel": "last", "href": f"{ANY_URL}?per_page=2&page=3"}]}),
        (PAGES, "per_page=2", {"meta": {"type": "object", "properties": {"pagination": {"type": "object", "properties": {"total": COUNT, "pages": COUNT}}}}}, {"meta": {"pagination": {"total": 5, "pages": 3}}}),
    ],
)  # fmt: skip
def test_values_of_an_envelope(
    parameters: list[dict[str, Any]], sent: str, properties: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert values(parameters, sent, **properties) == expected


def test_spring_counts_pages_from_0() -> None:
    spring = {"totalElements": COUNT, "totalPages": COUNT, "number": COUNT, "size": COUNT, "numberOfElements": COUNT, "last": FLAG}  # fmt: skip
    parameters = query(page={"type": "integer"}, size={"type": "integer"})
    found = values(parameters, "page=1&size=3", **spring)
    assert found == {"totalElements": 5, "totalPages": 2, "number": 1, "size": 3, "numberOfElements": 2, "last": True}


def test_the_items_may_be_below_other_objects() -> None:
    schema = {"type": "object", "properties": {"_embedded": body(at="things"), "page": {"type": "object", "properties": {"number": COUNT, "totalElements": COUNT, "size": COUNT}}}}  # fmt: skip
    parameters = query(page={"type": "integer", "default": 0}, size=INTEGER)
    made = listing(parameters, schema, at=("_embedded", "things"))
    assert made.value("/things?page=1&size=2", things(5)) == {
        "_embedded": {"things": [{"id": 3}, {"id": 4}]},
        "page": {"number": 1, "totalElements": 5, "size": 2},
    }


def test_a_value_that_its_schema_refuses_stays_as_generated() -> None:
    assert values(PAGES, "", total={"const": 7}, page={"enum": ["x"]}) == {"total": 7, "page": "x"}


def test_alternatives_of_the_envelope_stay_valid() -> None:
    schema = body(total=COUNT) | {"if": {"properties": {"total": {"minimum": 4}}}, "then": {"required": ["warning"]}}
    schema["properties"]["warning"] = STRING
    listing(PAGES, schema).value("/things?per_page=2", things(5))


def test_the_count_of_odata_is_returned_on_request() -> None:
    schema = {"type": "object", "required": ["value"], "properties": {"value": array({"type": "object", "properties": {"id": COUNT}}), "@odata.count": COUNT}}  # fmt: skip
    made = listing(query(**{"$count": FLAG, "$top": INTEGER}), schema)
    assert made.value("/things?$count=true&$top=2", things(3))["@odata.count"] == 3
    assert "@odata.count" not in made.value("/things?$top=2", things(3))


# ---------------------------------------------------------------------- headers

HEADERS = {
    "Link": STRING, "X-Total-Count": COUNT, "X-Total-Pages": COUNT, "X-Page": COUNT, "X-Per-Page": COUNT,
    "X-Next-Page": COUNT, "X-Prev-Page": COUNT, "Content-Range": STRING, "X-Has-More": FLAG, "Pagination-Limit": COUNT,
    "X-RateLimit-Limit": COUNT, "X-Request-Id": STRING,
}  # fmt: skip


def headers(sent: str, rows: int = 5) -> tuple[dict[str, str], set[str]]:
    found = listing(PAGES, array({"type": "object", "properties": {"id": COUNT}}), headers=HEADERS).get(f"/things?{sent}", things(rows))  # fmt: skip
    assert isinstance(found, ListBody)
    return {name.decode(): value.decode() for name, value in found.headers}, {name.decode() for name in found.omitted}


def test_headers_of_the_first_page() -> None:
    found, omitted = headers("per_page=2")
    assert found.pop("link") == (
        f'<{ANY_URL}?per_page=2&page=1>; rel="first", <{ANY_URL}?per_page=2&page=2>; rel="next", '
        f'<{ANY_URL}?per_page=2&page=3>; rel="last"'
    )
    assert found == {
        "x-total-count": "5", "x-total-pages": "3", "x-page": "1", "x-per-page": "2", "x-next-page": "2",
        "content-range": "items 0-1/5", "x-has-more": "true", "pagination-limit": "2",
    }  # fmt: skip
    assert omitted == {"x-prev-page"}


def test_headers_of_a_list_of_one_page() -> None:
    found, omitted = headers("", rows=1)
    assert omitted == {"link", "x-next-page", "x-prev-page"}
    assert (found["content-range"], found["x-has-more"]) == ("items 0-0/1", "false")
    assert headers("", rows=0)[0]["content-range"] == "items */0"


# ---------------------------------------------------------------------- cursors


def test_a_cursor_that_was_never_issued_is_refused_if_the_operation_documents_that() -> None:
    found = listing(CURSORS, errors=["400"]).get("/things?cursor=nonsense", things(5))
    assert isinstance(found, Failure)
    assert (found.kind, found.location) == (FailureKind.INVALID_PARAMETER, "query/cursor")
    assert listing(CURSORS).ids("/things?cursor=nonsense", things(5)) == []


@pytest.mark.parametrize("cursor", ["", "%00", "%C3%A4", "A" * 32, "a" * 10_000, "====", "00000000-0000-0000-0000-000000000000"])  # fmt: skip
@pytest.mark.parametrize(
    "schema", [STRING, {"type": "string", "maxLength": 20000, "minLength": 0, "pattern": "^[^é]*$"}]
)
def test_odd_cursors_are_handled(cursor: str, schema: Any) -> None:
    found = listing(query(cursor=schema, limit=INTEGER), errors=["422"]).get(f"/things?cursor={cursor}", things(3))
    assert isinstance(found, Failure) is bool(cursor)


def test_a_documented_example_of_a_cursor_starts_at_the_beginning() -> None:
    parameter = {"name": "cursor", "in": "query", "schema": STRING, "example": "abc"}
    assert listing([parameter], errors=["400"]).ids("/things?cursor=abc", things(3)) == [1, 2, 3]


def test_cursors_of_another_operation_are_refused() -> None:
    made = listing(CURSORS, body(next_cursor=NULLABLE), errors=["400"])
    other = listing(query(cursor=STRING, size=INTEGER), body(next_cursor=NULLABLE), errors=["400"])
    cursor = made.value("/things?limit=2", things(5))["next_cursor"]
    assert len(cursor) == 32
    assert made.ids(f"/things?cursor={cursor}", things(5)) == [3, 4, 5]
    assert other.operation.id == made.operation.id
    assert isinstance(made.get(f"/things?cursor={cursor[:-1]}A", things(5)), Failure)


# ---------------------------------------------------------------------- page size


@pytest.mark.parametrize(
    ("parameters", "sent", "shown"),
    [
        (query(page=INTEGER, limit={"type": "integer", "default": 7}), "", 7),
        (query(page=INTEGER, limit={"type": "integer", "maximum": 5}), "", 5),
        (query(page=INTEGER, limit={"type": "integer", "maximum": 100}), "", 20),
        (query(page=INTEGER, limit={"type": "integer", "minimum": 25}), "", 25),
        (query(page=INTEGER), "", 20),
        (query(limit=INTEGER), "", 30),
        (query(limit=INTEGER), "limit=3", 3),
        (query(limit=STRING), "limit=3", 3),
        (query(size={"type": "string"}), "size=3", 30),
        (query(count=FLAG), "count=true", 30),
        (query(count=INTEGER), "count=4", 4),
        ([], "", 30),
    ],
)
def test_the_size_of_a_page(parameters: list[dict[str, Any]], sent: str, shown: int) -> None:
    assert len(listing(parameters).ids(f"/things?{sent}", things(30))) == shown


def test_a_page_has_at_most_the_items_that_the_schema_allows() -> None:
    schema = {**array({"type": "object", "properties": {"id": COUNT}}), "maxItems": 3}
    made = listing(OFFSETS, schema)
    assert made.ids("/things?limit=10", things(5)) == [1, 2, 3]
    assert made.ids("/things?limit=10&offset=3", things(5)) == [4, 5]
