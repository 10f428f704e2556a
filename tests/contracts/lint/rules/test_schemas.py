"""Cases of the rules about schemas beyond their two examples: components, and the JSON pointers of the findings."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix
from contracts.lint.rules.registry import own_rules
from contracts.lint.rules.schemas.nullable import NULLABLE_IN_31
from contracts.lint.validate import find_violations
from contracts.spec.load import read_document

FOLDER = Path(__file__).parents[3] / "documents" / "rules"

CASES = [
    pytest.param(rule, case, id=f"{rule}: {case['title']}")
    for path in sorted(FOLDER.glob("schema*.yaml"))
    for rule, cases in yaml.safe_load(path.read_text("utf-8")).items()
    for case in cases
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_the_expected_findings(rule, case):
    given = case.get("document") or {"components": {"schemas": case["schemas"]}}
    tree = {"openapi": case.get("version", "3.1.0"), "info": {"title": "Example", "version": "1"}, "paths": {}, **given}
    document = read_document(tree).document
    found = find_violations(DocumentIndex(document), [one for one in own_rules() if one.id == rule])
    base = "" if "document" in case else "/components/schemas"
    assert [one.pointer.removeprefix(base) for _, one in found] == case["found"]


def fixes(schema):
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": {"A": schema}}}
    return [found.fixes for _, found in find_violations(DocumentIndex(read_document(tree).document), [NULLABLE_IN_31])]


def test_null_is_added_to_the_type():
    pointer = "/components/schemas/A"
    assert fixes({"type": "string", "nullable": True}) == [
        (Fix("replace", f"{pointer}/type", value=["string", "null"]), Fix("remove", f"{pointer}/nullable"))
    ]


def test_nullable_false_is_removed():
    assert fixes({"type": "string", "nullable": False}) == [(Fix("remove", "/components/schemas/A/nullable"),)]


def test_an_enum_has_no_automatic_fix():
    assert fixes({"type": "string", "nullable": True, "enum": ["a"]}) == [()]
