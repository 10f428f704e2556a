"""Parameters in all styles of OpenAPI: reading, conversion, validation."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.failures import FailureKind
from contracts.spec.model import Parameter
from mockserver.http.messages import Failure
from mockserver.http.parameters import ParameterStages
from mockserver.http.request import RequestContext
from tests.mockserver.kit import load, make_request, only, parameter

STRING = {"type": "string"}
INTEGER = {"type": "integer"}
ARRAY = {"type": "array", "items": STRING}
NUMBERS = {"type": "array", "items": INTEGER}
OBJECT = {"type": "object", "properties": {"R": INTEGER, "G": INTEGER, "B": INTEGER}}

COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}


def request(location: str, text: str) -> RequestContext:
    """A request with ``text`` as path value, query, header or cookie."""
    if location == "path":
        return make_request(f"/x/{text}", template="/x/{color}")
    if location == "query":
        return make_request(f"/x?{text}")
    return make_request(headers={"color" if location == "header" else "cookie": text})


def judge(declared: Parameter, made: RequestContext) -> Any:
    """The result of the stage for a parameter: its value, ``"absent"``, or the failure."""
    stages = ParameterStages([declared])
    failure = stages.presence(made) or stages.values(made)
    return failure or made.parameters.get((declared.location, declared.name), "absent")


def read(location: str, schema: Any, text: str, **more: Any) -> Any:
    return judge(parameter(location, "color", schema, **more), request(location, text))


@pytest.mark.parametrize(
    ("location", "style", "explode", "schema", "text", "value"),
    [
        # The rows of OpenAPI 3.1.1, section 4.8.12.4 "Style Examples", in their order.
        ("path", "matrix", False, STRING, ";color", ""),
        ("path", "matrix", False, STRING, ";color=blue", "blue"),
        ("path", "matrix", False, ARRAY, ";color=blue,black,brown", COLORS),
        ("path", "matrix", False, OBJECT, ";color=R,100,G,200,B,150", RGB),
        ("path", "matrix", True, STRING, ";color=blue", "blue"),
        ("path", "matrix", True, ARRAY, ";color=blue;color=black;color=brown", COLORS),
        ("path", "matrix", True, OBJECT, ";R=100;G=200;B=150", RGB),
        ("path", "label", False, STRING, ".", ""),
        ("path", "label", False, STRING, ".blue", "blue"),
        ("path", "label", False, ARRAY, ".blue,black,brown", COLORS),
        ("path", "label", False, OBJECT, ".R,100,G,200,B,150", RGB),
        ("path", "label", True, STRING, ".blue", "blue"),
        ("path", "label", True, ARRAY, ".blue.black.brown", COLORS),
        ("path", "label", True, OBJECT, ".R=100.G=200.B=150", RGB),
        ("path", "simple", False, STRING, "blue", "blue"),
        ("path", "simple", False, ARRAY, "blue,black,brown", COLORS),
        ("path", "simple", False, OBJECT, "R,100,G,200,B,150", RGB),
        ("path", "simple", True, ARRAY, "blue,black,brown", COLORS),
        ("path", "simple", True, OBJECT, "R=100,G=200,B=150", RGB),
        ("header", "simple", False, STRING, "blue", "blue"),
        ("header", "simple", False, ARRAY, "blue,black,brown", COLORS),
        ("header", "simple", False, ARRAY, "blue, black, brown", COLORS),
        ("header", "simple", False, OBJECT, "R,100,G,200,B,150", RGB),
        ("header", "simple", True, ARRAY, "blue,black,brown", COLORS),
        ("header", "simple", True, OBJECT, "R=100,G=200,B=150", RGB),
        ("query", "form", False, STRING, "color=", ""),
        ("query", "form", False, STRING, "color=blue", "blue"),
        ("query", "form", False, ARRAY, "color=blue,black,brown", COLORS),
        ("query", "form", False, OBJECT, "color=R,100,G,200,B,150", RGB),
        ("query", "form", True, STRING, "color=blue", "blue"),
        ("query", "form", True, ARRAY, "color=blue&color=black&color=brown", COLORS),
        ("query", "form", True, OBJECT, "R=100&G=200&B=150", RGB),
        ("cookie", "form", False, STRING, "color=blue", "blue"),
        ("cookie", "form", False, ARRAY, "color=blue,black,brown", COLORS),
        ("cookie", "form", False, OBJECT, "color=R,100,G,200,B,150", RGB),
        ("query", "spaceDelimited", False, ARRAY, "color=blue%20black%20brown", COLORS),
        ("query", "spaceDelimited", False, ARRAY, "color=blue+black+brown", COLORS),
        ("query", "spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150", RGB),
        ("query", "pipeDelimited", False, ARRAY, "color=blue%7Cblack%7Cbrown", COLORS),
        ("query", "pipeDelimited", False, ARRAY, "color=blue|black|brown", COLORS),
        ("query", "pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150", RGB),
        ("query", "deepObject", True, OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150", RGB),
        ("query", "deepObject", True, OBJECT, "color[R]=100&color[G]=200&color[B]=150", RGB),
        # Arrays of numbers, one element, none.
        ("path", "simple", False, NUMBERS, "1,2", [1, 2]),
        ("path", "simple", False, NUMBERS, "1", [1]),
        ("query", "form", True, NUMBERS, "color=1&color=2", [1, 2]),
        ("query", "form", False, NUMBERS, "color=", []),
        ("query", "spaceDelimited", False, NUMBERS, "color=", []),
        ("query", "pipeDelimited", False, NUMBERS, "color=", []),
        ("header", "simple", False, ARRAY, "", []),
        # What is encoded is not split.
        ("path", "simple", False, ARRAY, "a%2Cb,c", ["a,b", "c"]),
        ("query", "form", False, ARRAY, "color=a%2Cb,c", ["a,b", "c"]),
        ("path", "label", True, ARRAY, ".a%2Eb.c", ["a.b", "c"]),
        ("path", "simple", False, STRING, "a%2Fb%20c", "a/b c"),
        ("query", "form", True, STRING, "color=a%26b+c", "a&b c"),
        ("query", "form", True, STRING, "color=%C3%A9", "é"),
        ("query", "form", True, STRING, "color=a%00b", "a\0b"),
        ("query", "form", True, STRING, "color=100%", "100%"),
        ("path", "simple", False, STRING, "a+b", "a+b"),
        # Names of their own, values of other parameters.
        ("query", "form", True, STRING, "colour=x&color=blue&Color=y", "blue"),
        ("query", "form", True, STRING, "color=red&color=blue", "blue"),
        ("query", "form", True, OBJECT, "R=1&x=2", {"R": 1}),
        ("query", "form", True, OBJECT, "x=2", "absent"),
        ("query", "deepObject", True, OBJECT, "color=2&color[x]=a&other[R]=1", {"x": "a"}),
        ("query", "form", True, ARRAY, "x=1", "absent"),
        ("query", "form", True, STRING, "", "absent"),
        ("cookie", "form", False, STRING, "colour=x", "absent"),
    ],
)
def test_style(*, location: str, style: str, explode: bool, schema: Any, text: str, value: Any) -> None:
    assert read(location, schema, text, style=style, explode=explode) == value


@pytest.mark.parametrize(
    ("location", "schema", "text", "value"),
    [
        ("path", ARRAY, "a,b", ["a", "b"]),
        ("header", ARRAY, "a,b", ["a", "b"]),
        ("query", ARRAY, "color=a&color=b", ["a", "b"]),
        ("query", ARRAY, "color=a,b", ["a,b"]),
        ("cookie", STRING, "color=a", "a"),
    ],
)
def test_default_styles(location: str, schema: Any, text: str, value: Any) -> None:
    assert read(location, schema, text) == value


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        (INTEGER, "007", 7),
        (INTEGER, "9" * 30, int("9" * 30)),
        ({"type": "number", "maximum": 10}, "1e1", 10.0),
        ({"type": "boolean"}, "true", True),
        ({"enum": [1, "a", None]}, "1", 1),
        ({"enum": [1, "a", None]}, "null", None),
        ({"const": 5}, "5", 5),
        ({"type": ["integer", "null"]}, "", None),
        ({"anyOf": [{"type": "integer", "minimum": 5}, {"type": "string", "maxLength": 2}]}, "ab", "ab"),
        ({"type": "string", "format": "uuid"}, "11111111-2222-4333-8444-555555555555",
         "11111111-2222-4333-8444-555555555555"),
        ({}, "anything", "anything"),
        (True, "anything", "anything"),
        ({"type": "string", "minLength": 0}, "", ""),
    ],
)  # fmt: skip
def test_typed_values(schema: Any, text: str, value: Any) -> None:
    assert read("query", schema, f"color={quote(text)}") == value


@pytest.mark.parametrize(
    ("location", "schema", "text", "more"),
    [
        ("query", INTEGER, "color=seven", {}),
        ("query", INTEGER, "color=", {}),
        ("query", INTEGER, f"color={'9' * 5000}", {}),
        ("query", {"type": "integer", "maximum": 5}, "color=6", {}),
        ("query", {"type": "number"}, "color=1e999", {}),
        ("query", {"type": "number"}, "color=NaN", {}),
        ("query", {"type": "boolean"}, "color=yes", {}),
        ("query", {"enum": ["a", "b"]}, "color=A", {}),
        ("query", {"const": 5}, "color=6", {}),
        ("query", {"type": "string", "minLength": 1}, "color=", {}),
        ("query", {"type": "string", "format": "uuid"}, "color=7", {}),
        ("query", {**ARRAY, "maxItems": 1}, "color=a&color=b", {}),
        ("query", {**ARRAY, "uniqueItems": True}, "color=a&color=a", {}),
        ("query", NUMBERS, "color=1&color=x", {}),
        ("query", {**OBJECT, "required": ["R"]}, "G=1", {}),
        ("query", OBJECT, "color=R,1,G", {"explode": False}),
        ("query", {**OBJECT, "additionalProperties": False}, "color[X]=1", {"style": "deepObject", "explode": True}),
        ("query", STRING, "x=1", {"required": True}),
        ("query", STRING, "color=%ff", {}),
        ("query", False, "color=a", {}),
        ("path", STRING, "%ff", {}),
        ("path", STRING, "100%", {}),
        ("path", {"type": "string", "pattern": "^[a-z]+$"}, "A", {}),
        ("path", STRING, "blue", {"style": "label"}),
        ("path", STRING, "blue", {"style": "matrix"}),
        ("path", STRING, ";colour=blue", {"style": "matrix"}),
        ("path", ARRAY, ";color=blue;colour=black", {"style": "matrix", "explode": True}),
        ("header", INTEGER, "1;2", {}),
        ("cookie", INTEGER, "color=x", {}),
        ("cookie", STRING, "a=b", {"required": True}),
    ],
)
def test_refused(location: str, schema: Any, text: str, more: dict[str, Any]) -> None:
    failure = read(location, schema, text, **more)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.INVALID_PARAMETER
    assert failure.location == f"{location}/color"


def test_long_values_are_cut_in_messages() -> None:
    failure = read("query", INTEGER, f"color={'x' * 50_000}")
    assert isinstance(failure, Failure)
    assert len(failure.detail) < 1_000


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        (INTEGER, "color=", "absent"),
        (INTEGER, "color", "absent"),
        (INTEGER, "color=7", 7),
        ({"type": "string", "minLength": 1}, "color=", "absent"),
        (STRING, "color=", ""),
        (STRING, "x", "absent"),
    ],
)
def test_allow_empty_value(schema: Any, text: str, value: Any) -> None:
    assert read("query", schema, text, allowEmptyValue=True) == value


def test_an_allowed_empty_value_counts_as_present() -> None:
    assert read("query", INTEGER, "color=", allowEmptyValue=True, required=True) == "absent"
    assert isinstance(read("query", INTEGER, "", allowEmptyValue=True, required=True), Failure)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer", "default": 3}, 3),
        ({"type": "array", "items": STRING, "default": ["a"]}, ["a"]),
        ({"type": "integer", "default": "broken"}, "absent"),
        ({"type": ["integer", "null"], "default": None}, None),
    ],
)
def test_an_absent_parameter_has_its_default(schema: Any, value: Any) -> None:
    assert read("query", schema, "x=1") == value


def test_a_sent_value_precedes_the_default() -> None:
    assert read("query", {"type": "integer", "default": 3}, "color=4") == 4


def test_names_are_case_sensitive_except_headers() -> None:
    assert judge(parameter("query", "ID", STRING), make_request("/x?id=1")) == "absent"
    assert judge(parameter("header", "X-Id", STRING), make_request(headers={"x-ID": "1"})) == "1"


@pytest.mark.parametrize(
    ("media_type", "text", "value"),
    [
        ("application/json", '{"a": [1, null]}', {"a": [1, None]}),
        ("application/vnd.x+json", "7", 7),
        ("text/plain", "7", "7"),
    ],
)
@pytest.mark.parametrize("location", ["query", "path", "header", "cookie"])
def test_content(location: str, media_type: str, text: str, value: Any) -> None:
    if location in {"query", "path"}:
        text = quote(text, safe="")
    prefix = "color=" if location in {"query", "cookie"} else ""
    assert read(location, None, prefix + text, content={media_type: {"schema": True}}) == value


@pytest.mark.parametrize("text", ["{", "", "{'a':1}", "[1]x", "\ud800", '{"a":2}', "[" * 5000, "[" * 900 + "]" * 900])
def test_invalid_content(text: str) -> None:
    content = {"application/json": {"schema": {"type": "object", "properties": {"a": {"const": 1}}}}}
    failure = read("query", None, f"color={quote(text, errors='surrogatepass')}", content=content)
    assert isinstance(failure, Failure)


def test_the_first_error_is_the_main_failure() -> None:
    stages = ParameterStages([parameter("query", "color", INTEGER), parameter("query", "size", INTEGER)])
    made = make_request("/x?color=x&size=y")
    failure = stages.values(made)
    assert failure is not None
    assert failure.location == "query/color"


@pytest.mark.parametrize(
    ("location", "schema", "more", "text"),
    [
        ("query", INTEGER, {}, "color=x"),
        ("query", ARRAY, {"explode": False}, "color="),
        ("query", OBJECT, {"explode": True}, "R=1"),
        ("query", OBJECT, {"explode": False}, "color=R"),
        ("query", OBJECT, {"style": "deepObject"}, "color[R]=x"),
        ("query", None, {"content": {"application/json": {}}}, "color={"),
        ("header", INTEGER, {}, "x"),
        ("cookie", INTEGER, {}, "color=x"),
    ],
)
def test_presence_and_values_are_separate_stages(location: str, schema: Any, more: Any, text: str) -> None:
    stages = ParameterStages([parameter(location, "color", schema, required=True, **more)])
    assert stages.presence(request(location, text)) is None
    without = make_request("/x?other=1")
    sentence, place = "this parameter is required", f"{location}/color"
    missing = Failure(FailureKind.INVALID_PARAMETER, sentence, place, cause="missing")
    assert stages.presence(without) == missing
    assert stages.values(without) is None
    assert without.parameters == {}


def test_path_parameters_are_always_present() -> None:
    assert ParameterStages([parameter("path", "color", INTEGER)]).required == []


FORMS = [
    "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "3C90C3CC-0D44-4B50-8888-8DD25736052A",
    "3c90c3cc0d444b5088888dd25736052a",
    "{3c90c3cc-0d44-4b50-8888-8dd25736052a}",
    "urn:uuid:3c90c3cc-0d44-4b50-8888-8dd25736052a",
]


@pytest.mark.parametrize("location", ["path", "query", "header", "cookie"])
@pytest.mark.parametrize("text", FORMS)
def test_uuids_are_converted_to_the_canonical_form(location: str, text: str) -> None:
    sent = quote(text) if location in {"path", "query"} else text
    prefix = "color=" if location in {"query", "cookie"} else ""
    assert read(location, STRING, prefix + sent, **{"x-mock-canonical": "uuid"}) == FORMS[0]
    assert read(location, STRING, prefix + sent) == text


@pytest.mark.parametrize("text", ["42", "3c90c3cc-0d44-4b50-8888-8dd25736052", "g" * 32, "\u00e9" * 32])
def test_invalid_uuids_are_refused(text: str) -> None:
    failure = read("path", STRING, quote(text), **{"x-mock-canonical": "uuid"})
    assert failure == Failure(FailureKind.INVALID_PARAMETER, "not a UUID", "path/color", cause="uuid", sent=text)


def test_the_schema_validates_the_original_string() -> None:
    schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
    assert read("path", schema, FORMS[2], **{"x-mock-canonical": "uuid"}) == FORMS[0]
    assert isinstance(read("path", schema, FORMS[0], **{"x-mock-canonical": "uuid"}), Failure)


def test_the_default_is_converted_to_the_canonical_form() -> None:
    schema = {"type": "string", "default": FORMS[1]}
    declared = parameter("query", "color", schema, **{"x-mock-canonical": "uuid"})
    assert judge(declared, make_request("/x")) == FORMS[0]


@pytest.mark.parametrize(
    ("location", "text", "sent"),
    [
        ("path", "a%20b", "a b"),
        ("path", "%zz", "%zz"),
        ("query", "color=1&color=a+b", "a b"),
        ("query", "color=%FF", "\ufffd"),
        ("header", "a b", "a b"),
        ("cookie", "color=a", "a"),
    ],
)
def test_a_failure_has_the_sent_string(location: str, text: str, sent: str) -> None:
    failure = read(location, INTEGER, text)
    assert (failure.cause, failure.sent) == ("", sent)
    assert read(location, {"type": "string", "format": "uuid"}, text).cause == "uuid"


# ---------------------------------------------------------------------- properties

TEXT = st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable() or "\n" in text)


def encoded(text: str) -> str:
    return quote(text, safe="", errors="strict")


@given(st.lists(TEXT, max_size=5), st.sampled_from(["form", "form exploded", "pipeDelimited", "spaceDelimited"]))
def test_arrays_in_the_query(values: list[str], style: str) -> None:
    if style == "form exploded":
        text = "&".join(f"color={encoded(value)}" for value in values)
        assert read("query", ARRAY, text) == (values or "absent")
        return
    delimiter = {"form": ",", "pipeDelimited": "|", "spaceDelimited": " "}[style]
    if style != "form":  # its delimiter is encoded, so values cannot hold it
        values = [value.replace(delimiter, "") or "x" for value in values]
    joined = (delimiter if style == "form" else encoded(delimiter)).join(map(encoded, values))
    assert read("query", ARRAY, f"color={joined}", style=style, explode=False) == values


@given(st.lists(TEXT, min_size=1, max_size=5), st.sampled_from(["simple", "label", "matrix"]), st.booleans())
def test_arrays_in_the_path(values: list[str], style: str, explode: bool) -> None:
    parts = [encoded(value).replace(".", "%2E") for value in values]
    if style == "simple":
        text = ",".join(parts)
    elif style == "label":
        text = "." + ("." if explode else ",").join(parts)
    elif explode:
        text = "".join(f";color={part}" for part in parts)
    else:
        text = f";color={','.join(parts)}"
    assert read("path", ARRAY, text, style=style, explode=explode) == values


@given(st.dictionaries(st.sampled_from(["R", "G", "B"]), st.integers(), min_size=1))
def test_objects_of_every_style(value: dict[str, int]) -> None:
    flat = ",".join(f"{name},{number}" for name, number in value.items())
    pairs = ",".join(f"{name}={number}" for name, number in value.items())
    assert read("query", OBJECT, f"color={flat}", explode=False) == value
    assert read("query", OBJECT, pairs.replace(",", "&")) == value
    assert read("path", OBJECT, flat) == value
    assert read("path", OBJECT, pairs, explode=True) == value
    assert read("path", OBJECT, ";" + pairs.replace(",", ";"), style="matrix", explode=True) == value
    assert read("path", OBJECT, "." + pairs.replace(",", "."), style="label", explode=True) == value
    assert read("header", OBJECT, pairs, explode=True) == value
    deep = "&".join(f"color[{name}]={number}" for name, number in value.items())
    assert read("query", OBJECT, deep, style="deepObject", explode=True) == value


ANY = [
    parameter(location, "color", schema, style=style, explode=explode)
    for location, style in [
        ("path", "matrix"), ("path", "label"), ("path", "simple"), ("header", "simple"), ("cookie", "form"),
        ("query", "form"), ("query", "spaceDelimited"), ("query", "pipeDelimited"), ("query", "deepObject"),
    ]
    for schema in (STRING, INTEGER, NUMBERS, OBJECT, {"type": ["boolean", "null"]})
    for explode in (True, False)
]  # fmt: skip
"""One parameter of every style, type and ``explode``, whether or not OpenAPI defines it."""


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/?#"), min_size=1, max_size=30))
def test_any_string_is_read_or_refused(text: str) -> None:
    for declared in ANY:
        for made in (text, f"color={text}", f"color[{text}]={text}"):
            judge(declared, request(declared.location, made))


# ---------------------------------------------------------------------- several parameters


def several(strict: bool = False) -> ParameterStages:
    nodes: list[dict[str, Any]] = [
        {"name": "a", "in": "query", "required": True, "schema": INTEGER},
        {"name": "id", "in": "path", "required": True, "schema": INTEGER},
        {"name": "b", "in": "query", "required": True, "schema": STRING},
        {"name": "c", "in": "query", "schema": INTEGER, "x-mock-required": "strict"},
    ]
    operation = only(load({"/x/{id}": {"get": {"parameters": nodes}}}))
    return ParameterStages(operation.parameters, strict=strict)


def places(failure: Failure | None) -> list[tuple[str, str]]:
    return [(each.location, each.cause) for each in failure.each] if failure else []


def test_invalid_parameters_are_reported_in_document_order() -> None:
    failure = several().values(make_request("/x/i?c=y&a=x", template="/x/{id}"))
    assert places(failure) == [("query/a", ""), ("path/id", ""), ("query/c", "")]
    assert failure is not None
    assert [each.sent for each in failure.each] == ["x", "i", "y"]
    assert [each.others for each in failure.others] == [(), ()]


def test_valid_parameters_are_read_next_to_invalid_ones() -> None:
    made = make_request("/x/7?a=x&c=3", template="/x/{id}")
    assert places(several().values(made)) == [("query/a", "")]
    assert made.parameters == {("path", "id"): 7, ("query", "c"): 3}


def test_missing_and_invalid_parameters_are_reported_together() -> None:
    failure = several().presence(make_request("/x/i?c=y", template="/x/{id}"))
    assert places(failure) == [("query/a", "missing"), ("path/id", ""), ("query/b", "missing"), ("query/c", "")]
    assert several().presence(make_request("/x/i?a=x&b=", template="/x/{id}")) is None


def test_strict_parameters_are_required_only_if_strict() -> None:
    made = make_request("/x/7?a=1&b=2", template="/x/{id}")
    assert several().presence(made) is None
    assert places(several(strict=True).presence(made)) == [("query/c", "missing")]
    assert several(strict=True).presence(make_request("/x/7?a=1&b=2&c=", template="/x/{id}")) is None


@pytest.mark.parametrize(("style", "text"), [("simple", "7,007"), ("label", ".7,+7"), ("matrix", ";color=-0,7")])
def test_numbers_in_a_path_are_plain(style: str, text: str) -> None:
    assert isinstance(read("path", NUMBERS, text, style=style), Failure)
    assert isinstance(read("path", INTEGER, "007"), Failure)
    assert read("query", INTEGER, "color=007") == 7
    assert read("header", INTEGER, "+7") == 7
