"""Further cases of the rules about HTTP, and the robustness of these rules against invalid documents."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml

from contracts.lint.document_index import DocumentIndex
from contracts.lint.rules.registry import own_rules
from contracts.lint.rules.responses.runtime_expressions import (
    RuntimeExpression,
    expressions_in,
    read_expression,
    resembles_expression,
)
from contracts.lint.validate import find_violations
from contracts.spec.load import read_document
from contracts.spec.pointers import walk

FOLDER = Path(__file__).parents[3] / "documents" / "rules"

FAMILIES = ("paths", "parameters", "responses", "security", "references")

CASES = [
    pytest.param(rule, case, id=f"{rule}: {case['title']}")
    for path in sorted(FOLDER.glob("http-*.yaml"))
    for rule, cases in yaml.safe_load(path.read_text("utf-8")).items()
    for case in cases
]

INVALID = [None, 3, [{}], {"x": None}, {"$ref": 5}, {"$ref": "#/nowhere"}, {"name": [1], "in": {}}]
"""Values that replace any value of the document."""


def completed(given, version="3.1.0"):
    return {"openapi": version, "info": {"title": "Example", "version": "1"}, "paths": {}, **given}


def paths_in(node, parents=()):
    """Yield the path to each value in a document, as a tuple of keys and indexes."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield (*parents, key)
        yield from paths_in(value, (*parents, key))


def with_invalid_values(tree):
    """Yield a copy of the document for each of its values and each invalid one."""
    for path in paths_in(tree):
        for value in INVALID if path[0] not in ("openapi", "info") else ():
            changed = copy.deepcopy(tree)
            node = changed
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = value
            yield changed


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_rule_reports_exactly_the_expected_violations(rule, case):
    document = read_document(completed(case["document"], case.get("version", "3.1.0"))).document
    found = [one for _, one in find_violations(DocumentIndex(document), [one for one in own_rules() if one.id == rule])]
    assert [one.pointer for one in found] == case["found"]
    if "amended" in case:
        assert [fix.pointer for one in found for fix in one.fixes] == case["amended"]
    if "message" in case:
        assert case["message"] in f"{found[0].message}; {found[0].hint}"


def test_rules_handle_invalid_values_and_point_to_existing_ones():
    rules = [rule for rule in own_rules() if rule.family in FAMILIES and rule.node_types]
    tree = completed(yaml.safe_load((FOLDER / "everything-http.yaml").read_text("utf-8")))
    whole = {rule.id for rule, _ in find_violations(DocumentIndex(read_document(tree).document), rules)}
    assert len(whole) > 40, "the document should violate most rules"
    for changed in with_invalid_values(tree):
        document = read_document(changed).document
        if document is not None:
            for _, found in find_violations(DocumentIndex(document), rules):
                walk(document.tree, found.pointer)  # raises if the pointer does not resolve


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$url", RuntimeExpression("url")),
        ("$statusCode", RuntimeExpression("statusCode")),
        ("$request.path.id", RuntimeExpression("request", "path", "id")),
        ("$request.query.a.b c", RuntimeExpression("request", "query", "a.b c")),
        ("$response.header.Location", RuntimeExpression("response", "header", "Location")),
        ("$response.body", RuntimeExpression("response", "body")),
        ("$response.body#/a/0", RuntimeExpression("response", "body", "/a/0")),
    ],
)
def test_a_valid_expression_is_parsed(text, expected):
    assert read_expression(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "$URL",
        "$request",
        "$request.body.id",
        "$request.body#id",
        "$request.body#/~2",
        "$response.header.a,",
        "$url.a",
        "$request.path.",
        "$request.cookie.a",
        "$inputs.id",
        "url",
    ],
)
def test_an_invalid_expression_is_rejected(text):
    assert read_expression(text) is None


def test_a_string_may_contain_several_expressions():
    text = "https://{host}/{$request.path.id}?at={request.query.at}&by={$method}"
    assert list(expressions_in(text)) == ["$request.path.id", "request.query.at", "$method"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$respons.body#/id", True),
        ("$reqest.path.id", True),
        ("$statuscode", True),
        ("$respond.body#/id", True),
        ("$answer.header.Location", True),
        ("$body_text", False),
        ("$100", False),
        ("$resolution", False),
    ],
)
def test_strings_meant_to_be_expressions_are_recognized(text, expected):
    assert resembles_expression(text) is expected
