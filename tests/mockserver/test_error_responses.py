"""Error responses: every failure is rendered as documented, with a valid body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.failures import STATUSES, FailureKind
from contracts.generation.generate import Generators
from contracts.spec.extensions import ErrorRule
from contracts.spec.model import Operation
from mockserver.error_responses import ErrorRenderer, common_error
from mockserver.http.messages import Failure, MockResponse
from tests.mockserver.kit import load, only, response

CODE_AND_MESSAGE = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "default": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 100, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
    },
}
FASTAPI: dict[str, Any] = {
    "type": "object",
    "properties": {
        "detail": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["loc", "msg", "type"],
                "properties": {
                    "loc": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
                    "msg": {"type": "string"},
                    "type": {"type": "string"},
                },
            },
        }
    },
}

SCHEMAS: dict[str, Any] = {
    "code and message": CODE_AND_MESSAGE,
    "problem": PROBLEM,
    "nested": {"type": "object", "required": ["error"], "properties": {"error": CODE_AND_MESSAGE}},
    "list": {
        "type": "object",
        "required": ["errors"],
        "properties": {"errors": {"type": "array", "minItems": 1, "items": CODE_AND_MESSAGE}},
    },
    "two of a list": {"type": "array", "minItems": 2, "items": CODE_AND_MESSAGE},
    "fastapi": FASTAPI,
    "string": {"type": "string"},
    "short string": {"type": "string", "maxLength": 3},
    "enumerated": {
        "type": "object",
        "required": ["code", "message"],
        "properties": {"code": {"enum": ["E1", "E2"]}, "message": {"const": "Something went wrong"}},
    },
    "narrow": {
        "type": "object",
        "required": ["status", "message"],
        "properties": {
            "status": {"type": "integer", "maximum": 99},
            "message": {"type": "string", "maxLength": 5},
        },
    },
    "composed": {"allOf": [CODE_AND_MESSAGE, {"type": "object", "properties": {"trace": {"type": "string"}}}]},
    "either": {"oneOf": [{"type": "string"}, CODE_AND_MESSAGE]},
    "null": {"type": "null"},
    "number": {"type": "integer"},
    "anything": {},
    "bare object": {"type": "object"},
    "open map": {"type": "object", "additionalProperties": {"type": "string"}},
    "flag": {"type": "object", "required": ["error"], "properties": {"error": {"type": "boolean"}}},
}

FAILURE = Failure(FailureKind.NOT_FOUND, "no item with id '7'", "path/id")


def operation(responses: Mapping[str, Any]) -> Operation:
    return only(load({"/x": {"get": {"responses": {"200": {"description": "fine"}, **responses}}}}))


def envelopes(
    responses: Mapping[str, Any] | None, rules: Mapping[str, ErrorRule] | None = None, *, usual: Any = None
) -> ErrorRenderer:
    """The renderer of an operation with these responses, or of no operation; ``usual``: the common error schema."""
    media = operation({"400": response(usual)}).responses[1].content[0] if usual is not None else None
    made = None if responses is None else operation(responses)
    return ErrorRenderer(made, rules or {}, media, Generators())


def body(answer: MockResponse) -> Any:
    return orjson.loads(answer.body)


def header(answer: MockResponse, name: str) -> str:
    (value,) = [value for key, value in answer.headers if key == name.encode()]
    return value.decode("latin-1")


# ---------------------------------------------------------------------- always valid


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("status", ["404", "4XX", "default"])
def test_the_body_is_valid_against_the_documented_schema(name: str, status: str) -> None:
    made = operation({status: response(SCHEMAS[name])})
    for kind in FailureKind:
        answer = ErrorRenderer(made, {}, None, Generators()).render(Failure(kind, "what happened", "query/a"))
        documented = made.response(answer.status)
        if documented is not None:
            schema = documented.content[0].schema
            assert schema is not None
            assert schema.is_valid(body(answer)), (kind, answer.body)
        else:
            assert body(answer)["error"].endswith("what happened")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_common_error_is_valid(name: str) -> None:
    schema = only(load({"/x": {"get": {"responses": {"400": response(SCHEMAS[name])}}}})).responses[0].content[0].schema
    assert schema is not None
    assert schema.is_valid(body(envelopes({}, usual=SCHEMAS[name]).render(FAILURE)))


DOCUMENTED = {name: operation({"default": response(schema)}) for name, schema in SCHEMAS.items()}


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(st.sampled_from(list(SCHEMAS)), st.text(), st.sampled_from(list(FailureKind)))
def test_any_detail_gives_a_valid_body_and_a_safe_header(name: str, detail: str, kind: FailureKind) -> None:
    answer = ErrorRenderer(DOCUMENTED[name], {}, None, Generators()).render(Failure(kind, detail, detail))
    schema = DOCUMENTED[name].responses[1].content[0].schema
    assert schema is not None
    assert schema.is_valid(body(answer))
    assert all(32 <= byte < 127 for byte in header(answer, "x-mock-reason").encode())


# ---------------------------------------------------------------------- messages and codes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("code and message", {"code": 404, "message": FAILURE.detail}),
        ("nested", {"error": {"code": 404, "message": FAILURE.detail}}),
        ("list", {"errors": [{"code": 404, "message": FAILURE.detail}]}),
        ("string", FAILURE.detail),
    ],
)
def test_messages_and_codes_are_filled_in(name: str, expected: Any) -> None:
    assert body(envelopes({"404": response(SCHEMAS[name])}).render(FAILURE)) == expected


def test_problem_details_are_filled_in() -> None:
    told = body(envelopes({"404": response(PROBLEM)}).render(FAILURE))
    assert told["status"] == 404
    assert (told["title"], told["detail"]) == ("Not Found", FAILURE.detail)


def test_valid_vendor_properties_are_merged() -> None:
    schema = {"properties": {"code": {"type": "string", "maxLength": 3}, "text": {"type": "string"}, "old": True}}
    made = envelopes({"404": response({"type": "object", "additionalProperties": False, **schema})})
    told = body(made.render(FAILURE, vendor_fields={"code": "too long", "text": "gone", "other": 1}))
    assert told["text"] == "gone"
    assert told.get("code") != "too long"
    assert "other" not in told


def test_fastapi_items_are_filled_in() -> None:
    schema: dict[str, Any] = {**FASTAPI, "required": ["detail"]}
    schema["properties"] = {"detail": {**FASTAPI["properties"]["detail"], "minItems": 1}}
    (told,) = body(envelopes({"404": response(schema)}).render(FAILURE))["detail"]
    assert (told["msg"], told["type"], told["loc"]) == (FAILURE.detail, "not_found", ["path", "id"])


def test_an_example_is_filled_in_if_the_rule_says_so() -> None:
    example = {"code": 1, "message": "m", "more": [1, None]}
    rules = {"not_found": ErrorRule(fill=True)}
    answer = envelopes({"404": response(CODE_AND_MESSAGE, example=example)}, rules).render(FAILURE)
    assert body(answer) == {"code": 404, "message": FAILURE.detail, "more": [1, None]}


def test_a_fastapi_example_gets_only_known_properties() -> None:
    item = {"type": "uuid_parsing", "loc": ["query", "b"], "msg": "m", "input": "x", "ctx": {"a": 1}}
    rules = {"invalid_parameter": ErrorRule(fill=True)}
    made = envelopes({"422": response(FASTAPI, example={"detail": [item, item]})}, rules)
    failure = Failure(FailureKind.INVALID_PARAMETER, "missing", "query/a", cause="missing")
    told = {"type": "missing", "loc": ["query", "a"], "msg": "Field required", "input": None}
    assert body(made.render(failure)) == {"detail": [told]}
    other = Failure(FailureKind.INVALID_PARAMETER, "too long", "path/c", sent="ccc")
    second = {"type": "invalid_parameter", "loc": ["path", "c"], "msg": "too long", "input": "ccc"}
    assert body(made.render(failure._replace(others=(other,)))) == {"detail": [told, second]}
    without = made.render(Failure(FailureKind.INVALID_PARAMETER, "asked for"))
    assert body(without) == {"detail": [item]}


def test_an_example_stays_unchanged_if_filling_makes_it_invalid() -> None:
    schema = {"type": "object", "properties": {"errors": {"type": "array", "minItems": 2, "items": CODE_AND_MESSAGE}}}
    example = {"errors": [{"code": 1, "message": "a"}, {"code": 2, "message": "b"}]}
    answer = envelopes({"404": response(schema, example=example)}, {"not_found": ErrorRule(fill=True)}).render(FAILURE)
    assert body(answer) == example


def test_the_reason_is_in_a_header() -> None:
    answer = envelopes({"404": response(CODE_AND_MESSAGE, example={"code": 1, "message": "m"})}).render(FAILURE)
    assert header(answer, "x-mock-reason") == "not_found path/id: no item with id '7'"


def test_a_documented_example_is_sent_unchanged() -> None:
    example = {"code": 1, "message": "Not here", "more": [1, None]}
    answer = envelopes({"404": response(CODE_AND_MESSAGE, example=example)}).render(FAILURE)
    assert body(answer) == example


def test_an_invalid_error_example_is_not_sent() -> None:
    answer = envelopes({"404": response(CODE_AND_MESSAGE, example={"code": "x"})}).render(FAILURE)
    assert body(answer) == {"code": 404, "message": FAILURE.detail}


def test_the_default_error_body() -> None:
    answer = envelopes({}).render(FAILURE)
    assert (answer.status, answer.media_type, body(answer)) == (404, "application/json", {"error": FAILURE.detail})


def test_a_documented_error_without_content() -> None:
    answer = envelopes({"404": {"description": "nothing"}}, usual=CODE_AND_MESSAGE).render(FAILURE)
    assert (answer.status, answer.body, answer.media_type) == (404, b"", "")


def test_failures_without_an_operation_use_the_common_error() -> None:
    assert body(envelopes(None, usual=CODE_AND_MESSAGE).render(FAILURE)) == {"code": 404, "message": FAILURE.detail}


# ---------------------------------------------------------------------- statuses


@pytest.mark.parametrize(
    ("documented", "kind", "status"),
    [
        (["400", "422"], FailureKind.INVALID_BODY, 422),
        (["400"], FailureKind.INVALID_BODY, 400),
        (["422"], FailureKind.MALFORMED_BODY, 422),
        (["400", "422"], FailureKind.MALFORMED_BODY, 400),
        (["404"], FailureKind.INVALID_PARAMETER, 404),
        (["4XX"], FailureKind.INVALID_BODY, 422),
        (["default"], FailureKind.NOT_FOUND, 404),
        ([], FailureKind.INTERNAL, 500),
    ],
)
def test_the_first_documented_status_is_used(documented: list[str], kind: FailureKind, status: int) -> None:
    answer = envelopes({name: response(CODE_AND_MESSAGE) for name in documented}).render(Failure(kind, "d"))
    assert answer.status == status


@pytest.mark.parametrize("kind", list(FailureKind))
def test_default_statuses(kind: FailureKind) -> None:
    assert envelopes({}).render(Failure(kind, "d")).status == STATUSES[kind][0]


# ---------------------------------------------------------------------- media types and headers


def test_accept_selects_a_documented_media_type() -> None:
    content = {
        "text/plain": {"schema": {"type": "string"}},
        "application/problem+json": {"schema": PROBLEM},
        "application/xml": {"schema": CODE_AND_MESSAGE},
    }
    made = envelopes({"404": {"description": "d", "content": content}})
    assert made.render(FAILURE).media_type == "text/plain"
    assert made.render(FAILURE, "application/problem+json").media_type == "application/problem+json"
    assert made.render(FAILURE, "image/png").media_type == "text/plain"
    assert made.render(FAILURE, "application/xml").body.startswith(b"<?xml")


@pytest.mark.parametrize(("name", "sent"), [("*/*", "application/json"), ("application/*", "application/json"),
                                            ("text/*", "text/plain")])  # fmt: skip
def test_a_range_is_sent_as_a_media_type(name: str, sent: str) -> None:
    content = {name: {"schema": {"type": "string"}}}
    assert envelopes({"404": {"description": "d", "content": content}}).render(FAILURE).media_type == sent


def test_documented_headers_are_sent() -> None:
    headers = {
        "Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 5, "maximum": 5}},
        "X-Kind": {"schema": {"type": "string"}, "example": "slow"},
        "Content-Encoding": {"schema": {"type": "string"}, "example": "gzip"},
    }
    documented = {**response(CODE_AND_MESSAGE), "headers": headers}
    answer = envelopes({"404": documented}).render(FAILURE)
    assert header(answer, "retry-after") == "5"
    assert header(answer, "x-kind") == "slow"
    assert b"content-encoding" not in dict(answer.headers)


UNAUTHENTICATED = Failure(FailureKind.UNAUTHENTICATED, "no key", scheme="Basic")


@pytest.mark.parametrize("responses", [{}, {"401": response(CODE_AND_MESSAGE)}, {"401": {"description": "nothing"}}])
def test_every_401_has_a_challenge(responses: Any) -> None:
    assert header(envelopes(responses).render(UNAUTHENTICATED), "www-authenticate") == 'Basic realm="mock"'


def test_a_401_with_a_literal_body_has_a_challenge() -> None:
    rules = {"unauthenticated": ErrorRule(body={"a": 1})}
    assert header(envelopes({}, rules).render(UNAUTHENTICATED), "www-authenticate") == 'Basic realm="mock"'


def test_the_default_challenge_is_that_of_the_operation() -> None:
    scheme = {"type": "apiKey", "in": "cookie", "name": "sid"}
    node = {"get": {"responses": {"401": response(CODE_AND_MESSAGE)}, "security": [{}, {"session": []}]}}
    contract = load({"/x": node}, components={"securitySchemes": {"session": scheme}})
    made = ErrorRenderer(only(contract), {}, None, Generators())
    failure = Failure(FailureKind.UNAUTHENTICATED, "asked for")
    assert header(made.render(failure), "www-authenticate") == 'ApiKey realm="mock"'
    assert header(made.render(failure._replace(scheme="Digest")), "www-authenticate") == 'Digest realm="mock"'


def test_other_statuses_have_no_challenge() -> None:
    assert b"www-authenticate" not in dict(envelopes({}).render(FAILURE).headers)


# ---------------------------------------------------------------------- x-mock-errors


EXAMPLES = {"a": {"value": {"code": 1, "message": "a"}}, "b": {"value": {"code": 2, "message": "b"}}}


@pytest.mark.parametrize(
    ("rule", "status", "told"),
    [
        (ErrorRule(), 404, {"code": 1, "message": "a"}),
        (ErrorRule(example="b"), 404, {"code": 2, "message": "b"}),
        (ErrorRule(example="nowhere"), 404, {"code": 404, "message": FAILURE.detail}),
        (ErrorRule(status=410), 410, {"error": FAILURE.detail}),
        (ErrorRule(status=418, body=["teapot"]), 418, ["teapot"]),
        (ErrorRule(body={"own": True}), 404, {"own": True}),
    ],
)
def test_a_rule_selects_the_response(rule: ErrorRule, status: int, told: Any) -> None:
    answer = envelopes({"404": response(CODE_AND_MESSAGE, examples=EXAMPLES)}, {"not_found": rule}).render(FAILURE)
    assert (answer.status, body(answer)) == (status, told)


# ---------------------------------------------------------------------- the common error


def test_the_common_error_is_the_most_frequent_one() -> None:
    components = {"schemas": {"E": CODE_AND_MESSAGE, "F": PROBLEM}}
    shared, rare = response({"$ref": "#/components/schemas/E"}), response({"$ref": "#/components/schemas/F"})
    success = response({"$ref": "#/components/schemas/F"})
    contract = load(
        {
            "/a": {"get": {"responses": {"200": success, "400": rare, "404": shared}}},
            "/b": {"get": {"responses": {"200": success, "4XX": shared, "default": {"description": "none"}}}},
        },
        components=components,
    )
    usual = common_error(contract.operations)
    assert usual is not None
    assert usual.schema is not None
    assert usual.schema.resolve().name == "E"


def test_no_common_error_without_error_responses() -> None:
    assert common_error([operation({})]) is None
