"""Each rule matches its example, and no other rule does: docs/changes.md shows what the rules do."""

from pathlib import Path

import pytest
import yaml

from contracts.diff.change import ChangeKind, Level
from contracts.diff.changes import registry
from contracts.diff.changes.registry import all_rules
from tests.contracts.diff.changes.framing import VERSION_UNCHANGED, changes_between, without_version

RULES = [one for one in all_rules() if one.id != VERSION_UNCHANGED]

OPPOSITES = (
    ("added-required", "removed"),
    ("added-closed", "removed"),
    ("added-optional", "removed"),
    ("added", "removed"),
    ("introduced", "dropped"),
    ("narrowed", "widened"),
    ("became-required", "became-optional"),
    ("became-nullable", "became-not-nullable"),
    ("became-read-only", "no-longer-read-only"),
    ("became-write-only", "no-longer-write-only"),
    ("members-closed", "members-opened"),
    ("no-longer-deprecated", "deprecated"),
    ("renamed", "renamed"),
    ("changed", "changed"),
    ("replaced", "replaced"),
    ("moved", "moved"),
    ("narrowed", "added"),
    ("alternative-overlapping", "composition-widened"),
    ("alternative-overlapping", "composition-narrowed"),
    ("composition-changed", "composition-widened"),
    ("composition-changed", "composition-narrowed"),
)
"""Ends of ids: a change and the change in the opposite direction."""


def pieces(rule):
    return yaml.safe_load(rule.before) or {}, yaml.safe_load(rule.after) or {}


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.id)
def test_an_example_has_exactly_its_change(rule, tmp_path):
    found = without_version(changes_between(*pieces(rule), rule.within, tmp_path))
    assert [(change.id, change.level) for change in found] == [(rule.id, rule.level)]
    assert found[0].location.line
    assert found[0].line
    assert found[0].affected
    assert "none" not in found[0].message
    assert "{" not in rule.message.format(name="", old="", new="")


def opposite(name):
    for one, other in OPPOSITES:
        for end, counter in ((one, other), (other, one)):
            if name.endswith(end):
                yield name.removesuffix(end) + counter


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.id)
def test_the_reverse_of_an_example_is_the_opposite_change(rule, tmp_path):
    before, after = pieces(rule)
    found = without_version(changes_between(after, before, rule.within, tmp_path))
    assert len(found) == 1
    assert found[0].id in list(opposite(rule.id))


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.id)
def test_an_example_equals_itself(rule, tmp_path):
    for piece in pieces(rule):
        assert changes_between(piece, piece, rule.within, tmp_path) == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda one: one.id)
def test_a_rule_has_a_reason(rule):
    assert rule.why.endswith(".")
    assert not rule.title.endswith(".")
    assert rule.direction in ("", rule.id.partition("-")[0])


def test_each_kind_of_change_has_one_rule():
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len({rule.kind for rule in rules}) == len(rules)
    assert all(rule.id == ChangeKind(rule.direction, rule.element, rule.action).id for rule in rules)


def test_each_area_is_registered():
    folder = Path(registry.__file__).parent
    areas = {path.stem for path in folder.glob("*.py") if "RULES = " in path.read_text("utf-8")}
    assert {area.__name__.rpartition(".")[2] for area in registry.AREAS} == areas


def test_breaking_changes_under_the_same_version_are_reported(tmp_path):
    hint = next(one for one in all_rules() if one.id == VERSION_UNCHANGED)
    before, after = pieces(hint)
    found = changes_between(before, after, hint.within, tmp_path)
    assert [(change.id, change.level) for change in found] == [
        ("operation-removed", Level.BREAKING),
        (VERSION_UNCHANGED, Level.RISKY),
    ]
    assert found[1].message == "there are breaking changes, but info.version is still 1.4.0"
    after["info"]["version"] = "2.0.0"
    assert changes_between(before, after, hint.within, tmp_path) == found[:1]
