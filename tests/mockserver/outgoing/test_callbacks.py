"""Callbacks: what is sent after a response, and how it is recorded."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

import contracts
from contracts.traffic.reader import TrafficReader
from mockserver.app import create_app
from mockserver.outgoing import callbacks as callbacks_module
from mockserver.outgoing import delivery
from mockserver.testing import MockServer
from tests.mockserver.kit import json_content
from tests.mockserver.outgoing.receiver import receiving, refusing
from tests.mockserver.outgoing.streams import EVENT, event, query, streams


@pytest.fixture(autouse=True)
def _short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "DELAYS", (0.01, 0.01, 0.01))


def post(mock: MockServer, url: str, body: Any = None, **headers: str) -> httpx.Response:
    """Create a stream with a callback to a URL."""
    return httpx.post(f"{mock.url}/streams", params={"callbackUrl": url}, json=body or {}, headers=headers)


def only(mock: MockServer) -> dict[str, Any]:
    """The only callback that was recorded."""
    (found,) = mock.callbacks()
    return found


def test_a_callback_is_sent_after_the_response() -> None:
    with receiving() as receiver, MockServer(streams()) as mock:
        assert post(mock, receiver.url).status_code == 201
        found = only(mock)
        (sent,) = receiver.received
        value = json.loads(sent.body)
        assert (sent.method, sent.target, sent.headers["content-type"]) == ("POST", "/data", "application/json")
        callback = contracts.load(streams()).schemas.at(
            "/paths/~1streams/post/callbacks/onData/{$request.query.callbackUrl}~1data/post/requestBody/content"
            "/application~1json/schema"
        )
        assert callback.request_validator.is_valid(value)
        assert found["sent"] == {
            "kind": "callback",
            "name": "createStream.onData",
            "origin": receiver.url,
            "attempts": 1,
            "error": "",
            "violations": [],
        }
        assert (found["method"], found["target"], found["status"]) == ("POST", "/data", 202)
        assert (found["operation"], found["request"]["json"]) == ("createStream", value)


def test_the_seed_and_the_requests_determine_the_bodies() -> None:
    bodies = []
    for seed in (1, 1, 2):
        with receiving() as receiver, MockServer(streams(), seed=seed) as mock:
            for text in ("a", "b"):
                post(mock, receiver.url, {"url": text})
                mock.callbacks()
            bodies.append([one.body for one in receiver.received])
    assert bodies[0] == bodies[1]
    assert bodies[0][0] != bodies[2][0]
    assert bodies[0][0] != bodies[0][1], "other requests have other callbacks"


def test_the_port_of_the_receiver_does_not_matter() -> None:
    """The response of an operation without items depends on the query, which has the URL of the receiver."""
    tree = streams()
    del tree["paths"]["/streams/{id}"]
    bodies = []
    for _ in range(2):
        with receiving() as receiver, MockServer(tree) as mock:
            post(mock, receiver.url, {"url": receiver.url})
            mock.callbacks()
            bodies.append(receiver.received[0].body)
    assert bodies[0] == bodies[1]


def test_every_callback_is_sent_once() -> None:
    key = "{$request.query.callbackUrl}"
    tree = streams(
        {
            "onData": {f"{key}/data": {"post": event(), "put": event()}, f"{key}/more": {"post": event()}},
            "onEnd": {"$ref": "#/components/callbacks/End"},
        },
        components={"callbacks": {"End": {f"{key}/end": {"delete": {"responses": {"202": {"description": "ended"}}}}}}},
    )
    with receiving() as receiver, MockServer(tree) as mock:
        post(mock, receiver.url)
        recorded = sorted((one["sent"]["name"], one["method"], one["target"]) for one in mock.callbacks())
        assert recorded == [
            ("createStream.onData", "POST", "/data"),
            ("createStream.onData", "POST", "/more"),
            ("createStream.onData", "PUT", "/data"),
            ("createStream.onEnd", "DELETE", "/end"),
        ]
        assert sorted((one.method, one.target) for one in receiver.received) == [
            one[1:] for one in sorted(recorded, key=lambda one: one[1:])
        ]
        assert next(one for one in receiver.received if one.method == "DELETE").body == b""


def test_documented_headers_and_parameters_are_sent() -> None:
    operation = event(
        parameters=[
            {"name": "X-Kind", "in": "header", "required": True, "schema": {"const": "data"}},
            {"name": "X-Optional", "in": "header", "schema": {"type": "string"}},
            {**query("n", required=True), "schema": {"const": 5}},
        ]
    )
    with (
        receiving() as receiver,
        MockServer(streams({"on": {"{$request.body#/url}?a=b": {"post": operation}}})) as mock,
    ):
        httpx.post(f"{mock.url}/streams", json={"url": f"{receiver.url}/x"})
        mock.callbacks()
        (sent,) = receiver.received
        assert (sent.target, sent.headers["x-kind"]) == ("/x?a=b&n=5", "data")
        assert "x-optional" not in sent.headers


def test_another_content_type_than_json() -> None:
    content = {"application/x-www-form-urlencoded": {"schema": EVENT}}
    tree = streams({"on": {"$request.body#/url": {"post": {"requestBody": {"content": content}, "responses": {}}}}})
    with receiving() as receiver, MockServer(tree) as mock:
        httpx.post(f"{mock.url}/streams", json={"url": receiver.url})
        mock.callbacks()
        (sent,) = receiver.received
        assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
        assert sent.body.startswith(b"id=")


def test_static_callbacks_are_the_documented_examples() -> None:
    example = {"id": 7, "text": "documented"}
    operation = {"requestBody": {"content": json_content(EVENT, example=example)}, "responses": {}}
    tree = streams({"on": {"$request.query.callbackUrl": {"post": operation}}})
    bodies = []
    for static in (True, False):
        with receiving() as receiver, MockServer(tree, static=static) as mock:
            post(mock, receiver.url)
            mock.callbacks()
            bodies.append(json.loads(receiver.received[0].body))
    assert bodies[0] == example != bodies[1]


@pytest.mark.parametrize(
    "request_headers",
    [{"prefer": "code=400"}, {"prefer": "code=201"}, {"x-mock-callback": "1"}],
)
def test_other_requests_send_none(request_headers: dict[str, str]) -> None:
    with receiving() as receiver, MockServer(streams()) as mock:
        post(mock, receiver.url, **request_headers)
        assert mock.callbacks() == []
        assert receiver.received == []


def test_no_callbacks_for_errors_stubs_and_faults() -> None:
    with receiving() as receiver, MockServer(streams()) as mock:
        assert post(mock, receiver.url, {"url": 5}).status_code == 400
        mock.stub("createStream", status=201, body={"id": "7"}, times=1)
        assert post(mock, receiver.url).json() == {"id": "7"}
        mock.fault("createStream", status=503, nth=1)
        assert post(mock, receiver.url).status_code == 503
        assert mock.callbacks() == []
        assert post(mock, receiver.url).status_code == 201
        assert len(mock.callbacks()) == 1


def test_callbacks_can_be_switched_off() -> None:
    with receiving() as receiver, MockServer(streams(), callbacks=False) as mock:
        post(mock, receiver.url)
        assert mock.callbacks() == []


def test_a_client_that_names_no_url_gets_no_callback() -> None:
    with MockServer(streams()) as mock:
        assert httpx.post(f"{mock.url}/streams", json={}).status_code == 201
        assert mock.callbacks() == []


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("{$request.query.callbackURL}", "the operation has no query parameter 'callbackURL'"),
        ("{$request.body#/callback}", "the request body has no property 'callback'"),
        ("{$response.body#/nothing}", "the response body has no property 'nothing'"),
        ("{$response.header.Link}", "the response has no header 'Link'"),
        ("{$response.query.a}", "a response has no query parameters: $response.query.a"),
        ("{$request.cookie.a}", "'$request.cookie.a' is not a runtime expression"),
        ("https://{host}/x", "'host' is not a runtime expression"),
        ("onEvent", "the URL must be an http or https URL"),
        ("{$request.body}", "the value of $request.body is not a string or number"),
    ],
)
def test_an_expression_without_value_is_recorded(key: str, error: str) -> None:
    with MockServer(streams({"on": {key: {"post": event()}}})) as mock:
        assert httpx.post(f"{mock.url}/streams", json={"url": "x"}).status_code == 201
        found = only(mock)
        assert found["sent"]["error"].startswith(error)
        assert (found["sent"]["attempts"], found["status"], found["sent"]["origin"]) == (0, 0, "")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("not a url", "the URL must be a URL"),
        ("/hooks", "the URL must be an http or https URL"),
        ("ftp://127.0.0.1/x", "the URL must be an http or https URL"),
        ("http://user:pass@127.0.0.1/", "the URL must not contain credentials"),
        ("http://10.0.0.1/hooks", "the URL is not an address of this machine"),
        ("http://169.254.169.254/latest", "the URL is not an address of this machine"),
        ("https://hooks.example.com/x", "the URL is not an address of this machine"),
        ("http://2130706433/", "the URL is not an address of this machine"),
    ],
)
def test_a_url_that_is_not_allowed_is_recorded(url: str, error: str) -> None:
    with MockServer(streams({"on": {"$request.query.callbackUrl": {"post": event()}}})) as mock:
        assert post(mock, url).status_code == 201
        found = only(mock)
        assert found["sent"]["error"].startswith(error)
        assert found["sent"]["attempts"] == 0


def test_a_receiver_that_is_busy_gets_the_callback_again() -> None:
    with receiving(503, 429, 202) as receiver, MockServer(streams()) as mock:
        post(mock, receiver.url)
        found = only(mock)
        assert (found["status"], found["sent"]["attempts"], found["sent"]["violations"]) == (202, 3, [])
        assert len({one.body for one in receiver.received}) == 1


def test_attempts_are_limited() -> None:
    with receiving(503) as receiver, MockServer(streams()) as mock:
        post(mock, receiver.url)
        found = only(mock)
        assert (found["status"], found["sent"]["attempts"], len(receiver.received)) == (503, 4, 4)
        assert found["sent"]["violations"] == ["status 503 is not documented (expected one of 202, got 503)"]


def test_a_receiver_that_does_not_run() -> None:
    with MockServer(streams()) as mock, refusing() as url:
        post(mock, url)
        found = only(mock)
        assert found["sent"]["error"].startswith("the request failed: ConnectError")
        assert (found["status"], found["sent"]["attempts"]) == (0, 4)


def test_a_receiver_that_never_responds_delays_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "SECONDS", 0.3)
    with receiving(0) as receiver, MockServer(streams()) as mock:
        post(mock, receiver.url)
        receiver.arrived.acquire()
        assert mock.app.callbacks.waiting == 1
        assert httpx.get(f"{mock.url}/streams/7", timeout=5).status_code == 200
        found = only(mock)
        assert (found["sent"]["error"], found["sent"]["attempts"]) == ("no response within 0.3 seconds", 4)


def test_redirects_are_not_followed() -> None:
    with (
        receiving() as target,
        receiving(307, headers=[("Location", target.url)]) as receiver,
        MockServer(streams()) as mock,
    ):
        post(mock, receiver.url)
        found = only(mock)
        assert found["sent"]["error"] == f"the receiver redirects to {target.url}, and redirects are not followed"
        assert (found["status"], found["sent"]["attempts"], target.received) == (307, 1, [])


def test_the_response_of_the_receiver_is_checked() -> None:
    operation = event(responses={"200": {"description": "ok", "content": json_content({"type": "integer"})}})
    body = b'"five"'
    with (
        receiving(200, headers=[("Content-Type", "application/json")], body=body) as receiver,
        MockServer(streams({"on": {"$request.query.callbackUrl": {"post": operation}}})) as mock,
    ):
        post(mock, receiver.url)
        (violation,) = only(mock)["sent"]["violations"]
        assert violation.startswith('the body does not match its schema at the root: "five" is not of type "integer"')


def test_the_number_of_waiting_callbacks_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks_module, "MAX_WAITING", 2)
    monkeypatch.setattr(delivery, "SECONDS", 0.5)
    key = "$request.query.callbackUrl"
    tree = streams({f"on{number}": {key: {"post": event()}} for number in range(5)})
    with receiving(0) as receiver, MockServer(tree) as mock:
        post(mock, receiver.url)
        errors = [one["sent"]["error"] for one in mock.callbacks()]
        assert errors.count("2 callbacks are on their way") == 3
        assert errors.count("no response within 0.5 seconds") == 2


def test_a_client_on_another_machine_cannot_reach_ours() -> None:
    """The settings decide, so that clients cannot reach the machine of the mock through it."""

    async def errors(**settings: Any) -> list[str]:
        app = create_app(streams(), **settings)
        transport = httpx.ASGITransport(app, client=("192.0.2.7", 5))
        async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
            response = await client.post("/streams", params={"callbackUrl": receiver.url}, json={})
            assert response.status_code == 201
        await app.callbacks.settle()
        return [one.sent.error for one in app.control.exchanges.read() if one.sent is not None]

    with receiving() as receiver:
        (error,) = asyncio.run(errors())
        assert error.startswith("the URL is an address of the server's machine, and the client is on another one")
        assert receiver.received == []
        assert asyncio.run(errors(callback_hosts=("127.0.0.1",))) == [""]
        assert len(receiver.received) == 1


@pytest.mark.parametrize(("origin", "is_sent"), [("https://evil.example", False), ("http://localhost:5173", True)])
def test_a_page_of_another_site_cannot_reach_this_machine(origin: str, *, is_sent: bool) -> None:
    with receiving() as receiver, MockServer(streams()) as mock:
        assert post(mock, receiver.url, origin=origin).status_code == 201
        assert (only(mock)["sent"]["error"] == "") is is_sent
        assert len(receiver.received) == is_sent


def test_a_callback_to_the_mock_itself_ends() -> None:
    """Its own URL as receiver: the callback is a request as any other, but causes no callbacks of its own."""
    with MockServer(streams({"on": {"$url": {"post": event()}}})) as mock:
        httpx.post(f"{mock.url}/streams", json={})
        found = only(mock)
        assert (found["status"], found["target"]) == (201, "/streams")
        mock.verify("createStream", times=2)


def test_a_callback_may_not_use_the_admin_api() -> None:
    with MockServer(streams({"on": {"$request.query.callbackUrl": {"post": event()}}})) as mock:
        post(mock, f"{mock.url}/__mock__/admin/reset")
        assert only(mock)["status"] == 403


def test_callbacks_are_told_apart_from_requests() -> None:
    with receiving() as receiver, MockServer(streams()) as mock:
        post(mock, receiver.url)
        mock.callbacks()
        assert [one["operation"] for one in mock.requests()] == ["createStream"]
        assert "sent" not in mock.requests()[0]
        assert len(mock.requests(sent="true")) == 1
        mock.verify(method="POST", times=1)
        mock.verify(sent="createStream.onData", body={"text": {"matches": "."}}, times=1)
        mock.verify(sent="createStream.onEnd", times=0)
        assert mock.callbacks("onData") == mock.callbacks("createStream.onData") != mock.callbacks("onEnd")


def test_secrets_are_masked() -> None:
    callback = {"onData": {"$request.query.callbackUrl": {"post": event(
        parameters=[{"name": "X-Api-Key", "in": "header", "required": True, "schema": {"const": "hunter2-hunter2"}}]
    )}}}  # fmt: skip
    with receiving() as receiver, MockServer(streams(callback)) as mock:
        post(mock, f"{receiver.url}/x?token=hunter3-hunter3")
        found = only(mock)
        assert receiver.received[0].headers["x-api-key"] == "hunter2-hunter2"
        assert "hunter" not in json.dumps(found)
        assert found["target"] == "/x?token=…"


def test_the_journal_has_callbacks_and_the_traffic_reader_skips_them(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    with receiving() as receiver, MockServer(streams(), journal=str(journal)) as mock:
        post(mock, receiver.url)
        post(mock, "http://10.0.0.1/")
        mock.callbacks()
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    sent = sorted((one["sent"]["attempts"], one["status"]) for one in lines if "sent" in one)
    assert (len(lines), sent) == (4, [(0, 0), (1, 202)])
    schema = json.loads((Path(__file__).parents[3] / "docs" / "journal.schema.json").read_text())
    from jsonschema_rs import validator_for

    assert all(validator_for(schema).is_valid(line) for line in lines)
    reader = TrafficReader([str(journal)], contracts.load(streams()))
    assert len(list(reader)) == 2
    assert any("callbacks" in note for note in reader.notes)


def test_the_shutdown_does_not_wait_for_receivers() -> None:
    with receiving(0) as receiver:
        app = create_app(streams())

        async def run() -> float:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
                await client.post("/streams", params={"callbackUrl": receiver.url}, json={})
            await asyncio.to_thread(receiver.arrived.acquire)
            started = time.perf_counter()
            await app.callbacks.close()
            return time.perf_counter() - started

        assert asyncio.run(run()) < 1
        (found,) = (one for one in app.control.exchanges.read() if one.sent is not None)
        assert found.sent is not None
        assert found.sent.error == "the server stopped"


def test_a_reset_forgets_what_is_on_its_way() -> None:
    with receiving(0) as receiver, MockServer(streams()) as mock:
        post(mock, receiver.url)
        receiver.arrived.acquire()
        mock.reset()
        assert mock.callbacks() == mock.requests() == []


def test_a_callback_to_an_intercepted_host_reaches_the_mock_there() -> None:
    with (
        MockServer(streams()) as receiver,
        MockServer(streams()) as mock,
        receiver.intercept("https://hooks.example.com"),
    ):
        post(mock, "https://hooks.example.com/streams?a=b#")
        mock.callbacks()
        post(mock, "https://hooks.example.com")
        first, second = mock.callbacks()
        assert (first["sent"]["origin"], second["status"]) == ("https://hooks.example.com", 404)
        assert [one["target"] for one in receiver.requests()][-1] == "/data"


def test_a_mock_that_intercepts_its_own_callbacks() -> None:
    tree = streams({"on": {"$request.query.callbackUrl": {"post": event()}}})
    with MockServer(tree) as mock, mock.intercept("https://api.example.com"):
        httpx.post(
            "https://api.example.com/streams", params={"callbackUrl": "https://api.example.com/streams"}, json={}
        )
        assert only(mock)["status"] == 201
        mock.verify("createStream", times=2)
