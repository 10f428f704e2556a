"""Responses are judged by status and by the schema of the original document."""

from __future__ import annotations

import json

import pytest

from benchmarks.corpus import judge as module
from benchmarks.corpus.judge import Judge
from contracts.messages import Response

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def document(responses, version="3.0.3", **more):
    key = "swagger" if version == "2.0" else "openapi"
    return {key: version, "paths": {"/pets/{id}": {"get": {"responses": responses}}}, **more}


def json_responses(schema, status="200", media_type="application/json"):
    return {status: {"content": {media_type: {"schema": schema}}}}


def judged(tree, value, status=200, media_type="application/json", method="get", **headers):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    pairs = (("content-type", media_type), *headers.items())
    return Judge(tree).judge("/pets/{id}", method, Response(status, pairs, body))


def test_valid():
    assert judged(document(json_responses(PET)), {"name": "Rex"}).kind == "valid"


def test_invalid():
    found = judged(document(json_responses(PET)), {"name": 7})
    assert (found.kind, found.details) == ("invalid", ("/name: type: 7 is not of type 'string'",))


@pytest.mark.parametrize("value", [b"{", b"[" * 100_000])
def test_not_json(value):
    assert judged(document(json_responses(PET)), value).kind == "invalid"


@pytest.mark.parametrize(
    "responses",
    [
        json_responses(PET, "2XX"),
        json_responses(PET, "2xx"),
        json_responses(PET, "default"),
        json_responses(PET, media_type="*/*"),
        json_responses(PET, media_type="application/*"),
        json_responses(PET, media_type="Application/JSON; charset=utf-8"),
        {"200": {"$ref": "#/components/responses/Pet"}},
        {200: json_responses(PET)["200"]},
    ],
)
def test_schema_is_found(responses):
    tree = document(responses, components={"responses": {"Pet": json_responses(PET)["200"]}})
    assert judged(tree, {"name": 7}, media_type="application/json; charset=utf-8").kind == "invalid"


def test_swagger():
    tree = document({"200": {"schema": {"$ref": "#/definitions/Pet"}}}, "2.0", definitions={"Pet": PET})
    assert judged(tree, {"name": 7}).kind == "invalid"
    assert judged(tree, {"name": "a"}, media_type="application/hal+json").kind == "valid"


def test_reference_of_a_path_item():
    tree = {
        "openapi": "3.1.0",
        "paths": {"/pets/{id}": {"$ref": "#/x"}},
        "x": {"get": {"responses": json_responses(PET)}},
    }
    assert judged(tree, {"name": 7}).kind == "invalid"


@pytest.mark.parametrize(
    ("tree", "value", "more"),
    [
        (document({"200": {}}), {}, {}),
        (document({}), {}, {}),
        (document(json_responses(PET)), b"", {}),
        (document(json_responses(PET)), {}, {"status": 204}),
        (document(json_responses(PET)), {}, {"method": "head"}),
        (document(json_responses(PET)), b"<a/>", {"media_type": "application/xml"}),
        ({"openapi": "3.0.0"}, {}, {}),
    ],
)
def test_unjudged(tree, value, more):
    assert judged(tree, value, **more).kind == "unjudged"


def test_pattern_that_backtracks_is_unjudged(monkeypatch):
    monkeypatch.setattr(module, "TIME_LIMIT", 1)
    tree = document(json_responses({"pattern": "^(a+)+$"}))
    assert judged(tree, "a" * 40 + "b").kind == "unjudged"


@pytest.mark.parametrize(
    ("responses", "status", "kind"),
    [
        ({"200": {}}, 500, "server-error"),
        ({"200": {}, "503": {}}, 503, "server-error"),
        ({"503": {}, "5XX": {}}, 503, "documented-error"),
        ({"default": {}}, 500, "server-error"),
        ({"200": {}}, 404, "refused"),
        ({"200": {}}, 302, "redirect"),
    ],
)
def test_other_statuses(responses, status, kind):
    assert judged(document(responses), {}, status).kind == kind


def test_reason():
    assert judged(document({}), {}, 422, **{"x-mock-reason": "invalid_body"}).details == ("invalid_body",)
