"""What --fix makes of 'nullable' since 3.1."""

from contracts.linting.rule import Amendment
from contracts.linting.survey import Survey
from contracts.rules.schemas.nullable import NULLABLE_IN_31
from contracts.spec.load import read_document
from contracts.validate import judge


def amendments(schema):
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": {"A": schema}}}
    return [found.amendments for _, found in judge(Survey(read_document(tree).document), [NULLABLE_IN_31])]


def test_the_type_takes_null_in():
    at = "/components/schemas/A"
    assert amendments({"type": "string", "nullable": True}) == [
        (Amendment("replace", f"{at}/type", value=["string", "null"]), Amendment("remove", f"{at}/nullable"))
    ]


def test_what_says_nothing_is_removed():
    assert amendments({"type": "string", "nullable": False}) == [
        (Amendment("remove", "/components/schemas/A/nullable"),)
    ]


def test_an_enum_is_left_to_its_author():
    assert amendments({"type": "string", "nullable": True, "enum": ["a"]}) == [()]
