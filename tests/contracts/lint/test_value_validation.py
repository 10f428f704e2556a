"""Validation of examples: which are validated, for which direction, and the locations of their violations."""

import pytest

from contracts.lint.document_index import DocumentIndex
from contracts.lint.value_validation import value_results
from contracts.lint.values import Role
from contracts.spec.load import read_document

AGE = {"type": "object", "properties": {"age": {"type": "integer"}}}
READ_ONLY = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "readOnly": True}}}
WRITE_ONLY = {"type": "object", "required": ["key"], "properties": {"key": {"type": "string", "writeOnly": True}}}
CONTENT = "/paths/~1cases/post/{}/content/"


def violations(tree, *roles):
    whole = {"openapi": "3.1.0", "info": {"title": "Example", "version": "1"}, "paths": {}, **tree}
    index = DocumentIndex(read_document(whole).document)
    return {verdict.pointer: verdict.issue.message for verdict in value_results(index, *(roles or Role))}


def operation(request=None, response=None, parameters=()):
    responses = {"description": "Done", **({"content": response} if response else {})}
    body = {"requestBody": {"content": request}} if request else {}
    return {"paths": {"/cases": {"post": {**body, "parameters": list(parameters), "responses": {"200": responses}}}}}


def content_of(name, **media):
    return violations(operation(response={name: media}))


@pytest.mark.parametrize(
    ("name", "example", "is_wrong"),
    [
        ("application/json", {"age": "x"}, True),
        ("application/json; charset=utf-8", '{"age": "x"}', True),
        ("application/vnd.shop.v2+json", "text", True),
        ("*/*", "text", True),
        ("application/json", '{"age": 3}', False),
        ("application/xml", "<age>x</age>", False),
        ("application/xml", {"age": "x"}, True),
        ("text/plain", "age: x", False),
        ("application/x-www-form-urlencoded", "age=x", False),
        ("application/x-www-form-urlencoded", {"age": "x"}, True),
        ("application/x-ndjson", {"age": "x"}, False),
        ("text/event-stream", [1], False),
    ],
)
def test_examples_are_validated_according_to_their_media_type(name, example, is_wrong):
    assert bool(content_of(name, schema=AGE, example=example)) is is_wrong


def test_a_string_of_invalid_json_is_reported():
    [message] = content_of("application/json", schema=AGE, example='{"age": 3').values()
    assert message.endswith("is a string that is not valid JSON")


def test_a_referenced_example_is_reported_at_its_own_location():
    tree = operation(
        response={"application/json": {"schema": AGE, "examples": {"a": {"$ref": "#/components/examples/old"}}}}
    )
    tree["components"] = {"examples": {"old": {"value": {"age": "x"}}}}
    assert violations(tree) == {"/components/examples/old/value/age": '"x" is not of type integer'}


def test_the_data_value_of_an_example_is_validated_but_not_its_serialized_value():
    examples = {"a": {"dataValue": {"age": "x"}, "serializedValue": "age: x"}, "b": {"serializedValue": "x"}}
    tree = operation(response={"application/json": {"schema": AGE, "examples": examples}})
    pointer = CONTENT.format("responses/200") + "application~1json/examples/a/dataValue/age"
    assert violations({**tree, "openapi": "3.2.0"}) == {pointer: '"x" is not of type integer'}


@pytest.mark.parametrize(
    ("side", "schema", "is_wrong"),
    [
        ("request", READ_ONLY, False),
        ("response", READ_ONLY, True),
        ("request", WRITE_ONLY, True),
        ("response", WRITE_ONLY, False),
    ],
)
def test_a_message_may_omit_properties_of_the_other_direction(side, schema, is_wrong):
    assert bool(violations(operation(**{side: {"application/json": {"schema": schema, "example": {}}}}))) is is_wrong


def test_read_only_properties_are_found_in_branches_and_references():
    schema = {"anyOf": [{"$ref": "#/components/schemas/Case"}, {"type": "string"}]}
    tree = operation(request={"application/json": {"schema": schema, "example": {}}})
    assert violations({**tree, "components": {"schemas": {"Case": READ_ONLY}}}) == {}


def test_shared_bodies_are_requests_and_shared_responses_are_responses():
    media = {"content": {"application/json": {"schema": READ_ONLY, "example": {}}}}
    components = {"requestBodies": {"A": media}, "responses": {"B": {"description": "B", **media}}}
    assert list(violations({"components": components})) == [
        "/components/responses/B/content/application~1json/example",
    ]


@pytest.mark.parametrize(
    ("schema", "example", "found"),
    [
        ({"type": "integer"}, 3, []),
        ({"type": "integer"}, "three", [False]),
        ({"type": "integer"}, "3", [True]),
        ({"type": "boolean"}, "true", [True]),
        ({"type": "integer", "maximum": 2}, "3", [False]),
        ({"type": "array", "items": {"type": "string"}}, "a,b", []),
        ({"type": "object"}, "a=1", []),
        ({"type": "array", "items": {"type": "string"}}, [1], [False]),
    ],
)
def test_a_parameter_example_may_be_serialized(schema, example, found):
    tree = operation(parameters=[{"name": "a", "in": "query", "schema": schema, "example": example}])
    whole = {"openapi": "3.1.0", "info": {"title": "Example", "version": "1"}, **tree}
    index = DocumentIndex(read_document(whole).document)
    assert [verdict.is_text for verdict in value_results(index, Role.PARAMETER)] == found


def test_headers_are_validated_like_parameters():
    tree = operation()
    tree["paths"]["/cases"]["post"]["responses"]["200"]["headers"] = {
        "X-Left": {"schema": {"type": "integer"}, "examples": {"a": {"value": "none"}}}
    }
    assert list(violations(tree)) == ["/paths/~1cases/post/responses/200/headers/X-Left/examples/a/value"]


def test_values_can_be_selected_by_role():
    schemas = {"A": {"type": "string", "default": 1, "example": 2, "enum": [3]}}
    tree = {"components": {"schemas": schemas}}
    assert list(violations(tree, Role.DEFAULT)) == ["/components/schemas/A/default"]
    assert list(violations(tree, Role.SCHEMA)) == ["/components/schemas/A/example"]


@pytest.mark.parametrize(
    "media", [{}, {"schema": True}, {"schema": 5}, {"schema": {}, "examples": 3}, {"examples": []}]
)
def test_invalid_content_is_accepted(media):
    assert content_of("application/json", example=1, **media) == {}
