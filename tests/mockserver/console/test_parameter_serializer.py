"""Serialized parameters have the same value when the server reads them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.spec.model import Parameter
from mockserver.console.parameter_serializer import path_text, plain_text, query_text
from mockserver.http.parameters import ParameterStages
from mockserver.http.request import RequestContext
from mockserver.http.route import ROUTE, Route

TEXT = {"type": "string"}
SHAPES: dict[str, dict[str, Any]] = {
    "scalar": TEXT,
    "integer": {"type": "integer"},
    "array": {"type": "array", "items": TEXT},
    "object": {"type": "object", "properties": {"a": TEXT, "b": {"type": "integer"}}},
}
STYLES = {
    "path": ["simple", "label", "matrix"],
    "query": ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    "header": ["simple"],
    "cookie": ["form"],
}
ANYTHING = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
PLAIN = st.text("abcXYZ019-_~*", min_size=1, max_size=8)
"""Characters that no style uses as a delimiter; headers and cookies cannot encode others."""


def parameter(location: str, style: str, explode: bool, shape: str) -> Parameter:
    definition = {"in": location, "name": "p", "required": True, "schema": SHAPES[shape]}
    definition |= {"style": style, "explode": explode}
    path = "/things/{p}" if location == "path" else "/things"
    operation = {"parameters": [definition], "responses": {"200": {"description": "Fine."}}}
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {path: {"get": operation}}}
    return contracts.load(document).operations[0].parameters[0]


def read_back(parameter: Parameter, value: Any) -> Any:
    scope: dict[str, Any] = {"type": "http", "headers": [], "query_string": b""}
    match parameter.location:
        case "path":
            scope[ROUTE] = Route("", "", "here", {"p": path_text(parameter, value)})
        case "query":
            scope["query_string"] = query_text(parameter, value).encode("ascii")
        case "header":
            scope["headers"] = [(b"p", plain_text(parameter, value).encode())]
        case "cookie":
            scope["headers"] = [(b"cookie", f"p={plain_text(parameter, value)}".encode())]
    request = RequestContext(scope)
    assert ParameterStages([parameter]).values(request) is None
    return request.parameters[parameter.location, "p"]


def values(parameter: Parameter, shape: str) -> st.SearchStrategy[Any]:
    text = ANYTHING if parameter.location in {"path", "query"} else PLAIN
    if shape in {"array", "object"} and parameter.style in {"label", "spaceDelimited", "pipeDelimited"}:
        text = PLAIN
    if shape == "array":
        return st.lists(text, min_size=1, max_size=3)
    if shape == "object":
        return st.fixed_dictionaries({"a": text, "b": st.integers()})
    return text if shape == "scalar" else st.integers()


CASES = [
    (location, style, explode, shape)
    for location, styles in STYLES.items()
    for style in styles
    for explode in (False, True)
    for shape in SHAPES
    # OpenAPI 3.1, 4.8.12.4: combinations that the table omits are not defined; cookies are form, not exploded.
    if not (style == "deepObject" and (shape != "object" or not explode))
    and not (style in {"spaceDelimited", "pipeDelimited"} and (shape not in {"array", "object"} or explode))
    and not (location == "cookie" and explode)
]


@pytest.mark.parametrize(("location", "style", "explode", "shape"), CASES)
def test_values_survive_serializing_and_reading(location: str, style: str, explode: bool, shape: str) -> None:
    subject = parameter(location, style, explode, shape)

    @given(values(subject, shape))
    def same(value: Any) -> None:
        assert read_back(subject, value) == value

    same()


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        # The table of OpenAPI 3.1, section 4.8.12.4.
        ("matrix", False, "blue", ";color=blue"),
        ("matrix", False, ["blue", "black"], ";color=blue,black"),
        ("matrix", False, {"R": 100, "G": 200}, ";color=R,100,G,200"),
        ("matrix", True, ["blue", "black"], ";color=blue;color=black"),
        ("matrix", True, {"R": 100, "G": 200}, ";R=100;G=200"),
        ("label", False, "blue", ".blue"),
        ("label", False, ["blue", "black"], ".blue,black"),
        ("label", True, ["blue", "black"], ".blue.black"),
        ("label", True, {"R": 100, "G": 200}, ".R=100.G=200"),
        ("simple", False, {"R": 100, "G": 200}, "R,100,G,200"),
        ("simple", True, {"R": 100, "G": 200}, "R=100,G=200"),
        ("simple", False, "a/b c", "a%2Fb%20c"),
    ],
)
def test_path_styles(style: str, explode: bool, value: Any, expected: str) -> None:
    assert path_text(Parameter("color", "path", True, None, style, explode), value) == expected


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        ("form", True, ["blue", "black"], "color=blue&color=black"),
        ("form", False, ["blue", "black"], "color=blue,black"),
        ("form", True, {"R": 100, "G": 200}, "R=100&G=200"),
        ("form", False, {"R": 100, "G": 200}, "color=R,100,G,200"),
        ("spaceDelimited", False, ["blue", "black"], "color=blue%20black"),
        ("pipeDelimited", False, ["blue", "black"], "color=blue%7Cblack"),
        ("deepObject", True, {"R": 100, "G": 200}, "color%5BR%5D=100&color%5BG%5D=200"),
        ("form", True, [], ""),
        ("form", True, None, "color=null"),
        ("form", True, "&=#", "color=%26%3D%23"),
    ],
)
def test_query_styles(style: str, explode: bool, value: Any, expected: str) -> None:
    assert query_text(Parameter("color", "query", True, None, style, explode), value) == expected


def test_parameters_with_content() -> None:
    query = Parameter("q", "query", True, None, "form", True, media_type="application/json")
    assert query_text(query, {"a": "ü"}) == "q=%7B%22a%22%3A%22%C3%BC%22%7D"
    path = Parameter("q", "path", True, None, "simple", False, media_type="text/plain")
    assert path_text(path, "a,b") == "a%2Cb"
    header = Parameter("q", "header", True, None, "simple", False, media_type="application/json")
    assert plain_text(header, "a") == '"a"'
