"""Whatever is found while a document is read has a page: every id that the loader yields is that of a rule."""

import ast
from collections.abc import Iterator
from pathlib import Path

import contracts.spec
from contracts.findings import Severity
from contracts.rules.registry import own_rules

FOLDER = Path(contracts.spec.__file__).parent

YIELDING = {"Finding", "Problem", "report", "problem", "_document_error", "_error"}
"""What findings of the loader are made with; the id of the rule is the first text among the arguments."""

LATER = {"schema"}
"""Ids of what is found only when a document is used, by a mock or a test."""


def ids_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in YIELDING:
                texts = [one.value for one in arguments[:2] if isinstance(one, ast.Constant)]
                yield from [text for text in texts if isinstance(text, str)][:1]
            case ast.Tuple(
                elts=[ast.Constant(value=str(rule)), ast.Name(id="fault") | ast.Call(func=ast.Name(id="Fault"))]
            ):
                yield rule
            case ast.Return(value=ast.Constant(value=str(rule))) if rule == "structure":
                yield rule


def yielded() -> set[str]:
    return {rule for path in FOLDER.glob("*.py") for rule in ids_in(ast.parse(path.read_text("utf-8")))}


def test_the_ids_are_found():
    assert {"syntax", "unreadable", "structure", "path-parameter", "remote-reference", "extension"} <= yielded()


def test_each_id_that_the_loader_yields_is_that_of_a_rule():
    assert yielded() - LATER - {rule.id for rule in own_rules()} == set()


def test_rules_that_look_at_nothing_are_the_loader_s():
    assert {rule.id for rule in own_rules() if not rule.looks_at} == yielded() - LATER


def test_what_is_not_an_error_is_known():
    milder = {rule.id for rule in own_rules() if not rule.looks_at and rule.severity is not Severity.ERROR}
    assert milder == {"discriminator"}
