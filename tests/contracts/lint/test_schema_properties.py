import pytest

from contracts.lint.document_index import DocumentIndex
from contracts.lint.schema_properties import lacks, members_of, types_of
from contracts.spec.load import read_document


def survey_of(schemas, version="3.1.0"):
    tree = {"openapi": version, "info": {"title": "Example", "version": "1"}, "paths": {}}
    survey = DocumentIndex(read_document({**tree, "components": {"schemas": schemas}}).document)
    return survey, survey.tree["components"]["schemas"].get("A")


PLACE = "/components/schemas/A"

PARTS = {
    "A": {"allOf": [{"$ref": "#/components/schemas/B"}], "oneOf": [{"properties": {"c": {}}}], "properties": {"d": {}}},
    "B": {"type": "object", "properties": {"b": {"properties": {"e": {}}}}},
}


def test_properties_are_gathered_from_all_parts():
    survey, schema = survey_of(PARTS)
    members = members_of(survey, PLACE, schema)
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
def test_an_open_schema_is_not_known(schema):
    survey, kept = survey_of({"A": schema})
    assert not members_of(survey, PLACE, kept).is_known


@pytest.mark.parametrize(
    ("tokens", "expected"), [(["b", "e"], ""), (["b", "f"], "f"), (["x"], "x"), (["c", "anything"], ""), ([], "")]
)
def test_the_first_token_that_leads_nowhere_is_told(tokens, expected):
    survey, schema = survey_of(PARTS)
    assert lacks(survey, PLACE, schema, tokens) == expected


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
def test_the_types_that_a_schema_keeps_to(schema, expected):
    survey, kept = survey_of({**PARTS, "A": schema})
    assert types_of(survey, PLACE, kept) == expected


def test_a_reference_hides_what_stands_beside_it_in_3_0():
    schema = {"$ref": "#/components/schemas/B", "type": "string"}
    survey, kept = survey_of({**PARTS, "A": schema}, "3.0.3")
    assert types_of(survey, PLACE, kept) == {"object"}
