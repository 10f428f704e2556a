"""Error bodies: messages, codes and the location of each fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contracts.failures import FailureKind
from contracts.generation.generate import Generators
from mockserver.app import create_app
from mockserver.error_responses import ErrorRenderer
from mockserver.http.messages import Failure
from tests.mockserver.kit import Client, load, only, response

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
FIRST = Failure(FailureKind.INVALID_PARAMETER, "too large", "query/limit", sent="900")
SECOND = Failure(FailureKind.INVALID_BODY, '"name" is a required property', "body/owner")
NAMED = "query parameter 'limit': too large"
BOTH = Failure(FIRST.kind, FIRST.detail, FIRST.location, sent=FIRST.sent, others=(SECOND,))


def props(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def array(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


def body(schema: Any, failure: Failure = BOTH, *, media_type: str = "application/json") -> Any:
    content = {media_type: {"schema": schema} if schema is not None else {}}
    responses = {"400": {"description": "bad", "content": content}}
    operation = only(load({"/x": {"get": {"responses": responses}}}))
    sent = ErrorRenderer(operation, {}, None, Generators()).render(failure, path="/x")
    assert sent.status == 400
    return json.loads(sent.body)


@pytest.mark.parametrize(
    "name", ["message", "error", "detail", "reason", "description", "error_message", "errorMessage"]
)
def test_an_optional_message_is_always_there(name: str) -> None:
    assert all(body(props(**{name: TEXT}), FIRST)[name] == NAMED for _ in range(3))


def test_messages_in_nested_objects() -> None:
    assert body(props(error=props(message=TEXT, code=INTEGER)), FIRST)["error"]["message"] == NAMED
    assert body(props(error=props(error=props(reason=TEXT))))["error"]["error"]["reason"] == NAMED


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (Failure(FailureKind.INVALID_PARAMETER, "this parameter is required", "query/limit", cause="missing"),
         "query parameter 'limit': required"),
        (Failure(FailureKind.INVALID_PARAMETER, "too long", "header/x-key"), "header parameter 'x-key': too long"),
        (Failure(FailureKind.INVALID_PARAMETER, "too long", "query/a/b"), "query parameter 'a/b': too long"),
        (Failure(FailureKind.INVALID_BODY, "too long", "body"), "body: too long"),
        (Failure(FailureKind.INVALID_BODY, "too long", "body/a~1b/0"), "body '/a~1b/0': too long"),
        (Failure(FailureKind.UNSUPPORTED_MEDIA_TYPE, "not an image", "body/file"), "body '/file': not an image"),
        (Failure(FailureKind.UNSUPPORTED_MEDIA_TYPE, "a/b is not one of c/d", "header/content-type"),
         "a/b is not one of c/d"),
        (Failure(FailureKind.MALFORMED_BODY, "not JSON: x", "body"), "not JSON: x"),
        (Failure(FailureKind.NOT_FOUND, "no item with id 7", "path/id"), "no item with id 7"),
    ],
)  # fmt: skip
def test_a_message_names_the_wrong_value(failure: Failure, message: str) -> None:
    assert failure.sentence == message


@pytest.mark.parametrize(
    "schema", [None, TEXT, props(message=TEXT), props(errors=array(TEXT)), props(errors=array(props(message=TEXT)))]
)
def test_every_message_without_a_field_names_the_wrong_value(schema: Any) -> None:
    assert NAMED in json.dumps(body(schema, FIRST))


def test_a_short_message_does_not_name_the_wrong_value() -> None:
    assert body(props(message={**TEXT, "maxLength": 20}), FIRST)["message"] == "too large"


def test_the_field_of_a_fault_with_a_slash_in_its_name() -> None:
    failure = Failure(FailureKind.INVALID_BODY, "wrong", "body/a~1b/c")
    faults = props(errors=array(props(field=TEXT, pointer=TEXT)))
    assert body(faults, failure)["errors"] == [{"field": "a/b.c", "pointer": "/a~1b/c"}]


@pytest.mark.parametrize("name", ["errors", "details", "violations", "validationErrors", "invalid_params"])
def test_a_list_has_all_faults(name: str) -> None:
    entries = body(props(**{name: array(props(field=TEXT, message=TEXT))}))[name]
    assert entries == [
        {"field": "limit", "message": "too large"},
        {"field": "owner.name", "message": '"name" is a required property'},
    ]


def test_a_list_of_strings_has_all_faults() -> None:
    assert body(props(errors=array(TEXT)))["errors"] == [NAMED, "body '/owner': \"name\" is a required property"]


def test_a_list_is_not_longer_than_allowed() -> None:
    assert body(props(errors=array(TEXT, maxItems=1)))["errors"] == [NAMED]


@pytest.mark.parametrize(
    ("item", "first", "second"),
    [
        (props(pointer=TEXT, detail=TEXT), {"pointer": "/limit", "detail": "too large"},
         {"pointer": "/owner/name", "detail": '"name" is a required property'}),
        (props(name=TEXT, reason=TEXT, **{"in": TEXT}), {"name": "limit", "reason": "too large", "in": "query"},
         {"name": "owner.name", "reason": '"name" is a required property', "in": "body"}),
        (props(field=TEXT, rejected_value=TEXT), {"field": "limit", "rejected_value": "900"}, {"field": "owner.name"}),
        (props(source=props(pointer=TEXT, parameter=TEXT), title=TEXT),
         {"source": {"parameter": "limit"}, "title": "too large"},
         {"source": {"pointer": "/owner/name"}, "title": '"name" is a required property'}),
    ],
)  # fmt: skip
def test_where_a_fault_is(item: Any, first: Any, second: Any) -> None:
    found = body(props(errors=array({**item, "required": [*item["properties"]][:1]})))["errors"]
    for entry, expected in zip(found, (first, second), strict=True):
        assert {name: entry.get(name) for name in expected} == expected
        assert entry.keys() <= item["properties"].keys()
    assert "rejected_value" not in found[1]


def test_a_fault_without_location_has_no_field() -> None:
    failure = Failure(FailureKind.INVALID_PARAMETER, "no token")
    assert body(props(errors=array(props(field=TEXT, message=TEXT))), failure)["errors"] == [{"message": "no token"}]


def test_a_problem_document() -> None:
    expected = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": NAMED, "instance": "/x"}
    members = props(type=TEXT, title=TEXT, status=INTEGER, detail=TEXT, instance=TEXT)
    assert body(members, media_type="application/problem+json") == expected
    assert body(None, media_type="application/problem+json") == expected
    assert body({**members, "required": ["title", "detail", "status", "type", "instance"]}) == expected


def test_the_schema_of_a_problem_document_takes_precedence() -> None:
    members = props(type={"const": "https://example.com/bad"}, title=TEXT)
    found = body({**members, "required": ["type"]}, media_type="application/problem+json")
    assert found["type"] == "https://example.com/bad"


LIST = {
    "parameters": [{"name": name, "in": "query", "schema": INTEGER} for name in ("a", "b")],
    "requestBody": {
        "content": {"application/json": {"schema": {"type": "object", "required": ["n", "m"],
                                                    "properties": {"n": INTEGER, "m": INTEGER, "o": INTEGER}}}}
    },
    "responses": {
        "200": {"description": "ok"},
        "400": response(props(errors=array(props(field=TEXT)))),
    },
}  # fmt: skip


def test_all_faults_of_a_request_are_reported() -> None:
    client = Client(create_app(load({"/x": {"post": LIST}})))
    reply = client("POST", "/x?a=x&b=y", body=b'{"o": "z"}', headers={"content-type": "application/json"})
    assert reply.status == 400
    assert {entry["field"] for entry in reply.json["errors"]} == {"a", "b", "n", "m", "o"}
    reason = reply.header("x-mock-reason")
    assert reason.startswith('invalid_parameter query/a: "x" is not of type "integer"; query/b: ')
    assert 'body: "m" is a required property' in reason


def test_the_reason_names_a_limited_number_of_faults() -> None:
    others = tuple(Failure(FailureKind.INVALID_BODY, "wrong " * 100, f"body/{number}") for number in range(30))
    reason = Failure(FailureKind.INVALID_BODY, "wrong", "body", others=others).reason
    assert reason.endswith("; and 21 more")
    assert len(reason) < 2000
