"""``mockserver webhook``: real receivers, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

import contracts
from mockserver.cli.main import main
from tests.mockserver.kit import json_content
from tests.mockserver.outgoing.receiver import receiving, refusing
from tests.mockserver.outgoing.streams import EVENT, event, query, streams


@pytest.fixture
def spec(tmp_path: Path) -> str:
    ping = {"get": {"summary": "Alive", "responses": {"204": {"description": "alive"}}}}
    form = {"text/csv": {"schema": {"type": "string"}}, **json_content(EVENT), "application/xml": {"schema": EVENT}}
    tree = streams(
        webhooks={
            "newEvent": {"post": event(parameters=[{**query("n", required=True), "schema": {"const": 5}}])},
            "ping": ping,
            "several": {"post": {"requestBody": {"content": form}, "responses": {"202": {"description": "ok"}}}},
        }
    )
    path = tmp_path / "spec.yaml"
    path.write_text(yaml.safe_dump(tree, sort_keys=False))
    return str(path)


def test_a_webhook_is_sent(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    with receiving() as receiver:
        assert main(["webhook", "newEvent", "--spec", spec, "--to", f"{receiver.url}/hooks?a=b"]) == 0
    (sent,) = receiver.received
    assert (sent.method, sent.target, sent.headers["content-type"]) == ("POST", "/hooks?a=b&n=5", "application/json")
    schema = contracts.load(spec).schema("/webhooks/newEvent/post/requestBody/content/application~1json/schema")
    assert schema.request_validator.is_valid(json.loads(sent.body))
    out = capsys.readouterr().out
    assert out.startswith(f"POST {receiver.url}/hooks?a=b&n=5\n")
    assert f"> {sent.body.decode()}\n202 Accepted " in out


def test_the_seed_determines_the_body(spec: str) -> None:
    with receiving() as receiver:
        for seed in ("1", "1", "2"):
            main(["webhook", "newEvent", "--spec", spec, "--to", receiver.url, "--seed", seed])
    first, second, third = (one.body for one in receiver.received)
    assert first == second != third


def test_a_response_that_is_not_documented(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    with receiving(400) as receiver:
        assert main(["webhook", "newEvent", "--spec", spec, "--to", receiver.url]) == 1
    out = capsys.readouterr().out
    assert (
        "error: newEvent: status 400 is not documented [webhook-response/status]\n  expected one of 202; got 400" in out
    )


def test_a_redirect_is_not_followed(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    with receiving(302, headers=[("Location", "/other")]) as receiver:
        assert main(["webhook", "createStream.onData", "--spec", spec, "--to", receiver.url]) == 1
    assert len(receiver.received) == 1
    assert "note: the receiver redirects to /other, and redirects are not followed" in capsys.readouterr().out


def test_given_headers_content_type_and_body(
    spec: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIGNATURE", "sha256=abcdef0123456789")
    (tmp_path / "body.json").write_text('{"id": "wrong"}')
    with receiving() as receiver:
        to = ["webhook", "several", "--spec", spec, "--to", receiver.url]
        assert main([*to, "--header", "Authorization: Bearer $SIGNATURE"]) == 0
        assert main([*to, "--body", f"@{tmp_path / 'body.json'}"]) == 0
        assert main([*to, "--content-type", "application/xml"]) == 0
    first, second, third = receiver.received
    assert first.headers["authorization"] == "Bearer sha256=abcdef0123456789"
    assert json.loads(second.body) == {"id": "wrong"}
    assert third.headers["content-type"] == "application/xml"
    assert third.body.startswith(b"<")
    assert "abcdef0123456789" not in capsys.readouterr().out


def test_names_are_listed(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["webhook", "--spec", spec]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "newEvent  POST",
        "ping  GET  Alive",
        "several  POST",
        "createStream.onData  POST",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["newEvnt", "--to", "http://localhost/"], "did you mean 'newEvent'? webhooks and callbacks: newEvent, ping"),
        (["--to", "http://localhost/"], "which webhook? expected NAME"),
        (["ping"], "--to: expected the URL of the receiver"),
        (["ping", "--to", "localhost"], "--to: must be an http or https URL"),
        (
            ["several", "--to", "http://localhost/", "--content-type", "text/html"],
            "documented: text/csv, application/json",
        ),
        (["ping", "--to", "http://localhost/", "--content-type", "text/html"], "the webhook has no body"),
        (["ping", "--to", "http://localhost/", "--body", "{"], "--body: not valid JSON"),
        (["ping", "--to", "http://localhost/", "--body", "@nothing"], "--body: cannot read nothing"),
        (["ping", "--to", "http://localhost/", "--header", "X"], "--header: expected 'Name: value'"),
    ],
)
def test_wrong_usage(spec: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["webhook", *arguments, "--spec", spec]) == 2
    assert message in capsys.readouterr().err


def test_a_receiver_that_does_not_run(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    with refusing() as url:
        assert main(["webhook", "ping", "--spec", spec, "--to", url]) == 2
    assert "error: the request failed: ConnectError" in capsys.readouterr().err


def test_a_document_without_webhooks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "spec.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}))
    assert main(["webhook", "--spec", str(path)]) == 0
    assert capsys.readouterr().out == "the document has no webhooks and no callbacks\n"
