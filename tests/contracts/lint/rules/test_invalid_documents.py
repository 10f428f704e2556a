"""No rule raises an exception, whatever the values of a document are, and invalid structure is reported."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import examine, find_violations
from contracts.spec.load import read_document

FOLDER = Path(__file__).parents[3] / "faults"
TREES = {
    path.stem: json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
    for path in sorted(FOLDER.glob("*.yaml"))
    if not path.name.endswith(".cases.yaml")
}
RULES = own_rules()
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, "", "x", "#", "#/", "/", "{", "{}", "(", "^(a+)+$", "\u0000", [], {}, [[]], [{}],
    [None], {"": None}, {"$ref": "\u0000"}, {"$ref": 5}, {"$ref": "#"}, {"$ref": "#/components"},
    {"$ref": "nowhere.yaml"},
    {"type": ["string", 1]}, {"allOf": [{"$ref": "#/components/schemas"}]},
)  # fmt: skip
VALUES = st.sampled_from(ODD) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)

MUST_BE_OBJECTS = ("info", "paths", "components", "definitions", "responses", "schema", "properties", "headers")
"""Keys whose values must be objects, in each version that has the key."""


def ways(node: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to each value in the document, as a tuple of keys and indexes."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [one for token, value in items for one in ((*way, token), *ways(value, (*way, token)))]


WAYS = {name: ways(tree) for name, tree in TREES.items()}


def with_value(tree: dict[str, Any], way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return a copy of the document with another value at a path, if an earlier change has not removed it."""
    tree = copy.deepcopy(tree)
    node: Any = tree
    for token in way[:-1]:
        node = node[token] if isinstance(node, list | dict) and _has(node, token) else None
    if isinstance(node, list | dict) and _has(node, way[-1]):
        node[way[-1]] = value
    return tree


def _has(node: Any, token: Any) -> bool:
    return token in node if isinstance(node, dict) else isinstance(token, int) and token < len(node)


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_rule_raises_for_random_values(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TREES)))
    tree = TREES[name]
    for _ in range(data.draw(st.integers(1, 6))):
        tree = with_value(tree, data.draw(st.sampled_from(WAYS[name])), data.draw(VALUES))
    report = examine("any.json", RULES, {}, text=json.dumps(tree), strict=True)
    assert report.notes == ()
    assert report.document is not None or report.findings


@pytest.mark.parametrize("name", sorted(TREES))
@pytest.mark.parametrize("value", [None, 3, "text", []], ids=["null", "number", "text", "list"])
def test_a_value_that_must_be_an_object_is_reported(name: str, value: Any) -> None:
    for key in MUST_BE_OBJECTS:
        way = next((way for way in WAYS[name] if way[-1] == key and way[-2:-1] != ("properties",)), None)
        if way is None:
            continue
        text = json.dumps(with_value(TREES[name], way, value))
        findings = examine("any.json", RULES, {}, text=text, strict=True).findings
        assert any(one.severity is Severity.ERROR for one in findings), way


MINIMAL = {"info": {"title": "Example", "version": "1"}, "paths": {}}

WRONG: tuple[Any, ...] = (
    None, True, 1, -1.5, "", "x", "#/x", "{a}", [], {}, [1], [None], [[]], [{}], {"": {}}, {"a": 1},
    {"$ref": "#/"}, {"$ref": 1}, {"type": ["string", 1]},
)  # fmt: skip

TIMES = 6
"""The number of random variants of each example."""


def paths_in(node: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [one for token, value in items for one in ((*way, token), *paths_in(value, (*way, token)))]


def broken(tree: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a copy of a document with one to three values replaced; its version is kept."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.randint(1, 3)):
        *way, last = chance.choice([path for path in paths_in(tree) if path[0] not in ("openapi", "swagger")])
        node = tree
        for token in way:
            node = node[token]
        node[last] = copy.deepcopy(chance.choice(WRONG))
    return tree


@pytest.mark.parametrize("rule", [rule for rule in own_rules() if rule.node_types], ids=lambda rule: rule.id)
def test_no_rule_raises_for_invalid_examples(rule: Rule) -> None:
    chance = random.Random(rule.id)
    for piece in (rule.good, rule.bad):
        given = json.loads(json.dumps(yaml.safe_load(piece), default=str))
        version = {} if "openapi" in given or "swagger" in given else {"openapi": "3.1.0"}
        for _ in range(TIMES):
            document = read_document(broken({**MINIMAL, **version, **given}, chance)).document
            assert document is not None
            list(find_violations(DocumentIndex(document), own_rules()))
