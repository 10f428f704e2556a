"""The fixes of ``nullable-in-31``."""

from contracts.linting.rule import Amendment
from contracts.linting.survey import Survey
from contracts.rules.schemas.nullable import NULLABLE_IN_31
from contracts.spec.load import read_document
from contracts.validate import judge


def amendments(schema):
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": {"A": schema}}}
    return [found.amendments for _, found in judge(Survey(read_document(tree).document), [NULLABLE_IN_31])]


def test_null_is_added_to_the_type():
    pointer = "/components/schemas/A"
    assert amendments({"type": "string", "nullable": True}) == [
        (Amendment("replace", f"{pointer}/type", value=["string", "null"]), Amendment("remove", f"{pointer}/nullable"))
    ]


def test_nullable_false_is_removed():
    assert amendments({"type": "string", "nullable": False}) == [
        (Amendment("remove", "/components/schemas/A/nullable"),)
    ]


def test_an_enum_has_no_automatic_fix():
    assert amendments({"type": "string", "nullable": True, "enum": ["a"]}) == [()]
