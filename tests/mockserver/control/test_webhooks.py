"""``POST /webhooks/{name}``."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from mockserver.control import webhooks
from mockserver.outgoing.sender import MAX_RESPONSE
from tests.mockserver.control.shop import PET, Shop, shop
from tests.mockserver.kit import json_content

EVENT = {
    "type": "object",
    "required": ["kind", "pet"],
    "properties": {
        "kind": {"enum": ["added", "sold"]},
        "pet": {"$ref": "#/components/schemas/Pet"},
    },
}
TREE = shop(
    components={
        "schemas": {"Pet": PET, "Event": EVENT},
        "requestBodies": {"Event": {"content": json_content({"$ref": "#/components/schemas/Event"})}},
        "pathItems": {"shared": {"put": {"requestBody": {"$ref": "#/components/requestBodies/Event"}}}},
    },
    webhooks={
        "petEvent": {
            "parameters": [{"name": "X-Event", "in": "header", "required": True, "schema": {"const": "pet"}}],
            "post": {
                "requestBody": {"$ref": "#/components/requestBodies/Event"},
                "responses": {"200": {"description": "received"}},
            },
        },
        "shared": {"$ref": "#/components/pathItems/shared"},
        "ping": {"get": {"responses": {"200": {"description": "received"}}}},
        "form": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/x-www-form-urlencoded": {
                            "schema": {
                                "type": "object",
                                "required": ["a"],
                                "properties": {"a": {"const": "b c"}},
                                "additionalProperties": False,
                            }
                        }
                    }
                },
                "responses": {"200": {"description": "received"}},
            }
        },
    },
)
TREE["paths"]["/pets"]["post"]["callbacks"] = {
    "onSold": {
        "{$request.body#/url}": {
            "post": {
                "requestBody": {"content": json_content({"$ref": "#/components/schemas/Event"})},
                "responses": {"200": {"description": "received"}},
            }
        }
    }
}


class Receiver(ThreadingHTTPServer):
    """Records requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[tuple[str, str, dict[str, str], bytes]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.append((self.command, self.path, headers, body))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "http://192.0.2.1/")
        else:
            self.send_response(503 if self.path == "/busy" else 202)
        content = b"x" * 100_000 if self.path == "/large" else b"thanks"
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = handle_request  # noqa: N815 (names of http.server)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_webhooks_of_the_extension_of_openapi_3_0(receiver: Receiver) -> None:
    tree = copy.deepcopy(TREE)
    tree["openapi"] = "3.0.3"
    del tree["components"]["pathItems"]
    tree["components"]["schemas"]["Event"]["properties"]["kind"] = {"type": "string", "enum": ["added"]}
    tree["x-webhooks"] = {"petEvent": {"post": tree.pop("webhooks")["petEvent"]["post"]}}
    reply = Shop(tree).admin("POST", "/webhooks/petEvent", {"url": receiver.url})
    assert (reply.status, json.loads(receiver.received[0][3])["kind"]) == (200, "added")


def test_a_webhook_is_sent_with_a_generated_body(receiver: Receiver) -> None:
    server = Shop(TREE)
    reply = server.admin("POST", "/webhooks/petEvent", {"url": f"{receiver.url}/hooks?a=b"})
    assert reply.status == 200
    ((method, path, headers, body),) = receiver.received
    assert (method, path, headers["content-type"], headers["x-event"]) == (
        "POST",
        "/hooks?a=b",
        "application/json",
        "pet",
    )
    event = json.loads(body)
    assert server.app.contracts[0].schema("/components/schemas/Event").request_validator.is_valid(event)
    assert reply.json["request"]["body"] == event
    assert reply.json["response"]["status"] == 202
    assert reply.json["response"]["headers"]["content-length"] == "6"
    assert reply.json["response"]["body"] == "thanks"


def test_the_same_body_is_generated_each_time(receiver: Receiver) -> None:
    for _ in range(2):
        Shop(TREE).admin("POST", "/webhooks/petEvent", {"url": receiver.url})
    Shop(TREE, seed=1).admin("POST", "/webhooks/petEvent", {"url": receiver.url})
    bodies = [body for *_, body in receiver.received]
    assert bodies[0] == bodies[1] != bodies[2]


@pytest.mark.parametrize(
    ("name", "method", "media_type", "body"),
    [
        ("shared", "PUT", "application/json", None),
        ("ping", "GET", None, b""),
        ("form", "POST", "application/x-www-form-urlencoded", b"a=b%20c"),
        ("onSold", "POST", "application/json", None),
        ("createPet.onSold", "POST", "application/json", None),
    ],
)
def test_every_kind_of_webhook(
    receiver: Receiver, name: str, method: str, media_type: str | None, body: bytes | None
) -> None:
    assert Shop(TREE).admin("POST", f"/webhooks/{name}", {"url": receiver.url}).status == 200
    ((sent_method, _, headers, sent),) = receiver.received
    assert (sent_method, headers.get("content-type")) == (method, media_type)
    assert sent == body if body is not None else json.loads(sent)["kind"] in {"added", "sold"}


