"""Cases of the rules about values beyond their two examples: the findings with JSON pointer and message."""

from pathlib import Path

import pytest
import yaml

from contracts.lint.document_index import DocumentIndex
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import find_violations
from contracts.spec.load import read_document

FILE = Path(__file__).parents[3] / "documents" / "rules" / "values.yaml"

CASES = [
    pytest.param(rule, case, id=f"{rule}: {case['title']}")
    for rule, cases in yaml.safe_load(FILE.read_text("utf-8")).items()
    for case in cases
]

FIXABLE = {
    "enum-duplicate": ({"enum": ["a", "b", "a"]}, [("remove", "/components/schemas/A/enum/2", None)]),
    "pattern-needless-escape": (
        {"pattern": r"^\_[\:\.]\@$"},
        [("replace", "/components/schemas/A/pattern", r"^_[:\.]@$")],
    ),
}


def findings(rule, tree):
    whole = {"openapi": "3.1.0", "info": {"title": "Example", "version": "1"}, "paths": {}, **tree}
    index = DocumentIndex(read_document(whole).document)
    return [found for _, found in find_violations(index, [one for one in own_rules() if one.id == rule])]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_the_expected_findings(rule, case):
    version = {"openapi": case.get("version", "3.1.0")}
    found = findings(rule, {**version, "components": {"schemas": case["schemas"]}})
    assert {one.pointer.removeprefix("/components/schemas"): one.message for one in found} == case["found"]


@pytest.mark.parametrize("rule", FIXABLE)
def test_fixes(rule):
    schema, fixes = FIXABLE[rule]
    [found] = findings(rule, {"components": {"schemas": {"A": schema}}})
    assert [(one.action, one.pointer, one.value) for one in found.fixes] == fixes


@pytest.mark.parametrize(
    ("schema", "value", "hint"),
    [
        ({"type": "string"}, 1, "put it in quotes"),
        ({"type": "integer"}, "1", "write 1 without quotes"),
        ({"type": "boolean"}, "true", "write true without quotes"),
        ({"type": "integer"}, "true", ""),
        ({"enum": ["asc", "desc"]}, "ASC", 'did you mean "asc"?'),
        ({"enum": ["asc", "desc"]}, "ascc", 'did you mean "asc"?'),
        ({"enum": ["asc", "desc"]}, "up", ""),
    ],
)
def test_hints(schema, value, hint):
    rule = "default-not-in-enum" if "enum" in schema else "default-invalid"
    [found] = findings(rule, {"components": {"schemas": {"A": {**schema, "default": value}}}})
    assert found.hint == hint


def test_the_hint_for_an_enum_that_lists_items():
    [found] = findings("enum-member-invalid", {"components": {"schemas": {"A": {"type": "array", "enum": ["a"]}}}})
    assert "below 'items'" in found.hint
