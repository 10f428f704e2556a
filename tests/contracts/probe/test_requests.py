"""Requests made from a contract: the styles of parameters, known values first, bodies from examples."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

import contracts
from contracts.data.generate import Generators
from contracts.probe.requests import NOTHING, RequestBuilder
from tests.contracts.checks.subjects import document

RGB = {"R": 100, "G": 200, "B": 150}
COLORS = ["blue", "black", "brown"]


def built(location: str, style: str, explode: bool, value: Any) -> Any:
    path = "/x/{color}" if location == "path" else "/x"
    parameter = {
        "name": "color", "in": location, "required": True, "style": style, "explode": explode, "schema": {}
    }  # fmt: skip
    contract = contracts.load(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {path: {"get": {"parameters": [parameter], "responses": {"200": {"description": "ok"}}}}},
        }
    )
    builder = RequestBuilder(Generators(), {})
    return builder.build(contract.operations[0], values={(location, "color"): value})


@pytest.mark.parametrize(
    ("location", "style", "explode", "value", "expected"),
    [  # the table of OpenAPI 3.1, section 4.8.12.5
        ("path", "matrix", False, "blue", "/x/;color=blue"),
        ("path", "label", False, "blue", "/x/.blue"),
        ("path", "simple", False, "blue", "/x/blue"),
        ("path", "simple", False, COLORS, "/x/blue,black,brown"),
        ("path", "simple", False, RGB, "/x/R,100,G,200,B,150"),
        ("path", "simple", True, RGB, "/x/R=100,G=200,B=150"),
        ("query", "form", False, "blue", "/x?color=blue"),
        ("query", "form", False, COLORS, "/x?color=blue,black,brown"),
        ("query", "form", True, COLORS, "/x?color=blue&color=black&color=brown"),
        ("query", "form", False, RGB, "/x?color=R,100,G,200,B,150"),
        ("query", "form", True, RGB, "/x?R=100&G=200&B=150"),
        ("query", "spaceDelimited", False, COLORS, "/x?color=blue%20black%20brown"),
        ("query", "pipeDelimited", False, COLORS, "/x?color=blue|black|brown"),
        ("query", "deepObject", True, RGB, "/x?color[R]=100&color[G]=200&color[B]=150"),
        ("query", "form", True, "a b&c", "/x?color=a%20b%26c"),
        ("path", "simple", False, "a/b,c", "/x/a%2Fb%2Cc"),
        ("query", "form", True, True, "/x?color=true"),
    ],
)
def test_styles(location: str, style: str, explode: bool, value: Any, expected: str) -> None:
    assert built(location, style, explode, value).target == expected


def test_headers_and_cookies() -> None:
    assert built("header", "simple", False, COLORS).header("color") == "blue,black,brown"
    assert built("cookie", "form", False, "a;b").header("cookie") == "color=a%3Bb"


def test_a_parameter_can_be_left_out() -> None:
    assert built("query", "form", True, NOTHING).target == "/x"


def builder(known: dict[str, tuple[str, ...]], *, native: bool = False) -> RequestBuilder:
    return RequestBuilder(Generators(seed=3), known, native=native)


def test_known_values_come_first_then_examples_then_generated_ones() -> None:
    read = document("openapi").operation("serverops_getCase")
    assert read is not None
    targets = [builder({"id": ("one", "two")}).build(read, number).target for number in range(4)]
    assert targets[:2] == ["/serverops/cases/one", "/serverops/cases/two"]
    assert len(set(targets)) == 4
    assert builder({}).build(read, 7) == builder({}).build(read, 7)


def test_native_paths_have_no_prefix() -> None:
    read = document("openapi").operation("serverops_getCase")
    assert read is not None
    assert urlsplit(builder({"id": ("1",)}, native=True).build(read).target).path == "/cases/1"


def test_bodies_are_examples_then_valid_ones() -> None:
    update = document("openapi").operation("serverops_updateCase")
    assert update is not None
    assert update.request_body is not None
    schema = update.request_body.content[0].schema
    assert schema is not None
    for number in range(8):
        request = builder({}).build(update, number)
        assert request.header("content-type") == "application/json"
        assert schema.request_validator.is_valid(__import__("json").loads(request.body))
    assert builder({}).build(update, body=None).body == b"null"
