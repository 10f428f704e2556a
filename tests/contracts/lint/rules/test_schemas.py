"""Cases of the rules about schemas beyond their two examples: components, and the JSON pointers of the findings."""

from pathlib import Path

import pytest
import yaml

from contracts.lint.document_index import DocumentIndex
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import judge
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
    found = judge(DocumentIndex(document), [one for one in own_rules() if one.id == rule])
    base = "" if "document" in case else "/components/schemas"
    assert [one.pointer.removeprefix(base) for _, one in found] == case["found"]
