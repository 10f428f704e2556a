import pytest

from contracts.lint.document_index import DocumentIndex
from contracts.lint.schema_properties import properties_of, types_of, undeclared_token
from contracts.spec.load import read_document


def survey_of(schemas, version="3.1.0"):
    tree = {"openapi": version, "info": {"title": "Example", "version": "1"}, "paths": {}}
    index = DocumentIndex(read_document({**tree, "components": {"schemas": schemas}}).document)
    return index, index.tree["components"]["schemas"].get("A")


POINTER = "/components/schemas/A"

PARTS = {
    "A": {"allOf": [{"$ref": "#/components/schemas/B"}], "oneOf": [{"properties": {"c": {}}}], "properties": {"d": {}}},
    "B": {"type": "object", "properties": {"b": {"properties": {"e": {}}}}},
}


def test_properties_of_branches_and_references_are_included():
    index, schema = survey_of(PARTS)
    members = properties_of(index, POINTER, schema)
    assert members.is_known
    assert members.properties["b"][0][0] == "/components/schemas/B/properties/b"
    assert set(members.properties) == {"b", "c", "d"}


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {},
        {"type": "array"},
        {"properties": 3},
        {"properties": {"a": {}}, "additionalProperties": True},
        {"properties": {"a": {}}, "anyOf": [True]},
        {"properties": {"a": {}}, "if": {}},
        {"$ref": "#/nowhere"},
    ],
)
def test_the_properties_of_an_open_schema_are_not_known(schema):
    index, kept = survey_of({"A": schema})
    assert not properties_of(index, POINTER, kept).is_known


@pytest.mark.parametrize(
    ("tokens", "expected"), [(["b", "e"], ""), (["b", "f"], "f"), (["x"], "x"), (["c", "anything"], ""), ([], "")]
)
def test_the_first_undeclared_token_is_returned(tokens, expected):
    index, schema = survey_of(PARTS)
    assert undeclared_token(index, POINTER, schema, tokens) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, {"string"}),
        ({"type": ["string", "null"]}, {"string"}),
        ({"allOf": [{"type": ["string", "array"]}, {"$ref": "#/components/schemas/B"}]}, None),
        ({"$ref": "#/components/schemas/B"}, {"object"}),
        ({"anyOf": [{"type": "string"}]}, None),
        ({"type": "text"}, None),
        (True, None),
    ],
)
def test_the_types_that_a_schema_allows(schema, expected):
    index, kept = survey_of({**PARTS, "A": schema})
    assert types_of(index, POINTER, kept) == expected


def test_siblings_of_a_reference_are_ignored_in_3_0():
    schema = {"$ref": "#/components/schemas/B", "type": "string"}
    index, kept = survey_of({**PARTS, "A": schema}, "3.0.3")
    assert types_of(index, POINTER, kept) == {"object"}
