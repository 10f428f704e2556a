"""Differences between traffic and a document are found, each once; matching traffic has no findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.findings import Finding, Severity
from contracts.run_result import Run
from contracts.traffic.drift import HINTS, Drift, guessed_template
from contracts.traffic.golden import read_case
from mockserver.app import create_app
from tests.conftest import ROOT
from tests.contracts.traffic.test_usage import exchange, recorded
from tests.golden import case_files, mismatches
from tests.mockserver.kit import document, json_content, path_parameter, response
from tests.test_golden import has_generated_values
from tests.wire import in_process

CASE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "status": {"enum": ["open", "closed"]},
        "count": {"type": "integer", "maximum": 5},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
CLOSED = {"type": "object", "properties": {"title": {"type": "string"}}, "additionalProperties": False}
TREE = document(
    {
        "/cases": {
            "get": {
                "operationId": "list",
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
                    {"name": "X-Org", "in": "header", "required": True, "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        **response({"type": "array", "items": CASE}),
                        "headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}},
                    },
                },
            },
            "post": {
                "operationId": "create",
                "requestBody": {"required": True, "content": json_content(CLOSED)},
                "responses": {"201": response(CASE)},
            },
        },
        "/cases/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"operationId": "read", "responses": {"200": response(CASE), "default": {"description": "wrong"}}},
            "put": {
                "operationId": "replace",
                "requestBody": {"content": json_content({**CASE, "required": []})},
                "responses": {"204": {"description": "done"}},
            },
        },
    },
)
CONTRACT = contracts.load(TREE)
GOOD = (
    exchange("GET", "/cases?limit=5", came=[{"id": "1", "status": "open", "count": 1, "tags": ["a"]}], x_org="a"),
    exchange("POST", "/cases", {"title": "x"}, 201, {"id": "1", "status": "open", "count": 1, "tags": ["a"]}),
    exchange("GET", "/cases/1", came={"id": "1", "status": "open", "count": 1, "tags": []}),
    exchange("GET", "/cases/2", status=404),
    exchange("PUT", "/cases/1", {"id": "1"}, 204),
)


def drift(folder: Path, *entries: Any, unseen: bool = False) -> Run:
    return Drift([recorded(folder, *entries)], CONTRACT, unseen=unseen).run(document="api.json")


def messages(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{one.severity} {one.rule.removeprefix('drift/')}: {one.message}" for one in findings]


def test_matching_traffic_has_no_findings(tmp_path: Path) -> None:
    run = drift(tmp_path, *GOOD, unseen=True)
    assert messages(run.findings) == []
    assert run.requests == 5
    assert sum(cell.asserted for cell in run.cells) == 5


LISTED = exchange("GET", "/cases", came=[], x_org="a")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (exchange("GET", "/people/7"), "error operation: undocumented operation: GET /people/{id}"),
        (exchange("DELETE", "/cases/7", status=204), "error method: undocumented method: DELETE /cases/{id}"),
        (
            exchange("GET", "/cases?page=2", came=[], x_org="a"),
            "warning parameter: undocumented query parameter 'page'",
        ),
        (
            exchange("GET", "/cases?limit=500", came=[], x_org="a"),
            "error parameter-value: query parameter 'limit' is greater than documented (maximum), "
            "but the server accepts it",
        ),
        (
            exchange("GET", "/cases?limit=all", came=[], x_org="a"),
            "error parameter-value: query parameter 'limit' is string instead of integer, but the server accepts it",
        ),
        (
            exchange("GET", "/cases", came=[]),
            "error parameter-missing: required header parameter 'X-Org' is missing, but the server accepts the request",
        ),
        (
            exchange("POST", "/cases", status=201, came={"id": "1"}),
            "error request-body: required request body is missing, but the server accepts the request",
        ),
        (
            exchange("GET", "/cases/7", {"a": 1}, came={"id": "7"}),
            "warning request-body: undocumented request body",
        ),
        (
            exchange("POST", "/cases", {"title": "x", "b": 1}, 201, {"id": "1"}),
            "error request: request body has 'b', which the schema forbids, but the server accepts it",
        ),
        (
            exchange("PUT", "/cases/7", {"note": "x"}, 204),
            "warning request-field: request body has undocumented field /note",
        ),
        (exchange("GET", "/cases", status=418, x_org="a"), "error status: undocumented status code 418"),
        (
            exchange("GET", "/cases/7", came={"id": "7", "new": {"x": 1}}),
            "warning response-field: body of response 200 has undocumented field /new",
        ),
        (
            exchange("GET", "/cases", came=[{"id": "1", "new": 1}, {"id": "2", "new": 2}], x_org="a"),
            "warning response-field: body of response 200 has undocumented field /*/new",
        ),
        (
            exchange("GET", "/cases/7", came={"status": "open"}),
            "error response: body of response 200 lacks required property 'id'",
        ),
        (
            exchange("GET", "/cases/7", came={"id": 7}),
            "error response: body of response 200 at /id is integer instead of string",
        ),
        (
            exchange("GET", "/cases", came=[{"id": "1", "status": "gone"}], x_org="a"),
            "error response: body of response 200 at /*/status is not one of the documented values",
        ),
    ],
    ids=lambda value: value.partition(":")[0].partition(" ")[2] if isinstance(value, str) else "",
)
def test_each_deviation(tmp_path: Path, entry: Any, expected: str) -> None:
    assert messages(drift(tmp_path, *GOOD, entry).findings) == [expected]


def har(folder: Path, *entries: tuple[dict[str, Any], dict[str, Any]]) -> str:
    path = folder / "traffic.har"
    log = {"entries": [{"request": request, "response": answer} for request, answer in entries]}
    path.write_text(json.dumps({"log": log}, indent=1), "utf-8")
    return str(path)


def headers(**given: str) -> list[dict[str, str]]:
    return [{"name": name.replace("_", "-"), "value": value} for name, value in given.items()]


def test_media_types_headers_and_bodies_of_har_files(tmp_path: Path) -> None:
    base = "https://api.example"
    asked = {"method": "GET", "url": f"{base}/cases", "headers": headers(X_Org="a")}
    csv = {"mimeType": "text/csv", "text": "id\n1"}
    broken = {"mimeType": "application/json", "text": "{"}
    form = {"mimeType": "text/csv", "text": "a"}
    path = har(
        tmp_path,
        (asked, {"status": 200, "content": csv, "headers": headers(X_Total="1")}),
        (asked, {"status": 200, "content": broken, "headers": headers(X_Total="1")}),
        (asked, {"status": 200, "content": {"mimeType": "application/json", "text": "[]"}}),
        (
            {"method": "PUT", "url": f"{base}/cases/1", "postData": form, "headers": headers(Content_Type="text/csv")},
            {"status": 204},
        ),
        ({"method": "GET", "url": f"{base}/cases/1"}, {"status": 500, "content": {"mimeType": "a/b", "text": "x"}}),
    )
    findings = Drift([path], CONTRACT, unseen=False).run(document="api.json").findings
    assert messages(findings) == [
        "error media-type: undocumented media type text/csv of response 200",
        "error response: body of response 200 is not valid JSON",
        "error header: response 200 lacks required header X-Total",
        "error request-media-type: undocumented request media type text/csv, but the server accepts it",
        "warning body: response 500 has a body, but none is documented",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        exchange("GET", "/people/7", status=404),
        exchange("DELETE", "/cases/7", status=405),
        exchange("OPTIONS", "/cases", status=204),
        exchange("GET", "/cases/7?x=1", status=400),
        exchange("PUT", "/cases/7", {"count": 9}, 404),
        exchange("GET", "/cases", status=304, x_org="a"),
        exchange("HEAD", "/cases/7"),
    ],
)
def test_rejected_requests_are_not_drift(tmp_path: Path, entry: Any) -> None:
    rules = {one.rule for one in drift(tmp_path, entry).findings}
    assert rules <= {"drift/status"}
    assert not rules or entry.request.method == "PUT"


def test_repeated_deviations_are_one_finding_with_count_and_example(tmp_path: Path) -> None:
    entries = [exchange("GET", f"/people/{number}", authorization="Bearer s3cr3t") for number in (5, 6, 7)]
    (finding,) = drift(tmp_path, LISTED, *entries).findings
    assert finding.evidence is not None
    assert finding.evidence.got == f"200 for /people/5 (3 times, first at {tmp_path}/traffic.ndjson:2)"
    assert finding.evidence.requests[0].header("authorization") == "Bearer …"
    assert finding.hint == HINTS["operation"]
    assert finding.location.pointer == "/paths"


def test_unused_items_are_hints(tmp_path: Path) -> None:
    entries = (LISTED, exchange("GET", "/cases/1", came={"id": "1", "tags": []}))
    findings = drift(tmp_path, *entries, unseen=True).findings
    assert {one.severity for one in findings} == {Severity.HINT}
    assert messages(findings) == [
        "hint unseen-parameter: GET /cases: parameters never sent: limit (query)",
        "hint unseen-operation: POST /cases: documented, but never called",
        "hint unseen-status: GET /cases/{id}: status codes never received: default",
        "hint unseen-field: GET /cases/{id}: fields of 200 never received: /status, /count",
        "hint unseen-operation: PUT /cases/{id}: documented, but never called",
    ]


def test_masked_values_are_not_validated(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"password": {"type": "string", "minLength": 8}, "pin": {"minimum": 1000}},
    }
    tree = document({"/login": {"post": {"requestBody": {"content": json_content(schema)}}}})
    path = recorded(tmp_path, exchange("POST", "/login", {"password": "…", "pin": 0}))
    assert Drift([path], contracts.load(tree)).run(document="").findings == ()


def test_operations_of_one_path(tmp_path: Path) -> None:
    target = {"name": "X-Target", "in": "header", "schema": {"type": "string"}}
    operation = {"parameters": [target], "responses": {"200": response(True)}}
    tree = document({f"/#X-Target={name}": {"post": {"operationId": name, **operation}} for name in ("Get", "List")})
    entries = [exchange("POST", "/", came=1, x_target="List"), exchange("POST", "/", came=1, x_target="Drop")]
    entries += [exchange("POST", "/", came=1), exchange("GET", "/", came=1, x_target="Get")]
    run = Drift([recorded(tmp_path, *entries)], contracts.load(tree), unseen=True).run(document="")
    assert sorted(messages(run.findings)) == [
        "error method: undocumented method: GET /#X-Target=Get",
        "error operation: undocumented operation: POST / with X-Target=Drop",
        "error operation: undocumented operation: POST / with no X-Target",
        "hint unseen-operation: POST /#X-Target=Get: documented, but never called",
    ]


def test_the_mock_does_not_drift_from_its_own_document(tmp_path: Path) -> None:
    document = ROOT / "openapi.yaml"
    contract, path = contracts.load(document), tmp_path / "journal.ndjson"
    send = in_process(create_app(contract, journal=str(path)))
    for case in map(read_case, case_files()):
        if not case.settings:
            found = mismatches(case, send, contract)
            assert has_generated_values(case) or not found
    run = Drift([str(path)], contract, unseen=False).run(document=str(document))
    assert run.requests > 500
    # Some cases send undocumented items on purpose; all responses are documented.
    assert {one.rule for one in run.findings} <= {"drift/parameter", "drift/request-field"}
    assert all(one.severity is Severity.WARNING for one in run.findings)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/people/7", "/people/{id}"),
        ("/people/3c90c3cc-0d44-4b50-8888-000000000008/tags", "/people/{id}/tags"),
        ("/people/ann@example.com", "/people/{id}"),
        ("/files/a1b2", "/files/{id}"),
        ("/orders/o-9", "/orders/{id}"),
        ("/files/…", "/files/{id}"),
        ("/files/" + "x" * 33, "/files/{id}"),
        ("/v1/people", "/v1/people"),
        ("/api/v2/people", "/api/v2/people"),
        ("/2/people", "/2/people"),
        ("/health", "/health"),
        ("/oauth2/token", "/oauth2/token"),
        ("/", "/"),
        ("//7", "//{id}"),
    ],
)
def test_guessed_templates(path: str, template: str) -> None:
    assert guessed_template(path) == template
