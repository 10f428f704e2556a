"""Examples beside schemas: which are judged, by which messages' rules, and where what is wrong with them stands."""

import pytest

from contracts.lint.document_index import DocumentIndex
from contracts.lint.value_validation import verdicts
from contracts.lint.values import Role
from contracts.spec.load import read_document

AGE = {"type": "object", "properties": {"age": {"type": "integer"}}}
READ_ONLY = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "readOnly": True}}}
WRITE_ONLY = {"type": "object", "required": ["key"], "properties": {"key": {"type": "string", "writeOnly": True}}}
CONTENT = "/paths/~1cases/post/{}/content/"


def judged(tree, *roles):
    whole = {"openapi": "3.1.0", "info": {"title": "Example", "version": "1"}, "paths": {}, **tree}
    survey = DocumentIndex(read_document(whole).document)
    return {verdict.pointer: verdict.misfit.message for verdict in verdicts(survey, *(roles or Role))}


def operation(request=None, response=None, parameters=()):
    answer = {"description": "Done", **({"content": response} if response else {})}
    body = {"requestBody": {"content": request}} if request else {}
    return {"paths": {"/cases": {"post": {**body, "parameters": list(parameters), "responses": {"200": answer}}}}}


def content_of(name, **media):
    return judged(operation(response={name: media}))


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
def test_an_example_is_judged_as_its_media_type_is_written(name, example, is_wrong):
    assert bool(content_of(name, schema=AGE, example=example)) is is_wrong


def test_json_text_that_is_none_is_said_to_be_that():
    [message] = content_of("application/json", schema=AGE, example='{"age": 3').values()
    assert message.endswith("is a string that is not valid JSON")


def test_an_example_behind_a_reference_is_wrong_where_it_stands():
    tree = operation(
        response={"application/json": {"schema": AGE, "examples": {"a": {"$ref": "#/components/examples/old"}}}}
    )
    tree["components"] = {"examples": {"old": {"value": {"age": "x"}}}}
    assert judged(tree) == {"/components/examples/old/value/age": '"x" is not of type integer'}


def test_the_data_of_an_example_of_32_is_judged_and_its_serialized_form_is_not():
    examples = {"a": {"dataValue": {"age": "x"}, "serializedValue": "age: x"}, "b": {"serializedValue": "x"}}
    tree = operation(response={"application/json": {"schema": AGE, "examples": examples}})
    place = CONTENT.format("responses/200") + "application~1json/examples/a/dataValue/age"
    assert judged({**tree, "openapi": "3.2.0"}) == {place: '"x" is not of type integer'}


@pytest.mark.parametrize(
    ("side", "schema", "is_wrong"),
    [
        ("request", READ_ONLY, False),
        ("response", READ_ONLY, True),
        ("request", WRITE_ONLY, True),
        ("response", WRITE_ONLY, False),
    ],
)
def test_a_message_may_lack_what_only_the_other_direction_has(side, schema, is_wrong):
    assert bool(judged(operation(**{side: {"application/json": {"schema": schema, "example": {}}}}))) is is_wrong


def test_what_a_message_may_lack_is_seen_behind_alternatives_and_references():
    schema = {"anyOf": [{"$ref": "#/components/schemas/Case"}, {"type": "string"}]}
    tree = operation(request={"application/json": {"schema": schema, "example": {}}})
    assert judged({**tree, "components": {"schemas": {"Case": READ_ONLY}}}) == {}


def test_a_shared_body_is_a_request_and_a_shared_response_is_none():
    media = {"content": {"application/json": {"schema": READ_ONLY, "example": {}}}}
    components = {"requestBodies": {"A": media}, "responses": {"B": {"description": "B", **media}}}
    assert list(judged({"components": components})) == [
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
def test_a_parameter_may_be_written_as_it_is_sent(schema, example, found):
    tree = operation(parameters=[{"name": "a", "in": "query", "schema": schema, "example": example}])
    whole = {"openapi": "3.1.0", "info": {"title": "Example", "version": "1"}, **tree}
    survey = DocumentIndex(read_document(whole).document)
    assert [verdict.is_text for verdict in verdicts(survey, Role.PARAMETER)] == found


def test_headers_are_judged_like_parameters():
    tree = operation()
    tree["paths"]["/cases"]["post"]["responses"]["200"]["headers"] = {
        "X-Left": {"schema": {"type": "integer"}, "examples": {"a": {"value": "none"}}}
    }
    assert list(judged(tree)) == ["/paths/~1cases/post/responses/200/headers/X-Left/examples/a/value"]


def test_only_values_of_the_roles_asked_for_come():
    schemas = {"A": {"type": "string", "default": 1, "example": 2, "enum": [3]}}
    tree = {"components": {"schemas": schemas}}
    assert list(judged(tree, Role.DEFAULT)) == ["/components/schemas/A/default"]
    assert list(judged(tree, Role.SCHEMA)) == ["/components/schemas/A/example"]


@pytest.mark.parametrize(
    "media", [{}, {"schema": True}, {"schema": 5}, {"schema": {}, "examples": 3}, {"examples": []}]
)
def test_content_of_any_form_is_borne(media):
    assert content_of("application/json", example=1, **media) == {}