def test_a_given_body_is_validated(receiver: Receiver) -> None:
    server = Shop(TREE)
    event = {"kind": "sold", "pet": {"id": 7, "name": "Rex"}}
    assert server.admin("POST", "/webhooks/petEvent", {"url": receiver.url, "body": event}).status == 200
    assert json.loads(receiver.received[0][3]) == event
    wrong = {"kind": "sold", "pet": {"id": 0, "name": "Rex"}}
    reply = server.admin("POST", "/webhooks/petEvent", {"url": receiver.url, "body": wrong})
    assert (reply.status, reply.json["location"]) == (422, "/body/pet/id")
    assert len(receiver.received) == 1
    sent = {"url": receiver.url, "body": wrong, "validate": False}
    assert server.admin("POST", "/webhooks/petEvent", sent).status == 200
    assert json.loads(receiver.received[1][3]) == wrong
    reply = server.admin("POST", "/webhooks/ping", {"url": receiver.url, "body": 1})
    assert (reply.status, reply.json["location"]) == (422, "/body")


@pytest.mark.parametrize(("path", "status"), [("/busy", 503), ("/moved", 302)])
def test_the_response_is_returned_as_it_is(receiver: Receiver, path: str, status: int) -> None:
    reply = Shop(TREE).admin("POST", "/webhooks/ping", {"url": f"{receiver.url}{path}"})
    assert (reply.status, reply.json["response"]["status"]) == (200, status)
    assert len(receiver.received) == 1


def test_a_large_response_is_cut(receiver: Receiver) -> None:
    reply = Shop(TREE).admin("POST", "/webhooks/ping", {"url": f"{receiver.url}/large"})
    assert reply.json["response"]["body"] == "x" * MAX_RESPONSE


@pytest.mark.parametrize(
    ("url", "status"),
    [("http://10.0.0.1/", 403), ("http://example.com/", 403), ("", 422), ("http://user:pass@localhost/", 422)],
)
def test_other_urls_are_refused(url: str, status: int) -> None:
    reply = Shop(TREE).admin("POST", "/webhooks/ping", {"url": url})
    assert (reply.status, reply.json["location"]) == (status, "/url")


def test_named_hosts_are_allowed() -> None:
    """The name does not exist, so it is looked up."""
    reply = Shop(TREE, callback_hosts=("hooks.invalid",)).admin(
        "POST", "/webhooks/ping", {"url": "http://hooks.invalid/"}
    )
    assert (reply.status, reply.json["error"][:37]) == (422, "the host name cannot be resolved: Nam")


def test_a_webhook_is_recorded_with_the_violations_of_its_receiver(receiver: Receiver) -> None:
    server = Shop(TREE)
    reply = server.admin("POST", "/webhooks/ping", {"url": f"{receiver.url}/busy"})
    violation = "status 503 is not documented (expected one of 200, got 503)"
    assert reply.json["violations"] == [violation]
    (found,) = server.admin("GET", "/requests?sent=true").json["requests"]
    assert (found["method"], found["target"], found["status"]) == ("GET", "/busy", 503)
    assert found["sent"] == {
        "kind": "webhook",
        "name": "ping",
        "origin": receiver.url,
        "attempts": 1,
        "error": "",
        "violations": [violation],
    }
    assert server.admin("GET", "/requests?sent=false").json["requests"] == []


def test_a_receiver_that_does_not_run() -> None:
    server = Receiver()
    server.server_close()
    reply = Shop(TREE).admin("POST", "/webhooks/ping", {"url": server.url})
    assert (reply.status, reply.json["location"]) == (422, "/url")


def test_a_receiver_that_does_not_respond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "SECONDS", 0.1)
    server = Receiver()  # it does not accept connections
    reply = Shop(TREE).admin("POST", "/webhooks/ping", {"url": server.url})
    server.server_close()
    assert (reply.status, reply.json["error"]) == (422, "no response within 0.1 seconds")


@pytest.mark.parametrize(
    ("name", "body", "status", "location"),
    [
        ("petEvnt", {"url": "http://localhost/"}, 404, "path/name"),
        ("petEvent", {}, 422, "/url"),
        ("petEvent", {"url": 5}, 422, "/url"),
        ("petEvent", [], 422, None),
        ("petEvent", {"url": "http://localhost/", "valid": True}, 422, "/valid"),
        ("petEvent", {"url": "http://localhost/", "validate": "no"}, 422, "/validate"),
    ],
)
def test_nonsense_is_refused(name: str, body: Any, status: int, location: str | None) -> None:
    reply = Shop(TREE).admin("POST", f"/webhooks/{name}", body)
    assert (reply.status, reply.json.get("location")) == (status, location)


def test_a_document_without_webhooks() -> None:
    reply = Shop().admin("POST", "/webhooks/x", {"url": "http://localhost/"})
    assert (reply.status, reply.json["hint"]) == (404, "the documents have none")
    assert Shop().admin("GET", "/webhooks").json == {"webhooks": []}


def test_webhooks_are_listed() -> None:
    listed = Shop(TREE).admin("GET", "/webhooks").json["webhooks"]
    assert [(one["name"], one["kind"], one["method"]) for one in listed][:3] == [
        ("petEvent", "webhook", "POST"),
        ("shared", "webhook", "PUT"),
        ("ping", "webhook", "GET"),
    ]
