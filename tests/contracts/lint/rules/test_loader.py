"""Every id of a finding that the loader reports belongs to a rule."""

import ast
from collections.abc import Iterator
from pathlib import Path

import contracts.spec
from contracts.findings import Severity
from contracts.lint.rules.registry import own_rules

FOLDER = Path(contracts.spec.__file__).parent

REPORTING = {"Finding", "ParseIssue", "report", "problem", "_document_error", "error"}
"""The functions that create findings; the rule's id is the first string among the arguments."""

AT_RUN_TIME = {"schema"}
"""Ids of findings that are reported only when a mock or a test uses the document."""


def ids_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in REPORTING:
                texts = [one.value for one in arguments[:2] if isinstance(one, ast.Constant)]
                yield from [text for text in texts if isinstance(text, str)][:1]
            case ast.Tuple(
                elts=[ast.Constant(value=str(rule)), ast.Name(id="fault") | ast.Call(func=ast.Name(id="DocumentIssue"))]
            ):
                yield rule
            case ast.Return(value=ast.Constant(value=str(rule))) if rule == "structure":
                yield rule


def reported_ids() -> set[str]:
    return {rule for path in FOLDER.glob("*.py") for rule in ids_in(ast.parse(path.read_text("utf-8")))}


def test_the_ids_are_found():
    assert {"syntax", "unreadable", "structure", "path-parameter", "remote-reference", "extension"} <= reported_ids()


def test_each_id_that_the_loader_reports_belongs_to_a_rule():
    assert reported_ids() - AT_RUN_TIME - {rule.id for rule in own_rules()} == set()


def test_rules_without_a_check_are_reported_by_the_loader():
    assert {rule.id for rule in own_rules() if not rule.node_types} == reported_ids() - AT_RUN_TIME


def test_only_known_rules_of_the_loader_are_less_than_errors():
    milder = {rule.id for rule in own_rules() if not rule.node_types and rule.severity is not Severity.ERROR}
    assert milder == {"discriminator", "pattern-without-u-flag"}
