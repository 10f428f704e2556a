"""What the query and the response of a list say about pages."""

from __future__ import annotations

import pytest

import contracts
from contracts.messages import Request, Response
from mockserver.mutation.list_queries import next_targets, page_fields, page_size, page_values, position
from tests.mockserver.mutation.library import library

JSON = (("content-type", "application/json"),)


@pytest.fixture(scope="module")
def contract():
    return contracts.load(library())


def test_parameters_by_purpose(contract):
    names = {kind: field.name for kind, field in page_fields(contract.operation("list_books")).items()}
    assert names == {"size": "limit", "offset": "offset"}
    assert page_fields(contract.operation("create_book")) == {}


def test_size_and_position(contract):
    books, authors = contract.operation("list_books"), contract.operation("list_authors")
    assert page_size(books, Request("GET", "/books")) == 20
    assert page_size(books, Request("GET", "/books?limit=3")) == 3
    assert page_size(authors, Request("GET", "/authors")) is None
    assert position(books, Request("GET", "/books?offset=0")) == ""
    assert position(books, Request("GET", "/books?offset=2")) == "2"
    assert position(authors, Request("GET", "/authors?page=1")) == ""


def test_values_in_the_body():
    body = b'{"meta":{"total":3,"x":1},"next_cursor":"c","items":[]}'
    found = {(one.path, one.kind): one.value for one in page_values(Response(200, JSON, body))}
    assert found == {(("meta", "total"), "total"): 3, (("next_cursor",), "next"): "c"}


def test_next_page_by_cursor_link_and_url(contract):
    reviews, books = contract.operation("list_reviews"), contract.operation("list_books")
    request = Request("GET", "/books/1/reviews?cursor=a&limit=1")
    by_cursor = Response(200, JSON, b'{"next_cursor":"b"}')
    assert list(next_targets(reviews, request, by_cursor)) == ["/books/1/reviews?limit=1&cursor=b"]
    link = Response(200, (("link", '<http://x/books?offset=1>; rel="next", </books>; rel="first"'),))
    assert list(next_targets(books, Request("GET", "/books"), link)) == ["/books?offset=1"]
    by_url = Response(200, JSON, b'{"next":"?offset=2"}')
    assert list(next_targets(books, Request("GET", "/books?limit=2"), by_url)) == ["/books?offset=2"]
