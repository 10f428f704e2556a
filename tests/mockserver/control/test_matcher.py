"""Matchers: each condition, its messages, and nonsense."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.generation.json_encoding import encode_json
from mockserver.control.admin_request import AdminError
from mockserver.control.matcher import FIELDS, Matcher, Mismatch, compile_matcher
from mockserver.exchange import MAX_BODY, Exchange
from mockserver.http.messages import decode_json
from mockserver.http.request import ABSENT
from tests.mockserver.control.control_kit import exchange, get_pet, pets

CONTRACT = pets()
FORM = ("content-type", "application/x-www-form-urlencoded")


def matcher(value: Any, **more: Any) -> Matcher:
    return compile_matcher(value, [CONTRACT], "/request", **more)


def only_mismatch(value: Any, made: Exchange) -> Mismatch:
    compiled = matcher(value)
    (found,) = compiled.mismatches(made)
    assert not compiled.matches(made)
    return found


def refusal(value: Any, **more: Any) -> AdminError:
    with pytest.raises(AdminError) as found:
        matcher(value, **more)
    assert found.value.status == 422
    return found.value


JSON_BODY = {"name": "Rex", "age": 3, "tags": ["a", "b", "c"], "owner": {"id": 1.0, "email": None}, "is_sold": True}
SENT = exchange("POST", "/pets?limit=10&tag=a&tag=b%20c&empty=", JSON_BODY, [("X-Key", "k1"), ("Accept", "text/html")])
MULTIPART = (
    b'--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nRex\r\n'
    b'--x\r\ncontent-disposition: form-data; name="meta"\r\n'
    b'content-type: application/json\r\n\r\n{"age": 3}\r\n--x--\r\n'
)


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ({}, SENT),
        ({"operation": "getPet"}, get_pet()),
        ({"operation": {"absent": True}}, SENT),
        ({"operation": {"matches": "^get"}}, get_pet()),
        ({"api": {"absent": True}}, SENT),
        ({"method": "post"}, SENT),
        ({"method": {"matches": "^(POST|PUT)$"}}, SENT),
        ({"path": "/pets"}, SENT),
        ({"path": "/pets/{petId}"}, get_pet()),
        ({"path": "/pets/{other}", "path_params": {"other": 7}}, get_pet()),
        ({"path": "/pets/{petId}"}, get_pet("/v2/pets/7")),
        ({"path": "/pets/7"}, get_pet("/v2/pets/7")),
        ({"path": "/pets/{id}.{format}", "path_params": {"format": "json"}}, exchange(target="/pets/7.json")),
        ({"path": "/pets/a b"}, get_pet("/pets/a%20b")),
        ({"path": {"contains": "pets"}}, SENT),
        ({"path_params": {"petId": "a/b"}}, get_pet("/pets/a%2Fb")),
        ({"path_params": {"petId": {"matches": "^[0-9]+$"}}}, get_pet()),
        ({"query": {"limit": 10}}, SENT),
        ({"query": {"tag": "b c"}}, SENT),
        ({"query": {"tag": ["a", "b c"]}}, SENT),
        ({"query": {"tag": {"contains": ["b c"]}}}, SENT),
        ({"query": {"empty": ""}}, SENT),
        ({"query": {"other": {"absent": True}, "empty": {"absent": False}}}, SENT),
        ({"headers": {"x-KEY": "k1"}}, SENT),
        ({"headers": {"accept": {"contains": "html", "matches": "^text/"}}}, SENT),
        ({"headers": {"authorization": {"absent": True}}}, SENT),
        ({"body": JSON_BODY}, SENT),
        ({"body": {"age": 3.0, "owner": {"id": 1}}}, SENT),
        ({"body": {"tags": ["a", "c"]}}, SENT),
        ({"body": {"tags": {"contains": "b"}}}, SENT),
        ({"body": {"tags": {"contains": ["b", "c"]}}}, SENT),
        ({"body": {"name": {"matches": "^R"}, "color": {"absent": True}}}, SENT),
        ({"body": {"name": {"contains": "ex"}, "owner": {"contains": {"id": 1}}}}, SENT),
        ({"body": {"matches": '"name": ?"Rex"', "contains": "Rex"}}, SENT),
        ({"body": {"absent": True}}, get_pet()),
        ({"body": {"absent": False}}, SENT),
        ({"body": {"contains": {"matches": 1}}}, exchange(body={"matches": 1, "more": 2})),
        ({"body": [{"a": 1}, {"b": 2}]}, exchange(body=[{"a": 1, "c": 0}, 5, {"b": 2}])),
        ({"body": None}, exchange(body=None)),
        ({"body": "plain"}, exchange(body=b"plain", headers=[("content-type", "text/plain")])),
        ({"body": {"age": 3, "name": "Rex"}}, exchange(body=b"name=Rex&age=3", headers=[FORM])),
        ({"body": {"tags": ["b"]}}, exchange(body=b"tags=a&tags=b", headers=[FORM])),
        ({"body": {"tags": ["a"], "owner": {"id": "1"}}}, exchange(body=b"tags[]=a&owner[id]=1", headers=[FORM])),
        ({"body": {"items": [{"price": 5}]}}, exchange(body=b"items[0][price]=5", headers=[FORM])),
        (
            {"body": {"name": "Rex", "meta": {"age": 3}}},
            exchange(body=MULTIPART, headers=[("content-type", "multipart/form-data; boundary=x")]),
        ),
        ({"body_schema": {"required": ["name"]}}, SENT),
        ({"body_schema": {"$ref": "#/components/schemas/Pet"}}, SENT),
        ({"body_schema": {"items": {"$ref": "#/components/schemas/Pet"}}}, exchange(body=[{"name": "Rex"}])),
        ({"body_schema": {"$ref": "#/$defs/a", "$defs": {"a": {"type": "object"}}}}, SENT),
        ({"body_schema": True}, SENT),
        ({"status": 200}, SENT),
        ({"status": "2XX"}, SENT),
        ({"status": {"matches": "^2"}}, SENT),
    ],
)
def test_conditions_that_hold(value: Any, made: Exchange) -> None:
    compiled = matcher(value)
    assert compiled.mismatches(made) == []
    assert compiled.matches(made)


@pytest.mark.parametrize(
    ("value", "made", "mismatch"),
    [
        ({"operation": "getPet"}, SENT, ("/operation", "getPet", ABSENT, "is absent")),
        ({"operation": "listPets"}, get_pet(), ("/operation", "listPets", "getPet", "differs")),
        ({"method": "GET"}, SENT, ("/method", "GET", "POST", "differs")),
        ({"path": "/cats"}, SENT, ("/path", "/cats", "/pets", "differs")),
        ({"path": "/pets/{id}/x"}, get_pet(), ("/path", "/pets/{id}/x", "/pets/7", "differs")),
        ({"query": {"limit": 1}}, SENT, ("/query/limit", 1, "10", "differs")),
        ({"query": {"tag": ["a"]}}, SENT, ("/query/tag", ["a"], ["a", "b c"], "the values differ")),
        ({"query": {"a/b": "1"}}, SENT, ("/query/a~1b", "1", ABSENT, "is absent")),
        ({"query": {"limit": {"absent": True}}}, SENT, ("/query/limit", {"absent": True}, "10", "must be absent")),
        (
            {"headers": {"Accept": {"matches": "json$"}}},
            SENT,
            ("/headers/accept", {"matches": "json$"}, "text/html", "does not match the regular expression"),
        ),
        ({"body": {"age": True}}, SENT, ("/body/age", True, 3, "differs")),
        ({"body": {"age": "3"}}, SENT, ("/body/age", "3", 3, "differs")),
        ({"body": {"owner": {"name": "A"}}}, SENT, ("/body/owner/name", "A", ABSENT, "is absent")),
        (
            {"body": {"tags": ["c", "a"]}},
            SENT,
            ("/body/tags", ["c", "a"], ["a", "b", "c"], "no item is like item 1 after the items before it"),
        ),
        ({"body": {"name": {"x": 1}}}, SENT, ("/body/name", {"x": 1}, "Rex", "is not an object")),
        ({"body": {}}, get_pet(), ("/body", {}, ABSENT, "is absent")),
        (
            {"body": {"matches": "Tom"}},
            SENT,
            ("/body", {"matches": "Tom"}, JSON_BODY, "does not match the regular expression"),
        ),
        (
            {"body_schema": {"properties": {"age": {"maximum": 1}}}},
            SENT,
            ("/body_schema/age", "/properties/age/maximum", 3, "the value is greater than the maximum of 1"),
        ),
        ({"status": 404}, SENT, ("/status", 404, 200, "differs")),
        ({"status": "4xx"}, SENT, ("/status", "4xx", 200, "differs")),
    ],
)
def test_mismatches(value: Any, made: Exchange, mismatch: tuple[Any, ...]) -> None:
    assert only_mismatch(value, made) == Mismatch(*mismatch)


def test_each_condition_that_fails_is_reported() -> None:
    found = matcher({"method": "GET", "query": {"limit": 1, "page": 2}, "body": {"name": "Tom"}}).mismatches(SENT)
    assert [one.field for one in found] == ["/method", "/query/limit", "/query/page", "/body/name"]


def test_secrets_are_masked() -> None:
    made = exchange(
        "POST",
        "/pets?api_key=abcdefgh1",
        {"password": "hunter22222", "note": "hunter22222", "auth": {"token": "t"}},
        [("Authorization", "Bearer abcdefgh2")],
    )
    wanted = {
        "query": {"api_key": "abcdefgh3"},
        "headers": {"authorization": "Bearer abcdefgh4"},
        "body": {"password": "hunter5", "note": "x", "auth": {"token": "u"}},
    }
    found = matcher(wanted).mismatches(made)
    assert len(found) == 5
    shown = encode_json([one.as_json() for one in found]).decode()
    assert not [secret for secret in ("hunter", "abcdefgh", '"t"', '"u"') if secret in shown]
    form = exchange(body=b"password=hunter22222&name=Rex", headers=[FORM])
    assert only_mismatch({"body": {"password": "x"}}, form).actual == "…"
    assert only_mismatch({"body": {"name": "x"}}, form).actual == "Rex"


def test_a_body_of_which_only_the_beginning_is_kept_does_not_match() -> None:
    kept = exchange(body={"name": "x" * MAX_BODY}).cut()
    assert only_mismatch({"body": {"name": "x"}}, kept).reason == "cannot be compared: only its beginning is kept"
    assert not matcher({"body_schema": {"type": "string"}}).matches(kept)


def test_long_values_are_shortened_in_messages() -> None:
    found = only_mismatch({"body": {"name": 1}}, exchange(body={"name": "x" * 5000}))
    assert len(found.actual) == 501


def test_invalid_json_is_compared_as_a_string() -> None:
    broken = exchange(body=b'{"a":', headers=[("content-type", "application/json")])
    assert only_mismatch({"body": {"a": 1}}, broken).reason == "is not an object"
    assert matcher({"body": {"contains": '"a"'}}).matches(broken)


@pytest.mark.parametrize(
    ("value", "location", "message"),
    [
        (5, "/request", "must be an object"),
        ({"methd": "GET"}, "/request/methd", "unknown property 'methd'"),
        ({"operation": "getPt"}, "/request/operation", "no operation 'getPt'"),
        ({"operation": 5}, "/request/operation", "must be a string"),
        ({"operation": ""}, "/request/operation", "must be a string"),
        ({"api": "nope"}, "/request/api", "no API 'nope'"),
        ({"method": "GET /x"}, "/request/method", "is not a method"),
        ({"method": {"absent": True}}, "/request/method/absent", "cannot be used here"),
        ({"path": "pets"}, "/request/path", "must begin with a slash"),
        ({"path": "/pets?x=1"}, "/request/path", "has no query"),
        ({"path": "/pets/{id"}, "/request/path", "unclosed or empty name"),
        ({"path": "/pets/{}"}, "/request/path", "unclosed or empty name"),
        ({"path": "/{a}/{a}"}, "/request/path", "a name twice"),
        ({"path": 7}, "/request/path", "must be a path"),
        ({"path": {"matches": "("}}, "/request/path/matches", "not a valid regular expression"),
        ({"path_params": []}, "/request/path_params", "must be an object"),
        ({"operation": "getPet", "path_params": {"petid": 1}}, "/request/path_params/petid", "no path parameter"),
        ({"query": {"a": None}}, "/request/query/a", "must be a string"),
        ({"query": {"a": {}}}, "/request/query/a", "a condition needs an operator"),
        ({"query": {"a": {"equals": 1}}}, "/request/query/a/equals", "unknown operator"),
        ({"query": {"a": {"absent": 1}}}, "/request/query/a/absent", "must be true or false"),
        ({"query": {"a": {"absent": True, "contains": "x"}}}, "/request/query/a/absent", "cannot be combined"),
        ({"query": {"a": [{}]}}, "/request/query/a/0", "must be a string"),
        ({"headers": {"a b": "x"}}, "/request/headers/a b", "not the name of a header"),
        ({"headers": {"A": "x", "a": "y"}}, "/request/headers", "occurs twice"),
        ({"headers": {"a": {"matches": 5}}}, "/request/headers/a/matches", "must be a string"),
        ({"headers": {"a": {"matches": "(?=a)b"}}}, "/request/headers/a/matches", "look-around"),
        ({"headers": {"a": {"matches": r"(a)\1"}}}, "/request/headers/a/matches", "back reference"),
        ({"headers": {"a": {"matches": "x" * 2000}}}, "/request/headers/a/matches", "longer than 1000"),
        ({"headers": {"a": {"matches": "((a{99}){99}){99}"}}}, "/request/headers/a/matches", "too large"),
        ({"body": {"a/b": {"matches": "["}}}, "/request/body/a~1b/matches", "not a valid regular expression"),
        ({"body": [0] * 10_001}, "/request/body", "more than 10000 values"),
        ({"body_schema": 5}, "/request/body_schema", "must be a JSON Schema"),
        ({"body_schema": {"type": "strin"}}, "/request/body_schema", "not a valid JSON Schema"),
        ({"body_schema": {"pattern": "("}}, "/request/body_schema/pattern", "not a valid regular expression"),
        (
            {"body_schema": {"patternProperties": {"(?!a)": {}}}},
            "/request/body_schema/patternProperties/(?!a)",
            "look-around",
        ),
        ({"body_schema": {"$ref": "http://localhost:1/x"}}, "/request/body_schema/$ref", "is not supported"),
        ({"body_schema": {"$ref": "file:///etc/hostname"}}, "/request/body_schema/$ref", "is not supported"),
        ({"body_schema": {"$ref": "#/$defs/x"}}, "/request/body_schema/$ref", "leads nowhere"),
        ({"body_schema": {"$ref": "#/components/schemas/Pat"}}, "/request/body_schema/$ref", "no component schema"),
        ({"body_schema": {"items": {"$ref": "#"}}}, "/request/body_schema", "refers to itself"),
        ({"body_schema": {"$id": "http://a"}}, "/request/body_schema/$id", "is not supported"),
        ({"status": 99}, "/request/status", "not a status code"),
        ({"status": True}, "/request/status", "not a status code"),
        ({"status": "6XX"}, "/request/status", "not a status code"),
        ({"status": {"absent": True}}, "/request/status/absent", "cannot be used here"),
    ],
)
def test_nonsense_is_refused_with_its_location(value: Any, location: str, message: str) -> None:
    error = refusal(value)
    assert error.location == location
    assert message in error.message


def test_similar_names_are_suggested() -> None:
    assert refusal({"operation": "getPett"}).hint == "did you mean 'getPet' or 'deletePet'?"
    assert refusal({"heders": {}}).hint == "did you mean 'headers'?"
    assert "'Pet'" in refusal({"body_schema": {"$ref": "#/components/schemas/Pets"}}).hint


def test_a_matcher_of_requests_has_no_status() -> None:
    assert refusal({"status": 200}, with_status=False).location == "/request/status"


def test_references_that_multiply_are_refused() -> None:
    definitions: dict[str, Any] = {
        f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}, {"$ref": f"#/$defs/a{n + 1}"}]} for n in range(40)
    }
    error = refusal({"body_schema": {"$ref": "#/$defs/a0", "$defs": {**definitions, "a40": {}}}})
    assert "more than 10000 subschemas" in error.message


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|aa)+$", "(.*)*x", "(a?){500}b"])
def test_regular_expressions_take_linear_time(pattern: str) -> None:
    compiled = matcher({"headers": {"x": {"matches": pattern}}, "body": {"matches": pattern}})
    made = exchange(body=b"a" * 60_000 + b"!", headers=[("x", "a" * 5_000 + "!"), ("content-type", "text/plain")])
    started = time.process_time()
    compiled.mismatches(made)
    assert time.process_time() - started < 2


def test_patterns_of_ecma_262_are_accepted() -> None:
    assert matcher({"headers": {"x": {"matches": r"^[\w-.]+$"}}}).matches(exchange(headers=[("x", "a-b.c")]))


# ---------------------------------------------------------------------- properties

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
HEADER_TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXT, below, max_size=4), max_leaves=12
)


@settings(deadline=None)
@given(
    path=st.lists(TEXT.filter(bool), max_size=3),
    query=st.lists(st.tuples(TEXT, TEXT), max_size=4),
    headers=st.dictionaries(st.sampled_from(["x-a", "X-B", "accept"]), HEADER_TEXT),
    body=JSON,
)
def test_a_matcher_made_from_an_exchange_matches_it(
    path: list[str], query: list[tuple[str, str]], headers: dict[str, str], body: Any
) -> None:
    target = "/" + "/".join(quote(one, safe="") for one in path)
    made = exchange("PUT", f"{target}?{urlencode(query)}", body, headers.items())
    by_name: dict[str, list[str]] = {}
    for name, value in query:
        by_name.setdefault(name, []).append(value)
    value = {
        "method": "PUT",
        "path": {"contains": target},
        "query": by_name,
        "headers": headers,
        "body": {"contains": decode_json(made.request_body)},
        "status": 200,
    }
    if isinstance(body, str) or body is None or isinstance(body, bool | int | float):
        value["body"] = decode_json(made.request_body)
    compiled = matcher(value)
    assert compiled.mismatches(made) == []
    assert compiled.matches(made)


@settings(deadline=None)
@given(value=st.dictionaries(st.sampled_from(FIELDS), JSON | st.fixed_dictionaries({"matches": TEXT})) | JSON)
def test_nonsense_raises_nothing_but_admin_errors(value: Any) -> None:
    try:
        compiled = matcher(value)
    except AdminError:
        return
    for made in (SENT, get_pet()):
        assert compiled.matches(made) == (not compiled.mismatches(made))


@settings(deadline=None)
@given(
    body=st.binary(max_size=60),
    media_type=st.sampled_from(
        [
            "application/json",
            FORM[1],
            "multipart/form-data; boundary=x",
            "application/yaml",
            "application/x-ndjson",
            "text/plain",
            "a",
            "",
        ]
    ),
)
def test_any_body_can_be_compared(body: bytes, media_type: str) -> None:
    compiled = matcher({"body": {"a": {"contains": "x"}}, "body_schema": {"type": "object"}})
    made = exchange(body=body, headers=[("content-type", media_type)])
    assert compiled.matches(made) == (not compiled.mismatches(made))
