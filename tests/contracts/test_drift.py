"""Traffic against a document: all that leaves it is found, each once, and what keeps to it is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.drift import HINTS, Drift
from contracts.findings import Finding, Severity
from contracts.outcome import Run
from contracts.recordings.golden import read_case
from mockserver.app import create_app
from tests.conftest import ROOT
from tests.contracts.test_usage import exchange, recorded
from tests.golden import breaches, case_files
from tests.mockserver.kit import document, json_content, path_parameter, response
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


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{one.severity} {one.rule.removeprefix('drift/')}: {one.message}" for one in findings]


def test_traffic_that_keeps_to_the_document_has_no_finding(tmp_path: Path) -> None:
    run = drift(tmp_path, *GOOD, unseen=True)
    assert told(run.findings) == []
    assert run.requests == 5
    assert sum(cell.looked for cell in run.cells) == 5


LISTED = exchange("GET", "/cases", came=[], x_org="a")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (exchange("GET", "/people/7"), "error operation: GET /people/{id} is not documented"),
        (exchange("DELETE", "/cases/7", status=204), "error method: DELETE /cases/{id} is not documented"),
        (
            exchange("GET", "/cases?page=2", came=[], x_org="a"),
            "warning parameter: the query parameter 'page' is sent, and not documented",
        ),
        (
            exchange("GET", "/cases?limit=500", came=[], x_org="a"),
            "error parameter-value: the query parameter 'limit' is more than is documented (maximum), and is accepted",
        ),
        (
            exchange("GET", "/cases?limit=all", came=[], x_org="a"),
            "error parameter-value: the query parameter 'limit' is string, and integer is documented, and is accepted",
        ),
        (
            exchange("GET", "/cases", came=[]),
            "error parameter-missing: the header parameter 'X-Org' is missing, and nothing is said of it",
        ),
        (
            exchange("POST", "/cases", status=201, came={"id": "1"}),
            "error request-body: a request without a body is accepted, though one is required",
        ),
        (
            exchange("GET", "/cases/7", {"a": 1}, came={"id": "7"}),
            "warning request-body: a body is sent where none is documented",
        ),
        (
            exchange("POST", "/cases", {"title": "x", "b": 1}, 201, {"id": "1"}),
            "error request: the request's body has 'b', which the schema forbids, and is accepted",
        ),
        (
            exchange("PUT", "/cases/7", {"note": "x"}, 204),
            "warning request-field: the request's body has /note, which is not documented",
        ),
        (exchange("GET", "/cases", status=418, x_org="a"), "error status: the status 418 is not documented"),
        (
            exchange("GET", "/cases/7", came={"id": "7", "new": {"x": 1}}),
            "warning response-field: the body of 200 has /new, which is not documented",
        ),
        (
            exchange("GET", "/cases", came=[{"id": "1", "new": 1}, {"id": "2", "new": 2}], x_org="a"),
            "warning response-field: the body of 200 has /*/new, which is not documented",
        ),
        (
            exchange("GET", "/cases/7", came={"status": "open"}),
            "error response: the body of 200 lacks 'id', which is required",
        ),
        (
            exchange("GET", "/cases/7", came={"id": 7}),
            "error response: the body of 200 at /id is integer, and string is documented",
        ),
        (
            exchange("GET", "/cases", came=[{"id": "1", "status": "gone"}], x_org="a"),
            "error response: the body of 200 at /*/status is none of the documented values",
        ),
    ],
    ids=lambda value: value.partition(":")[0].partition(" ")[2] if isinstance(value, str) else "",
)
def test_each_deviation_and_nothing_else(tmp_path: Path, entry: Any, expected: str) -> None:
    assert told(drift(tmp_path, *GOOD, entry).findings) == [expected]


def har(folder: Path, *entries: tuple[dict[str, Any], dict[str, Any]]) -> str:
    path = folder / "traffic.har"
    log = {"entries": [{"request": request, "response": answer} for request, answer in entries]}
    path.write_text(json.dumps({"log": log}, indent=1), "utf-8")
    return str(path)


def headers(**given: str) -> list[dict[str, str]]:
    return [{"name": name.replace("_", "-"), "value": value} for name, value in given.items()]


def test_deviations_of_media_types_headers_and_bodies_in_a_har_file(tmp_path: Path) -> None:
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
    assert told(findings) == [
        "error media-type: 200 comes as text/csv, which is not documented",
        "error response: the body of 200 is not JSON",
        "error header: 200 comes without the header X-Total, which is required",
        "error request-media-type: a request of the media type text/csv is accepted, and not documented",
        "warning body: 500 comes with a body, and none is documented",
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
def test_what_is_refused_or_is_said_by_http_is_no_deviation(tmp_path: Path, entry: Any) -> None:
    rules = {one.rule for one in drift(tmp_path, entry).findings}
    assert rules <= {"drift/status"}
    assert not rules or entry.request.method == "PUT"


def test_the_same_deviation_is_told_once_with_how_often_and_an_example(tmp_path: Path) -> None:
    entries = [exchange("GET", f"/people/{number}", authorization="Bearer s3cr3t") for number in (5, 6, 7)]
    (finding,) = drift(tmp_path, LISTED, *entries).findings
    assert finding.evidence is not None
    assert finding.evidence.got == f"200 for /people/5 (3 times, first at {tmp_path}/traffic.ndjson:2)"
    assert finding.evidence.requests[0].header("authorization") == "Bearer …"
    assert finding.hint == HINTS["operation"]
    assert finding.location.pointer == "/paths"


def test_what_was_never_seen_is_a_hint(tmp_path: Path) -> None:
    entries = (LISTED, exchange("GET", "/cases/1", came={"id": "1", "tags": []}))
    findings = drift(tmp_path, *entries, unseen=True).findings
    assert {one.severity for one in findings} == {Severity.HINT}
    assert told(findings) == [
        "hint unseen-parameter: GET /cases: documented parameters were never sent: limit (query)",
        "hint unseen-operation: POST /cases: it is documented, and never called",
        "hint unseen-status: GET /cases/{id}: documented statuses never came: default",
        "hint unseen-field: GET /cases/{id}: documented fields of 200 never came: /status, /count",
        "hint unseen-operation: PUT /cases/{id}: it is documented, and never called",
    ]


def test_masked_values_are_not_judged(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"password": {"type": "string", "minLength": 8}, "pin": {"minimum": 1000}},
    }
    tree = document({"/login": {"post": {"requestBody": {"content": json_content(schema)}}}})
    path = recorded(tmp_path, exchange("POST", "/login", {"password": "…", "pin": 0}))
    assert Drift([path], contracts.load(tree)).run(document="").findings == ()


def test_the_mock_does_not_drift_from_its_own_document(tmp_path: Path) -> None:
    document = ROOT / "openapi.yaml"
    contract, path = contracts.load(document), tmp_path / "journal.ndjson"
    send = in_process(create_app(contract, journal=str(path)))
    for case in map(read_case, case_files()):
        if not case.settings:
            assert breaches(case, send, contract) == []
    run = Drift([str(path)], contract, unseen=False).run(document=str(document))
    assert run.requests > 500
    # Some cases send on purpose what is not documented; what comes is.
    assert {one.rule for one in run.findings} <= {"drift/parameter", "drift/request-field"}
    assert all(one.severity is Severity.WARNING for one in run.findings)
