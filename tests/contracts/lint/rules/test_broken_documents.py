"""No rule raises, however a document is broken: the examples of all rules with some of their values put wrong."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
import yaml

from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import judge
from contracts.spec.load import read_document

MINIMAL = {"info": {"title": "Example", "version": "1"}, "paths": {}}

WRONG: tuple[Any, ...] = (
    None, True, 1, -1.5, "", "x", "#/x", "{a}", [], {}, [1], [None], [[]], [{}], {"": {}}, {"a": 1},
    {"$ref": "#/"}, {"$ref": 1}, {"type": ["string", 1]},
)  # fmt: skip

TIMES = 6
"""How often each example is broken."""


def places(node: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [one for token, value in items for one in ((*way, token), *places(value, (*way, token)))]


def broken(tree: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A copy of a document with one to three values put wrong; it stays a document of its version."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.randint(1, 3)):
        *way, last = chance.choice([place for place in places(tree) if place[0] not in ("openapi", "swagger")])
        node = tree
        for token in way:
            node = node[token]
        node[last] = copy.deepcopy(chance.choice(WRONG))
    return tree


@pytest.mark.parametrize("rule", [rule for rule in own_rules() if rule.node_types], ids=lambda rule: rule.id)
def test_no_rule_raises(rule: Rule) -> None:
    chance = random.Random(rule.id)
    for piece in (rule.good, rule.bad):
        given = json.loads(json.dumps(yaml.safe_load(piece), default=str))
        version = {} if "openapi" in given or "swagger" in given else {"openapi": "3.1.0"}
        for _ in range(TIMES):
            document = read_document(broken({**MINIMAL, **version, **given}, chance)).document
            assert document is not None
            list(judge(DocumentIndex(document), own_rules()))
