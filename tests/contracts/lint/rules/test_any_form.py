"""Whatever JSON value stands anywhere in a document: no rule raises, and what is not a document is not passed."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.findings import Severity
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import examine

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
"""Where nothing but an object may stand, in each version that has the key."""


def ways(node: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where a value of the document stands, the document itself left out."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [one for token, value in items for one in ((*way, token), *ways(value, (*way, token)))]


WAYS = {name: ways(tree) for name, tree in TREES.items()}


def with_value(tree: dict[str, Any], way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy of the document with another value at one place, if an earlier change left the place there."""
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
def test_no_value_makes_a_rule_raise(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TREES)))
    tree = TREES[name]
    for _ in range(data.draw(st.integers(1, 6))):
        tree = with_value(tree, data.draw(st.sampled_from(WAYS[name])), data.draw(VALUES))
    verdict = examine("any.json", RULES, {}, text=json.dumps(tree), strict=True)
    assert verdict.notes == ()
    assert verdict.document is not None or verdict.findings


@pytest.mark.parametrize("name", sorted(TREES))
@pytest.mark.parametrize("value", [None, 3, "text", []], ids=["null", "number", "text", "list"])
def test_what_must_be_an_object_is_missed(name: str, value: Any) -> None:
    for key in MUST_BE_OBJECTS:
        way = next((way for way in WAYS[name] if way[-1] == key and way[-2:-1] != ("properties",)), None)
        if way is None:
            continue
        text = json.dumps(with_value(TREES[name], way, value))
        findings = examine("any.json", RULES, {}, text=text, strict=True).findings
        assert any(one.severity is Severity.ERROR for one in findings), way
