"""Selection of a response: the success, or the one that the client prefers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from contracts.generation.generate import Generators
from mockserver.error_responses import ErrorRenderer
from mockserver.http.messages import Failure
from mockserver.http.prefer import parse_prefer
from mockserver.response_selection import Preferred, ResponseSelector
from tests.mockserver.kit import load, only, response


def choice(responses: Mapping[str, Any], *, static: bool = False) -> ResponseSelector:
    operation = only(load({"/x": {"get": {"responses": responses}}}))
    generators = Generators()
    return ResponseSelector(operation, ErrorRenderer(operation, {}, None, generators), generators, static=static)


def const(value: Any, **more: Any) -> dict[str, Any]:
    return response({"const": value}, **more)


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["404", "201", "200"], 200),
        (["404", "default"], 200),
        (["404"], 404),
        (["302"], 302),
        (["2XX"], 200),
        (["2XX", "200"], 200),
        (["204", "2XX"], 204),
        (["3XX", "300", "301"], 302),
        (["200", "2XX"], 200),
        (["101"], 204),
        (["101", "302"], 302),
        (["1XX", "default"], 200),
    ],
)
def test_selection_of_the_success(statuses: list[str], status: int) -> None:
    assert choice({name: {"description": name} for name in statuses}).success.status == status


def test_schema_of_the_success() -> None:
    made = choice({"2XX": const("range"), "200": const("exact")})
    assert orjson.loads(made.success.render("", str).body) == "exact"
    assert made.success.status == 200


RESPONSES = {
    "200": const("fine", examples={"usual": {"value": "fine"}}),
    "202": const("later"),
    "3XX": {"description": "elsewhere"},
    "404": const("gone", examples={"short": {"value": "gone"}, "long": {"value": "gone for good"}}),
    "4XX": const("wrong", examples={"teapot": {"value": "short and stout"}}),
    "default": const("broken", examples={"fire": {"value": "it burns"}}),
}


def preferred(header: str, responses: Mapping[str, Any] = RESPONSES) -> Preferred | Failure | None:
    return choice(responses).preferred(parse_prefer(header), "", str)


@pytest.mark.parametrize(
    ("header", "status", "body"),
    [
        ("code=202", 202, "later"),
        ("code=404", 404, "gone"),
        ("code=404, example=long", 404, "gone for good"),
        ("example=long", 404, "gone for good"),
        ("example=usual", 200, "fine"),
        ("code=418", 418, "wrong"),
        ("code=503", 503, "broken"),
        ("example=teapot", 400, "short and stout"),
        ("example=fire", 500, "it burns"),
        ("code=503, example=fire", 503, "it burns"),
        ("code=299", 299, "broken"),
        ("code=4XX", 400, "wrong"),
        ("code=4xx", 400, "wrong"),
        ("code=default", 500, "broken"),
    ],
)
def test_preferred_response(header: str, status: int, body: str) -> None:
    found = preferred(header)
    assert isinstance(found, Preferred)
    assert (found.response.status, orjson.loads(found.response.body)) == (status, body)
    assert found.applied == parse_prefer(header).keys()


def test_a_preferred_response_without_content() -> None:
    found = preferred("code=302")
    assert isinstance(found, Preferred)
    assert (found.response.status, found.response.body) == (302, b"")


@pytest.mark.parametrize("header", ["code=200", "dynamic=true", "dynamic=false", "seed=7", ""])
def test_preferences_that_select_no_response(header: str) -> None:
    assert preferred(header) is None


@pytest.mark.parametrize(
    ("header", "responses"),
    [
        ("code=404", {"200": const(1)}),
        ("code=100", RESPONSES),
        ("code=101", {"101": {"description": "upgrade"}, "200": const(1)}),
        ("code=600", RESPONSES),
        ("code=999", RESPONSES),
        ("code=000", RESPONSES),
        ("code=5XX", RESPONSES),
        ("code=1XX", {"1XX": {"description": "go on"}, "200": const(1)}),
        ("code=default", {"200": const(1)}),
        ("code=abc", RESPONSES),
        ("code=-44", RESPONSES),
        ("code=0404", RESPONSES),
        ("code=\u0662\u0660\u0660", RESPONSES),
        ("example=nowhere", RESPONSES),
        ("code=200, example=long", RESPONSES),
        ("code=404, example=teapot", RESPONSES),
        ("dynamic=maybe", RESPONSES),
    ],
)
def test_undocumented_preferences_are_reported(header: str, responses: Any) -> None:
    failure = preferred(header, responses)
    assert isinstance(failure, Failure)
    assert failure.location == "header/prefer"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("code=404", "the status code 404 is not documented; documented: 200, 202"),
        ("example=b", "no example 'b'; documented: a"),
        ("code=202, example=a", "no example 'a' for the status code 202; documented: none"),
        ("code=abc", "Prefer: code=abc is not a status code; use three digits, such as code=404"),
        ("dynamic=no", "Prefer: dynamic=no is neither true nor false"),
    ],
)
def test_reasons_name_what_is_documented(header: str, reason: str) -> None:
    failure = preferred(header, {"200": const(1, examples={"a": {"value": 1}}), "202": const(2)})
    assert isinstance(failure, Failure)
    assert failure.detail == reason


def test_an_example_of_a_range_does_not_affect_other_statuses() -> None:
    made = choice({"200": const("exact"), "2XX": const("range", examples={"e": {"value": "example"}})})
    found = made.preferred({"example": "e"}, "", str)
    assert isinstance(found, Preferred)
    assert (found.response.status, orjson.loads(found.response.body)) == (201, "example")
    assert orjson.loads(made.success.render("", str).body) == "exact"
