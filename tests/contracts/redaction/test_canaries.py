"""No output shows a secret: each form of ``secrets.txt`` passes through all that shows requests and responses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.cli.main import main
from contracts.findings import Evidence, Finding, Location, Severity
from contracts.messages import Request
from contracts.redaction.known import all_forms
from contracts.redaction.messages import Masker
from contracts.reports.registry import all_reports
from contracts.run_result import Run
from contracts.traffic.reader import TrafficReader
from contracts.traffic.usage import UsageOptions, usage_of
from contracts.traffic.usage_file import text_of
from mockserver.app import create_app
from mockserver.exchange import Exchange
from mockserver.journal import JournalFile
from mockserver.server.log_lines import JsonLines, TextLines
from mockserver.server.request_log import RequestLog
from tests.contracts.redaction.canaries import KNOWN, Canary, canaries, recorded
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

CANARIES = canaries()
each = pytest.mark.parametrize("canary", CANARIES, ids=[one.line for one in CANARIES])
RECORDED = [one for one in CANARIES if not one.line.startswith("known")]
"""Those that are recognised without the credentials of the settings, which the reader of traffic does not have."""
each_recorded = pytest.mark.parametrize("canary", RECORDED, ids=[one.line for one in RECORDED])

ITEM = {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}
ANY = {"schema": {}}
BODIES = {
    **json_content({}),
    **dict.fromkeys(("application/xml", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"), ANY),
}
DOCUMENT = document(
    {
        "/items/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"operationId": "getItem", "responses": {"200": response(ITEM)}},
            "put": {
                "operationId": "putItem",
                "requestBody": {"content": BODIES},
                "responses": {"200": response(ITEM)},
            },
        }
    }
)
MASKER = Masker(known=all_forms([KNOWN]))


def test_there_are_enough() -> None:
    assert len(CANARIES) >= 100
    assert len({one.line for one in CANARIES}) == len(CANARIES)


def assert_hidden(canary: Canary, output: str) -> None:
    assert [trace for trace in canary.traces if trace in output] == []


@each
def test_every_form_is_visible_without_masking(canary: Canary) -> None:
    shown = repr((canary.request, canary.response))
    assert any(trace in shown for trace in canary.traces)


def exchange_of(canary: Canary, **more: Any) -> Exchange:
    return recorded(canary.request, canary.response, template="/items/{id}", **more)


@each
def test_journal(canary: Canary, tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    JournalFile(str(path), [], [KNOWN])(exchange_of(canary))
    line = path.read_text()
    assert_hidden(canary, line + json.dumps(json.loads(line), ensure_ascii=False))


@each
@pytest.mark.parametrize("lines", [TextLines(), JsonLines()])
@pytest.mark.parametrize("reason", ["", "invalid_body: it is not valid"])
def test_request_log(canary: Canary, lines: TextLines, reason: str) -> None:
    entries: list[str] = []
    for is_verbose in (False, True):
        log = RequestLog([], lines, entries.append, is_verbose=is_verbose, known=[KNOWN])
        log(exchange_of(canary, reason=reason))
    assert_hidden(canary, "".join(entries))


@each
def test_reports(canary: Canary) -> None:
    evidence = Evidence("getItem", (canary.request,), canary.response, "200", f"got {canary.response.body.decode()}")
    finding = Finding("status", Severity.ERROR, Location("a.yaml", 1, 1), "unexpected", evidence=evidence)
    secrets = all_forms([KNOWN]) if canary.line.startswith("known") else given_secrets(canary)
    run = Run("contracts test", "a.yaml", "http://here", (finding,), operations=("getItem",), secrets=secrets)
    for report in all_reports():
        assert_hidden(canary, report.render(run))


def given_secrets(canary: Canary) -> tuple[str, ...]:
    """Return the credential in ``Authorization``, which the user of a test gives, or a recording has."""
    value = canary.request.header("authorization")
    return () if value is None else all_forms([value, value.partition(" ")[2]])


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(create_app(DOCUMENT, tokens={KNOWN: None}, journal_size=1000))


def test_admin_api(client: Client) -> None:
    for canary in CANARIES:
        request = canary.request
        client(request.method, request.target, request.body, headers=dict(request.headers))
    found = client("GET", "/__mock__/admin/requests?limit=500", headers={"host": "127.0.0.1"})
    assert found.status == 200
    assert found.json["total"] == len(CANARIES)
    for canary, shown in zip(CANARIES, found.json["requests"], strict=True):
        assert_hidden(canary, json.dumps(shown, ensure_ascii=False))


def har(folder: Path, canary: Canary) -> str:
    """Write a HAR file with the exchange; return its path."""
    request, answer = canary.request, canary.response

    def pairs(headers: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in headers]

    entry = {
        "request": {
            "method": request.method,
            "url": f"http://here{request.target}",
            "headers": pairs(request.headers),
            **({"postData": {"text": request.body.decode()}} if request.body else {}),
        },
        "response": {
            "status": answer.status,
            "headers": pairs(answer.headers),
            "content": {"text": answer.body.decode(), "mimeType": "application/json"},
        },
    }
    path = folder / "traffic.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "creator": {}, "entries": [entry]}}))
    return str(path)


@each_recorded
def test_har_and_usage(canary: Canary, tmp_path: Path) -> None:
    path = har(tmp_path, canary)
    contract = contracts.load(DOCUMENT)
    for exchange in TrafficReader([path], contract):
        assert_hidden(canary, repr((exchange.request, exchange.response)))
    usage, notes = usage_of([path], contract, UsageOptions("shop", policy="all"))
    assert_hidden(canary, text_of(usage) + repr(notes))


@each_recorded
def test_drift(canary: Canary, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "a.json"
    spec.write_text(json.dumps(DOCUMENT))
    main(["drift", har(tmp_path, canary), "--spec", str(spec)])
    captured = capsys.readouterr()
    assert_hidden(canary, captured.out + captured.err)


ORDINARY = [
    {"code": 404, "message": "not found"},
    {"code": "INVALID_REQUEST", "message": "the state is wrong", "state": "open"},
    {"code": "DE", "country": "Germany"},
    {"token_type": "bearer", "expires_in": 3600, "max_tokens": 5, "total_tokens": 12},
    {"next_page_token": "abcdefghijklmnop1234", "nextPageToken": "abc", "cursor": "eyJpZCI6MX0", "pageToken": "p"},
    {"author": "Ada", "authority": "city", "compass": "north", "pass": True, "passed": 3, "bypass": "no"},
    {"design": "flat", "signal": "on", "signed_at": "2026-01-01", "password_policy": "strict", "key": "title"},
    {"message": "password: must have 8 characters", "hint": "send a bearer token", "note": "basic authentication"},
    {"id": "0b6a1f3e-8f0a-4c7e-9a45-0c1f2d3e4f5a", "email": "me@shop.example", "url": "https://shop.example/a?x=1"},
    {"map_pin": "red", "sid": "AC12", "secretary": "Ada", "slug": "global-configuration-settings-of-the-shop"},
    {"time": "2026-01-02T03:04:05.678Z", "sha": "da39a3ee5e6b4b0d3255bfef95601890afd80709", "etag": 'W/"abc"'},
]


@pytest.mark.parametrize("value", ORDINARY)
def test_ordinary_values_stay(value: dict[str, Any]) -> None:
    from contracts.redaction.values import without_secrets

    assert without_secrets(value) == value


@pytest.mark.parametrize(
    "header",
    [
        ("www-authenticate", 'Bearer realm="api", error="invalid_token"'),
        ("etag", '"0b6a1f3e8f0a4c7e"'),
        ("idempotency-key", "0b6a1f3e-8f0a-4c7e"),
        ("x-request-id", "0b6a1f3e-8f0a-4c7e-9a45-0c1f2d3e4f5a"),
        ("location", "/items/7?page_token=abcdefghijklmnop"),
        ("link", '</items?page=2>; rel="next"'),
        ("accept", "application/json"),
        ("x-plan", "basic plan"),
    ],
)
def test_ordinary_headers_stay(header: tuple[str, str]) -> None:
    request = Request("GET", "/items/7?code=DE&page_token=abc&state=open", (header,))
    assert MASKER.request(request) == request
