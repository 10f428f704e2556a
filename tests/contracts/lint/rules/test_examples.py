"""Every rule reports its bad example and accepts its good one, both of which are shown in docs/rules/."""

import pytest
import yaml

from contracts.lint.rule import FAMILIES, Rule
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import validate

OF_FILES = ("encoding", "too-large", "unreadable")
"""Rules about files, which cannot be shown in YAML; the tests of contracts.spec.source cover them."""

WITH_EXAMPLES = [rule for rule in own_rules() if rule.id not in OF_FILES]

MINIMAL = {"info": {"title": "Example", "version": "1"}, "paths": {}}


def completed(piece: str) -> str:
    """Return an example with the missing required keys, or unchanged if it is not a valid YAML mapping."""
    try:
        given = yaml.safe_load(piece)
    except yaml.YAMLError:
        return piece
    if not isinstance(given, dict):
        return piece
    version = {} if "openapi" in given or "swagger" in given else {"openapi": "3.1.0"}
    rest = {**version, **{key: value for key, value in MINIMAL.items() if key not in given}}
    return yaml.safe_dump(rest, sort_keys=False) + piece


def found(piece: str, rule: Rule, folder) -> list:
    path = folder / "document.yaml"
    path.write_text(completed(piece), "utf-8")
    _, findings = validate(str(path), own_rules(), {})
    return [finding for finding in findings if finding.rule == rule.id]


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.id)
def test_a_rule_reports_its_bad_example_at_a_line(rule, tmp_path):
    findings = found(rule.bad, rule, tmp_path)
    assert findings
    assert all(finding.location.line and finding.line for finding in findings)


@pytest.mark.parametrize("rule", own_rules(), ids=lambda rule: rule.id)
def test_a_rule_accepts_its_good_example(rule, tmp_path):
    assert found(rule.good, rule, tmp_path) == []


@pytest.mark.parametrize("rule", own_rules(), ids=lambda rule: rule.id)
def test_a_rule_has_a_known_family_and_complete_texts(rule):
    assert rule.family in FAMILIES
    assert rule.why.endswith(".")
    assert not rule.remedy.endswith(".")
