"""The facts files have known keys only, and wrong responses fail."""

from __future__ import annotations

import json

import pytest

import contracts
from contracts.findings import Severity
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import validate
from contracts.messages import Response
from mockserver.http.routing import Router
from tests.mockserver.worlds.expectations import check_body
from tests.mockserver.worlds.facts import SAVED_VALUE, FactsError, document_of, parse_facts, read_facts, world_names
from tests.mockserver.worlds.saved import filled, local_target, target_of
from tests.mockserver.worlds.walk import walk

STEP = {"request": "GET /pets", "expect": {"status": 200}}


@pytest.mark.parametrize("name", world_names())
def test_requests_are_documented(name):
    """Each request has an operation, except those that expect 405."""
    router: Router[str] = Router()
    for operation in contracts.load(document_of(name)).operations:
        router.add(operation.method, operation.path, operation.id)
    for step in read_facts(name).steps:
        path = SAVED_VALUE.sub("saved", step.target).partition("?")[0]
        if not SAVED_VALUE.fullmatch(step.target):
            is_documented = router.route(step.method, path).target is not None
            assert is_documented is (step.expect.get("status") != 405), f"step {step.number}"


@pytest.mark.parametrize("name", world_names())
def test_document_has_no_errors(name):
    findings = validate(str(document_of(name)), own_rules(), {})[1]
    assert [one for one in findings if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({"style": "x"}, "file: steps is missing"),
        ({"style": "x", "steps": [], "step": []}, "unknown key 'step'"),
        ({"style": "x", "steps": [STEP | {"exspect": {}}]}, "step 1: unknown key 'exspect'"),
        ({"style": "x", "steps": [STEP | {"expect": {}}]}, "step 1, expect: status is missing"),
        ({"style": "x", "steps": [STEP | {"expect": {"status": 200, "lenght": {}}}]}, "unknown key 'lenght'"),
        ({"style": "x", "steps": [STEP | {"walk": "/pets"}]}, "requires either request, or walk and pages"),
        ({"style": "x", "steps": [{"walk": "/pets", "pages": {"items": ""}, "expect": {}}]}, "next is missing"),
        ({"style": "x", "steps": [STEP | {"request": "GET /pets/{id}"}]}, "step 1: no earlier step saves 'id'"),
        ({"style": "x", "steps": [STEP | {"files": {"file": {"mame": "a"}}}]}, "unknown key 'mame'"),
    ],
)
def test_invalid_file(tree, message):
    with pytest.raises(FactsError, match=message):
        parse_facts(tree)


@pytest.mark.parametrize(
    "facts",
    [
        {"body": {"id": 8}},
        {"body": {"tags": [{"name": "a"}]}},
        {"at": {"/id": "7"}},
        {"at": {"/none": 7}},
        {"has": ["/none"]},
        {"absent": ["/id"]},
        {"length": {"/tags": 1}},
        {"at_most": {"/tags": 1}},
        {"every": {"/tags": {"name": "a"}}},
        {"includes": {"/tags": {"name": "c"}}},
        {"excludes": {"/tags": {"name": "a"}}},
        {"sorted": {"/tags": "-name"}},
    ],
)
def test_false_fact_fails(facts):
    with pytest.raises(AssertionError):
        check_body({"id": 7, "tags": [{"name": "a"}, {"name": "b"}]}, facts)


def test_saved_values():
    saved = {"id": 7, "name": "a/b", "url": "http://localhost/pets?page=2"}
    assert filled({"id": "{id}", "text": "id {id}"}, saved) == {"id": 7, "text": "id 7"}
    assert target_of("/pets/{name}", saved) == "/pets/a%2Fb"
    assert target_of("{url}", saved) == "/pets?page=2"
    with pytest.raises(AssertionError, match="does not lead to the mock"):
        local_target("https://api.example.com/pets?page=2")


def pages_of(*pages):
    """Return a function that sends the n-th page for the query ``page=n``."""

    def get(target):
        return Response(200, (), json.dumps(pages[int(target.partition("page=")[2]) - 1]).encode())

    return get


def test_walk():
    get = pages_of([{"id": 1}, {"id": 2}], [{"id": 3}], [])
    assert [item["id"] for item in walk(get, "/pets?page=1", {"items": "", "next": {"page": 1}})] == [1, 2, 3]


@pytest.mark.parametrize(
    ("last", "more", "message"),
    [
        ([{"id": 1}], {}, "came twice"),
        ([{"id": 3}, {"id": 4}, {"id": 5}], {"at_most": 2}, "3 items on a page"),
        ([{}], {}, "without /id"),
        ([{"id": 3}], {"total": "/0/id"}, "totals of"),
    ],
)
def test_walk_that_fails(last, more, message):
    get = pages_of([{"id": 1}, {"id": 2}], last, [])
    with pytest.raises(AssertionError, match=message):
        walk(get, "/pets?page=1", {"items": "", "next": {"page": 1}, **more})
