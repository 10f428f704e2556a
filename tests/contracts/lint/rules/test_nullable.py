"""The fixes of ``nullable-in-31``."""

from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix
from contracts.lint.rules.schemas.nullable import NULLABLE_IN_31
from contracts.lint.validate import judge
from contracts.spec.load import read_document


def amendments(schema):
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": {"A": schema}}}
    return [found.amendments for _, found in judge(DocumentIndex(read_document(tree).document), [NULLABLE_IN_31])]


def test_null_is_added_to_the_type():
    pointer = "/components/schemas/A"
    assert amendments({"type": "string", "nullable": True}) == [
        (Fix("replace", f"{pointer}/type", value=["string", "null"]), Fix("remove", f"{pointer}/nullable"))
    ]


def test_nullable_false_is_removed():
    assert amendments({"type": "string", "nullable": False}) == [(Fix("remove", "/components/schemas/A/nullable"),)]


def test_an_enum_has_no_automatic_fix():
    assert amendments({"type": "string", "nullable": True, "enum": ["a"]}) == [()]
