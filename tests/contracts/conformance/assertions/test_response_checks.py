"""Validation of single responses and headers against small documents."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contracts.conformance.assertions.response_checks import documented_media_type, header_error, response_violations
from contracts.messages import Response
from contracts.spec.model import Header
from tests.contracts.conformance.checks.small import operation_of, response, schema_of


def parts(responses: dict[str, Any], answer: Response) -> list[str]:
    return [violation.part for violation in response_violations(operation_of(responses), answer)]


def answer(status: int, value: Any, media_type: str = "application/json") -> Response:
    return Response(status, (("content-type", media_type),), json.dumps(value).encode())


@pytest.mark.parametrize(
    ("documented", "given"),
    [("application/json", "application/json; charset=utf-8"), ("application/*", "application/json"), ("*/*", "a/b")],
)
def test_matching_media_types(documented: str, given: str) -> None:
    operation = operation_of({"200": response(media_type=documented)})
    found = documented_media_type(operation.responses[0], Response(200, (("content-type", given),)))
    assert found is not None
    assert found.name == documented


def test_the_exact_media_type_takes_precedence_over_a_range() -> None:
    content = {name: {"schema": {}} for name in ("*/*", "application/*", "application/json")}
    operation = operation_of({"200": {"description": "", "content": content}})
    found = documented_media_type(operation.responses[0], answer(200, {}))
    assert found is not None
    assert found.name == "application/json"


def test_status_ranges_and_default_document_a_status() -> None:
    assert parts({"4XX": response()}, answer(418, {"code": "teapot"})) == []
    assert parts({"default": response()}, answer(500, {"code": "crash"})) == []
    assert parts({"200": response()}, answer(500, {"code": "crash"})) == ["status"]


def test_an_operation_with_nothing_but_an_upgrade_documents_no_final_status() -> None:
    upgrade = {"description": "the connection is upgraded"}
    assert parts({"101": upgrade}, Response(204)) == []
    assert parts({"101": upgrade}, Response(500)) == ["status"]
    assert parts({"101": upgrade, "400": response()}, Response(204)) == ["status"]


def test_a_response_without_content_allows_any_body() -> None:
    assert parts({"404": {"description": "gone"}}, answer(404, {"any": 1})) == []


def test_an_empty_plain_text_body_is_valid() -> None:
    text = {"404": response(schema={"type": "string"}, media_type="text/plain")}
    assert parts(text, Response(404)) == []
    assert parts({"404": response()}, Response(404)) == ["body"]


def test_a_body_without_any_documented_property() -> None:
    loose = {"type": "object", "properties": {"code": {"type": "string"}, "message": {"type": "string"}}}
    responses = {"404": response(schema=loose)}
    assert parts(responses, answer(404, {"detail": "Not Found"})) == ["body"]
    assert parts(responses, answer(404, {"code": "gone", "detail": "Not Found"})) == []
    assert parts(responses, answer(404, {})) == []
    assert parts({"404": response(schema={"type": "object"})}, answer(404, {"detail": "Not Found"})) == []


def test_empty_messages() -> None:
    schema = {"type": "object", "properties": {"message": {"type": "string"}}}
    silent = answer(404, {"message": ""})
    assert parts({"404": response({"message": "gone"}, schema=schema)}, silent) == ["message"]
    assert parts({"404": response({"message": ""}, schema=schema)}, silent) == []
    assert parts({"404": response(schema={"type": "object"})}, silent) == []


def test_error_codes_of_another_status() -> None:
    documented = {"404": response({"code": "gone"}), "409": response({"code": "taken"})}
    assert parts(documented, answer(404, {"code": "taken"})) == ["code"]
    assert parts(documented, answer(404, {"code": "gone"})) == []
    assert parts(documented, answer(404, {"code": "unheard of"})) == []
    both = {"404": response({"code": "gone"}, {"code": "taken"}), "409": response({"code": "taken"})}
    assert parts(both, answer(404, {"code": "taken"})) == []
    incomplete = {"404": response(), "409": response({"code": "taken"})}
    assert parts(incomplete, answer(404, {"code": "taken"})) == []


def test_deeply_nested_json_is_invalid() -> None:
    deep = Response(404, (("content-type", "application/json"),), b"[" * 100_000)
    assert parts({"404": response()}, deep) == ["body"]


@pytest.mark.parametrize(("body", "wrong"), [(b"<a>1</a>", False), (b"<a>1</b>", True), (b"{}", True)])
def test_well_formed_xml(body: bytes, wrong: bool) -> None:
    responses = {"404": response(media_type="application/xml")}
    given = Response(404, (("content-type", "application/xml"),), body)
    assert parts(responses, given) == (["body"] if wrong else [])


@pytest.mark.parametrize(
    ("schema", "text", "fits"),
    [
        ({"type": "integer"}, "12", True),
        ({"type": "integer"}, " 12 ", True),
        ({"type": "integer"}, "1_2", False),
        ({"type": "integer"}, "twelve", False),
        ({"type": "number"}, "1.5", True),
        ({"type": "number"}, "nan", False),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "yes", False),
        ({"type": "string"}, "12", True),
        ({"type": "string", "format": "uuid"}, "no", False),
        ({"type": "array", "items": {"type": "string"}}, "a, b", True),
        ({"type": "array", "items": {"type": "integer"}}, "1,2", True),
        ({"type": "array", "items": {"type": "integer"}}, "1,b", False),
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, "a,1", True),
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, "a=1,b=x", True),
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, "b=1", False),
        ({"enum": ["no-store"]}, "no-store", True),
    ],
)
def test_header_values(schema: Any, text: str, fits: bool) -> None:
    header = Header("X-It", False, schema_of(schema))
    error = header_error(header, Response(200, (("x-it", text),)))
    assert error == (None if fits else ("X-It that matches its schema", f"X-It: {text}"))


def test_missing_headers() -> None:
    assert header_error(Header("X-It", True, None), Response(200)) == ("header X-It", "none")
    assert header_error(Header("X-It", False, None), Response(200)) is None
    assert header_error(Header("X-It", True, None), Response(200, (("x-it", "anything"),))) is None


@pytest.mark.parametrize(("text", "valid"), [('{"k": 1}', True), ('{"k": "1"}', False), ("k,1", False), ("{", False)])
def test_a_header_with_content_is_json(text: str, valid: bool) -> None:
    schema = schema_of({"type": "object", "properties": {"k": {"type": "integer"}}})
    header = Header("X-It", False, schema, media_type="application/json")
    assert (header_error(header, Response(200, (("x-it", text),))) is None) == valid


def test_a_documented_content_type_header_is_ignored() -> None:
    assert header_error(Header("Content-Type", True, None), Response(200)) is None


def test_undocumented_passwords() -> None:
    user = {"type": "object", "properties": {"name": {"type": "string"}, "team": {"type": "object"}}}
    responses = {"200": response(schema={"type": "array", "items": user})}
    assert parts(responses, answer(200, [{"name": "Ada"}, {"name": "Bo", "password_hash": "$2b$12$"}])) == ["body"]
    assert parts(responses, answer(200, [{"name": "Ada", "password_hash": None}])) == []
    assert parts(responses, answer(200, [{"name": "Ada", "team": {"password": "x"}}])) == []
    assert parts(responses, answer(200, [{"name": "Ada", "password_changed": "2026-01-01"}])) == []
    documented = {**user, "properties": {**user["properties"], "password": {"type": "string"}}}
    assert parts({"200": response(schema=documented)}, answer(200, {"name": "Ada", "password": "x"})) == []
    free = {**user, "additionalProperties": {"type": "string"}}
    assert parts({"200": response(schema=free)}, answer(200, {"name": "Ada", "password": "x"})) == []
