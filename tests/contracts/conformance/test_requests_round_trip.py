"""The mock, which validates requests, accepts every request that is built for a drawn operation."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import contracts
from contracts.conformance.request_builder import RequestBuilder
from contracts.generation.generate import Generators
from contracts.messages import Response
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app

SCALARS = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "minLength": 1, "maxLength": 5},
        {"type": "string", "pattern": "^[a-c.]{2,4}$"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "enum": ["a b", "ä,ö", "50%", "a&b=c", "x"]},
        {"type": "integer", "minimum": -3, "maximum": 300},
        {"type": "number"},
        {"type": "boolean"},
        {"type": ["integer", "null"]},
    ]
)
WORDS = st.sampled_from([{"type": "integer"}, {"type": "string", "enum": ["red", "dark-blue", "a.b"]}])
"""Values without the delimiters of any style."""

COOKIES = st.sampled_from([{"type": "integer"}, {"type": "string", "enum": ["red", "50%", "a.b:c=d"]}])
"""Values that a cookie can contain without encoding, which servers do not decode."""

ARRAYS = st.builds(lambda items, least: {"type": "array", "items": items, "minItems": least}, WORDS, st.integers(0, 2))
OBJECTS = st.builds(
    lambda first, second: {"type": "object", "required": ["R"], "properties": {"R": first, "G": second},
                           "additionalProperties": False},
    WORDS, WORDS,
)  # fmt: skip

STYLES: dict[str, list[str]] = {"path": ["simple", "label", "matrix"], "query": ["form"], "header": ["simple"], "cookie": ["form"]}


@st.composite
def parameters(draw: Any, location: str) -> dict[str, Any]:
    """Draw a parameter with one of the styles that OpenAPI defines for its location and type."""
    kinds = ["scalar"] if location == "cookie" else ["scalar", "array", "object", "content"]
    kind = draw(st.sampled_from(kinds))
    node = {"name": f"{location}P", "in": location, "required": location == "path" or draw(st.booleans())}
    if kind == "content":
        return {**node, "content": {"application/json": {"schema": draw(OBJECTS)}}}
    if kind == "scalar":
        styles, schema = STYLES[location], draw(COOKIES if location == "cookie" else SCALARS)
    elif kind == "array":
        styles = [*STYLES[location], *(["spaceDelimited", "pipeDelimited"] if location == "query" else [])]
        schema = draw(ARRAYS if location == "query" else WORDS.map(lambda items: {"type": "array", "minItems": 1, "items": items}))
    else:
        styles, schema = [*STYLES[location], *(["deepObject"] if location == "query" else [])], draw(OBJECTS)
    style = draw(st.sampled_from(styles))
    explode = style == "deepObject" or (draw(st.booleans()) and not style.endswith("Delimited"))
    reserved = {"allowReserved": True} if location == "query" and draw(st.booleans()) else {}
    return {**node, "schema": schema, "style": style, "explode": explode, **reserved}


FILES = st.sampled_from(
    [
        {"type": "string", "format": "binary"},
        {"type": "string", "contentMediaType": "image/png"},
        {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}},
        {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}},
    ]
)
FIELDS = st.one_of(SCALARS, ARRAYS, OBJECTS)


@st.composite
def forms(draw: Any, kind: str) -> dict[str, Any]:
    """Draw the media type object of a form."""
    names = [f"f{number}" for number in range(draw(st.integers(1, 4)))]
    values = st.one_of(FIELDS, FILES) if kind.startswith("multipart") else FIELDS
    properties = {name: draw(values) for name in names}
    required = [name for name in names if draw(st.booleans())] or names[:1]
    encoding = {
        name: {"style": draw(st.sampled_from(["form", "spaceDelimited", "pipeDelimited"])), "explode": draw(st.booleans())}
        for name, schema in properties.items()
        if schema.get("type") == "array" and "integer" in str(schema["items"]) and draw(st.booleans())
    }
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"schema": schema, **({"encoding": encoding} if encoding else {})}


OTHER = {
    "application/xml": OBJECTS,
    "text/plain": SCALARS.filter(lambda schema: "null" not in schema["type"]),
    "application/octet-stream": st.just({"type": "string", "format": "binary"}),
    "image/png": st.just({}),
    "text/csv": st.just({"type": "string"}),
    "application/x-ndjson": OBJECTS,
    "application/yaml": OBJECTS,
    "application/vnd.shop+json": OBJECTS,
}


@st.composite
def request_bodies(draw: Any) -> dict[str, Any]:
    name = draw(st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data", *OTHER]))
    media = {"schema": draw(OTHER[name])} if name in OTHER else draw(forms(name))
    return {"required": True, "content": {name: media}}


def accepted(parameters: list[dict[str, Any]], body: dict[str, Any] | None, number: int) -> Response:
    """Return the response of the mock to a request that is built for an operation."""
    path = "/a/{pathP}/b" if any(one["in"] == "path" for one in parameters) else "/a"
    operation = {"parameters": parameters, "responses": {"200": {"description": "ok"}, "422": {"description": "no"}}}
    operation |= {"requestBody": body} if body else {}
    contract = contracts.load(
        {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {path: {"post": operation}}}
    )
    request = RequestBuilder(Generators(seed=number), {}).build(contract.operations[0], number, optional=True)
    transport = AsgiTransport(create_app(contract))
    try:
        return transport.send(request)
    finally:
        transport.close()


LESS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LESS
@given(st.lists(st.sampled_from(list(STYLES)).flatmap(parameters), unique_by=lambda one: one["in"]), st.integers(0, 5))
def test_the_mock_accepts_parameters(drawn: list[dict[str, Any]], number: int) -> None:
    response = accepted(drawn, None, number)
    assert response.status == 200, (response.header("x-mock-reason"), response.body)


@LESS
@given(request_bodies(), st.integers(0, 5))
def test_the_mock_accepts_bodies(body: dict[str, Any], number: int) -> None:
    response = accepted([], body, number)
    assert response.status == 200, (response.header("x-mock-reason"), response.body)
