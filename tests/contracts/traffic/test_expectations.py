"""Responses are checked against each key of an expectation, and against the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.findings import Location
from contracts.messages import Request, Response
from contracts.traffic.recorded_case import ExpectedExchange, RecordedCase
from contracts.traffic.replay import run_case
from contracts.traffic.replayed_exchange import Mismatch

CONTRACT = contracts.load(Path(__file__).parents[3] / "openapi.yaml")
BODY = {"id": "x", "n": 1, "deep": {"list": [1, {"a": True}], "at": "2026-01-01T00:00:00Z"}}
LOCATION = Location("case.yaml")


def played(*exchanges: tuple[str, dict[str, Any], Response]) -> list[Mismatch]:
    """Return the differences of a case, given target, expectations and response of each exchange."""
    responses = [response for _, _, response in exchanges]
    sent = tuple(ExpectedExchange(Request("GET", target), expected, LOCATION) for target, expected, _ in exchanges)
    case = RecordedCase("case.yaml", "It is so.", "mock", sent)
    return [one for _, _, found in run_case(case, lambda _: responses.pop(0), CONTRACT) for one in found]


def checked(expected: dict[str, Any], body: Any = BODY) -> list[str]:
    """Return the differences of the second of two equal responses of an undocumented operation."""
    response = Response(200, (("content-type", "application/json"),), json.dumps(body).encode())
    return [str(one) for one in played(("/elsewhere", {}, response), ("/elsewhere", expected, response))]


@pytest.mark.parametrize(
    "expected",
    [
        {"status": 200},
        {"headers": {"content-type": "application/json", "x-not-there": None}},
        {"headers": {"content-type": "/application/.*/"}},
        {"media_type": "application/json"},
        {"json": BODY},
        {"contains": {"deep": {"list": [1, {}]}}},
        {"like": {"json": {**BODY, "n": 2}, "ignore": ["/n", "/gone/too"]}},
        {"like": {"json": {**BODY, "deep": {"list": [2, 3, 4], "at": ""}}, "ignore": ["/deep/list/*", "/deep/at"]}},
        {"has": ["/id", "/deep/list/1/a"], "lacks": ["/gone", "/deep/list/2", "/deep/list/1/b"]},
        {"body": json.dumps(BODY)},
        {"same_as": {"exchange": 0}},
        {"same_as": {"exchange": 0, "except": ["/deep/list/1/a", "/n"]}},
        {"same_bytes_as": 0},
    ],
    ids=json.dumps,
)
def test_met_expectations(expected: dict[str, Any]) -> None:
    assert checked(expected) == []


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"status": 201}, "status: expected 201, got 200"),
        ({"headers": {"content-type": "text/html"}}, "header content-type: expected text/html, got application/json"),
        ({"headers": {"content-type": None}}, "header content-type: expected no header, got application/json"),
        ({"headers": {"x-not-there": "a"}}, "header x-not-there: expected a, got no header"),
        ({"headers": {"content-type": "/application/"}}, "header content-type: expected /application/, got"),
        ({"media_type": "text/html"}, "media type: expected text/html, got application/json"),
        ({"json": {"id": "x", "n": 1}}, "body /deep: expected nothing, got {'list'"),
        ({"json": {**BODY, "more": 1}}, "body /more: expected 1, got nothing"),
        ({"json": {**BODY, "n": True}}, "body /n: expected True, got 1"),
        ({"contains": {"deep": {"list": [1, {"a": 1}]}}}, "body /deep/list/1/a: expected 1, got True"),
        ({"contains": {"deep": {"list": [1]}}}, "body /deep/list: expected [1], got"),
        ({"like": {"json": {**BODY, "n": 2}, "ignore": ["/id"]}}, "body /n: expected 2, got 1"),
        ({"has": ["/deep/list/2"]}, "body /deep/list/2: expected a value, got nothing"),
        ({"lacks": ["/deep/at"]}, "body /deep/at: expected nothing, got '2026"),
        ({"sorted": {"list": "/deep/list", "by": "/a"}}, "body: expected a readable body, got KeyError"),
        ({"xml": {"root/id": "x"}}, "body: expected a readable body, got ValueError: not valid XML"),
        ({"body": "{}"}, "bytes of the body: expected {}, got"),
        ({"base64": "e30="}, "bytes of the body: expected {}"),
        ({"schema": "ServerOpsError"}, 'matches schema ServerOpsError, got "error" is a required property'),
        (
            {"differs_from": {"exchange": 0, "at": ["/n"]}},
            "body /n: expected a different value than in exchange 0, got",
        ),
        ({"later_than": {"exchange": 0, "at": ["/deep/at"]}}, "body /deep/at: expected a timestamp after 2026-01-01"),
        ({"later_than": {"exchange": 0, "at": ["/id"]}}, "body: expected a readable body"),
        ({"same_as": {"exchange": 0, "except": ["/gone"]}}, "body: expected a readable body"),
    ],
    ids=json.dumps,
)
def test_differences(expected: dict[str, Any], message: str) -> None:
    (difference,) = checked(expected)
    assert message in difference


def test_only_the_status_is_reported_if_it_differs() -> None:
    assert checked({"status": 201, "json": {}}) == ["status: expected 201, got 200"]


ROWS = [{"n": number, "kind": kind} for number, kind in (("9", "a"), ("10", "a"), ("11", "b"))]
LABELS = {"list": "/rows", "from": "/n", "to": "/kind"}


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"sorted": {"list": "/rows", "by": "/n", "as": "number"}}, ""),
        ({"sorted": {"list": "/rows", "by": "/kind"}}, ""),
        ({"sorted": {"list": "/rows", "by": "/n"}}, "body /rows: expected to be sorted by /n, got ['9', '10', '11']"),
        ({"sorted": {"list": "/rows", "by": "/n", "as": "number", "order": "desc"}}, "expected to be sorted by /n"),
        ({"mapped": [{**LABELS, "by": {"9": "a", "10": "a", "11": "b"}}]}, ""),
        ({"mapped": [{**LABELS, "by": {"9": "a", "10": "b", "11": "b"}}]}, "body /kind for /n: expected {'9': 'a',"),
        ({"mapped": [{**LABELS, "by": {"9": "a", "10": "a"}}]}, "body /kind for /n: expected"),
        ({"mapped": [{**LABELS, "by": {"9": "a", "10": "a", "11": "b", "12": "c"}}]}, "body /kind for /n: expected"),
    ],
    ids=json.dumps,
)
def test_list_items(expected: dict[str, Any], message: str) -> None:
    found = checked(expected, {"rows": ROWS})
    assert message in found[0] if message else found == []


PATH_OF_XML = "/egain/core/casemgr/v3/case/7"
XML_ERROR = b"<error><code>404-100</code><developerMessage>gone</developerMessage></error>"


def checked_xml(expected: dict[str, Any], body: bytes = XML_ERROR) -> list[str]:
    response = Response(404, (("content-type", "application/xml"),), body)
    return [str(one) for one in played((PATH_OF_XML, expected, response))]


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"json": {"code": "404-100", "developerMessage": "gone"}}, ""),
        ({"contains": {"code": "404-101"}}, "body /code: expected '404-101', got '404-100'"),
        ({"xml": {"error/code": "404-100", "error/details": [], "error/@id": []}}, ""),
        ({"xml": {"error/code": []}}, "xml error/code: expected [], got ['404-100']"),
        ({"xml": {"failure/code": "404-100"}}, "xml failure/code: expected ['404-100'], got []"),
    ],
    ids=json.dumps,
)
def test_xml(expected: dict[str, Any], message: str) -> None:
    found = checked_xml(expected)
    assert message in found[0] if message else found == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<error><code>404-100</code></error>", '"developerMessage" is a required property'),
        (b"<error><code>404</code><developerMessage>gone</developerMessage></error>", "does not match"),
        (b"<error><code>4</code><code>5</code></error>", "duplicate element code in error"),
        (b"<error>", "body: expected a readable body, got ValueError: not valid XML"),
    ],
)
def test_xml_is_validated_against_the_contract(body: bytes, message: str) -> None:
    assert message in checked_xml({}, body)[0]


def test_comparison_with_an_earlier_exchange() -> None:
    one, two = Response(200, (), b'{"a": 1}'), Response(200, (), b'{"a": 2}')
    expected = {"same_as": {"exchange": 0}, "same_bytes_as": 0}
    found = [str(one) for one in played(("/elsewhere", {}, one), ("/elsewhere", expected, two))]
    assert found == [
        "body /a: expected 1, got 2",
        'bytes of the body: expected those of exchange 0: {"a": 1}, got {"a": 2}',
    ]


@pytest.mark.parametrize(
    ("status", "media_type", "body", "message"),
    [
        (418, "application/json", b"{}", "status: expected a documented status code of serverops_getCase, got 418"),
        (404, "text/plain", b"gone", "media type: expected application/json, got text/plain"),
        (404, "", b"", "media type: expected application/json, got no media type"),
        (404, "application/json", b"{}", 'got "error" is a required property'),
        (404, "application/json", b"<p>", "body: expected a readable body, got JSONDecodeError"),
    ],
)
def test_responses_are_validated_against_the_contract(status: int, media_type: str, body: bytes, message: str) -> None:
    headers = (("content-type", media_type),) if media_type else ()
    (difference,) = played(("/serverops/cases/a%2Fb?c=/d", {}, Response(status, headers, body)))
    assert difference.key == "contract"
    assert message in str(difference)


@pytest.mark.parametrize(("condition", "found"), [((("if-none-match", "x"),), 0), ((), 1)])
def test_not_modified_needs_no_documentation(condition: tuple[tuple[str, str], ...], found: int) -> None:
    request = Request("GET", "/serverops/cases/1", condition)
    case = RecordedCase("case.yaml", "It is so.", "", (ExpectedExchange(request, {"status": 304}, LOCATION),))
    assert [len(some) for _, _, some in run_case(case, lambda _: Response(304), CONTRACT)] == [found]


def test_long_values_are_cut() -> None:
    (difference,) = checked({"json": "x"}, "y" * 5000)
    assert len(difference) < 500
    assert "(5002 characters)" in difference
