"""Callbacks and webhooks in the request log."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
from jsonschema_rs import validator_for

from mockserver.server.log_lines import JsonLines, TextLines
from mockserver.server.request_log import RequestLog
from mockserver.testing import MockServer
from tests.mockserver.outgoing.receiver import receiving
from tests.mockserver.outgoing.streams import streams

SCHEMA = Path(__file__).parents[3] / "docs" / "request-log.schema.json"


def test_lines() -> None:
    text: list[str] = []
    objects: list[str] = []
    with receiving(400) as receiver, MockServer(streams()) as mock:
        logs = [RequestLog([], TextLines(), text.append), RequestLog([], JsonLines(), objects.append)]
        mock.app.log_to(lambda exchange, violations: [log(exchange, violations) for log in logs] and None)
        httpx.post(f"{mock.url}/streams", params={"callbackUrl": receiver.url}, json={})
        mock.callbacks()
        violation = "status 400 is not documented (expected one of 202, got 400)"
        first, second = text[-1].splitlines()
        assert f"POST {receiver.url}/data 400 " in first
        assert first.endswith(" sent=createStream.onData")
        assert second == f"  {violation}"
        received, sent = map(json.loads, objects)
        assert "sent" not in received
        assert sent["sent"] == {"name": "createStream.onData", "origin": receiver.url}
        assert (sent["target"], sent["status"], sent["violations"]) == ("/data", 400, [violation])
        validator = validator_for(json.loads(SCHEMA.read_text()))
        assert validator.is_valid(received)
        assert validator.is_valid(sent)
