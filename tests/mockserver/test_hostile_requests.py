"""2,000 hostile requests without a server: every response is documented.

They are drawn from a fixed seed, so that a failure repeats.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from contracts.spec.schemas import Schema
from mockserver.app import MockApp, create_app
from tests.mockserver.kit import Reply, document, http_scope, json_content, path_parameter, play, response

REQUESTS = 2_000

ERROR = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
}
ITEM = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string", "minLength": 1},
        "tags": {"type": "array", "items": {"type": "string"}},
        "parent": {"$ref": "#/components/schemas/Item"},
        "updated_at": {"type": "string", "format": "date-time"},
    },
}


def target(**settings: bool) -> MockApp:
    """An API that reads all parts of a request."""
    item = {"$ref": "#/components/schemas/Item"}
    failures = {"default": response({"$ref": "#/components/schemas/Error"})}
    body = {
        "content": {
            **json_content(item),
            "application/x-www-form-urlencoded": {"schema": item},
            "multipart/form-data": {"schema": item},
            "text/*": {"schema": {"type": "string"}},
        }
    }
    parameters = [
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        {"name": "filter", "in": "query", "style": "deepObject", "explode": True, "schema": item},
        {"name": "where", "in": "query", "content": json_content(item)},
        {"name": "X-Count", "in": "header", "schema": {"type": "array", "items": {"type": "number"}}},
        {"name": "mood", "in": "cookie", "schema": {"enum": ["good", "bad"]}},
    ]
    numbers = {"type": "array", "items": {"type": "integer"}}
    security = [{"key": []}, {"basic": []}, {"token": ["write"]}]
    return create_app(
        document(
            {
                "/items": {
                    "parameters": parameters,
                    "get": {"responses": {"200": response({"type": "array", "items": item}), **failures}},
                    "post": {"requestBody": body, "responses": {"201": response(item), **failures}},
                },
                "/items/{id}": {
                    "parameters": [path_parameter("id", {"type": "integer"}), *parameters],
                    "get": {"responses": {"200": response(item), **failures}},
                    "patch": {"requestBody": body, "security": security,
                              "responses": {"200": response(item), **failures}},
                    "put": {"requestBody": {**body, "required": True},
                            "responses": {"200": response(item), **failures}},
                    "delete": {"security": security, "responses": {"204": {"description": "gone"}, **failures}},
                },
                "/files/{name}.{extension}": {
                    "parameters": [path_parameter("name"), path_parameter("extension")],
                    "get": {"responses": {"200": response({"type": "string"}), **failures}},
                },
                "/matrix/{at}": {
                    "parameters": [path_parameter("at", numbers, style="matrix")],
                    "get": {"responses": {"200": response({}), **failures}},
                },
            },
            components={
                "schemas": {"Item": ITEM, "Error": ERROR},
                "securitySchemes": {
                    "key": {"type": "apiKey", "in": "query", "name": "key"},
                    "basic": {"type": "http", "scheme": "basic"},
                    "token": {"type": "oauth2", "flows": {}},
                },
            },
        ),
        max_body=20_000,
        tokens={"reader": ("read",)},
        **settings,
    )  # fmt: skip


# ---------------------------------------------------------------------- requests

METHODS = [*["GET", "POST", "PATCH"] * 2, "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get", "", "\0"]
PIECES = [
    "", "items", "items", "7", "007", "-1", "404", "9" * 5_000, "1e999", "%2F", "%", "%f", "%ff", "%00", "%C3%A9",
    "\xe9", "\xc3\xa9", "..", ".", ";", ";at=1,2", "{id}", "*", "a.b", "%0d%0aX-Evil:%201", "a" * 9_000, "__mock__",
    "ui", "matrix", "files",
]  # fmt: skip
QUERIES = [
    "", "limit=1", "limit=", "limit", "limit=%ff", "limit=1&limit=x", "limit=" + "9" * 4_400, "limit=1%0d%0a",
    "filter[id]=x", "filter[", "filter[id][x]=1&filter[]=2", "where={", "where=" + "[" * 2_000, "where=%22%00%22",
    "where=" + "[" * 300 + "]" * 300, "key=k", "key=", "key=invalid", "key=%ff", "&&&=&=", "%=%", "=" * 500,
    "\xff\xfe", "a=1&" * 3_000,
]  # fmt: skip
VALUES = {
    "accept": ["*/*", "image/png", ";;;q=,,", "a/b;q=nan, */*;q=0", "\xff", "," * 5_000],
    "content-type": [
        "application/json", "application/json", "application/json; charset=\0", "application/x-www-form-urlencoded",
        "multipart/form-data", "multipart/form-data; boundary=b", 'multipart/form-data; boundary="\0', "text/\xff",
        "", "/",
    ],
    "content-length": ["-1", "9" * 30, "\xb2", "1, 2"],
    "authorization": [
        "Bearer reader", "Bearer ok", "Bearer", "", "Basic \xff", "Basic ====", "Basic /w==", "Digest " + "x" * 9_000,
    ],
    "cookie": ["mood=good", "mood=\xff", ";=;=;\0", '"' * 3_000],
    "prefer": [
        "code=404", "code=100", "code=99999999999", 'example="\\', "example=\r\nx: y, seed=\0", "dynamic=false;" * 900,
    ],
    "x-count": ["1,2", "1,,x", "1e400"],
    "origin": ["null", "\0\r\n"],
    "access-control-request-method": ["PUT"],
    "access-control-request-headers": ["\r\n\r\n"],
    "transfer-encoding": ["chunked"],
    "expect": ["100-continue"],
    "host": ["\0"],
    "x-big": ["x" * 60_000],
    "": [""],
    "\xff": ["\xff"],
}  # fmt: skip
HEADERS = [(name, value) for name, values in VALUES.items() for value in values]
BODIES = [
    b"", b"{}", b'{"id": 1, "name": "a"}', b'{"name": "b", "tags": [1]}', b"{", b"[" * 15_000, b"null", b"\0", b"-",
    b"\xff\xfe", b'{"id": ' + b"9" * 4_000 + b', "name": "a"}', b'{"id": 99999999999999999999, "name": "a"}',
    b'{"id": 1e999}', b'{"name": "\\ud800"}', b'{"name": "\\u0000"}', b'{"name": "a", "name": 1}', b"{}" * 500,
    b'{"parent": ' * 150 + b"1" + b"}" * 150, b'{"parent": ' * 90 + b'{"id": 1, "name": "a"}' + b"}" * 90,
    b'{"__proto__": {}, "": null}', b'"' + b"a" * 15_000 + b'"', b"x" * 20_001,
    b"id=1&name=a", b"%ff=%ff&id=x", b"&" * 2_000, b"a=&" * 2_000,
    b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\na\r\n--b--\r\n', b"--b\r\n\0: \xff\r\n\r\n",
    b'--b\r\nContent-Disposition: form-data; name="' + b"n" * 9_000 + b'"; filename="\xff"\r\n\r\n\0\r\n--b--',
    b"--b" * 3_000, b"y" * 30_000,
]  # fmt: skip


def draw(number: int) -> tuple[dict[str, Any], list[bytes]]:
    """The n-th request: its scope, and its body in chunks."""
    source = random.Random(number)
    path = "/" + "/".join(source.choices(PIECES, k=source.randrange(4)))
    if source.random() < 0.6:  # most reach an operation
        path = source.choice(["/items", "/items/7", "/items/x", "/items/404", "/files/a.b", "/matrix/;at=1"])
    query = "&".join(source.choices(QUERIES, k=source.randrange(3)))
    headers = source.choices(HEADERS, k=source.randrange(6))
    scope = http_scope(source.choice(METHODS), path, headers)
    scope["query_string"] = query.encode("latin-1")
    _strange(scope, source)
    body = source.choice(BODIES)
    cut = source.randrange(len(body) + 1)
    return scope, [body] if source.random() < 0.5 else [body[:cut], b"", body[cut:]]


def _strange(scope: dict[str, Any], source: random.Random) -> None:
    """Sometimes omit or change optional parts of an ASGI scope."""
    changes: list[Callable[[], Any]] = [
        lambda: scope.pop("raw_path"),
        lambda: scope.update(raw_path=None),
        lambda: scope.update(extensions=None),
        lambda: scope.update(root_path="/mock"),
        lambda: scope.update(root_path="/items"),
        lambda: scope.pop("root_path"),
        lambda: scope.update(client=None, server=None),
        lambda: scope.update(http_version="2"),
    ]
    if source.random() < 0.3:
        source.choice(changes)()


# ---------------------------------------------------------------------- responses

APP = target()
UNCHECKED = target(validate=False, auth=False, accept_check=False)
ENVELOPE: Schema = APP.contracts[0].schema("/components/schemas/Error")


@pytest.mark.parametrize("start", range(0, REQUESTS, 100))
def test_hostile_requests_get_documented_responses(start: int, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(start, start + 100):
        scope, chunks = draw(number)
        reply = play(APP, scope, chunks)
        assert not caplog.records, (number, scope, caplog.text)
        _check(number, scope, reply)


@pytest.mark.parametrize("start", range(0, REQUESTS, 200))
def test_hostile_requests_that_nothing_refuses_get_documented_responses(
    start: int, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(start, start + 200):
        scope, chunks = draw(number)
        reply = play(UNCHECKED, scope, chunks)
        assert not caplog.records, (number, scope, caplog.text)
        _check(number, scope, reply)
        assert reply.status not in {401, 403, 406, 415, 422}, (number, reply)


def _check(number: int, scope: dict[str, Any], reply: Reply) -> None:
    told = (number, scope["method"], scope["path"], reply)
    assert (reply.started, reply.finished) == (1, 1), told
    assert 200 <= reply.status < 500, told
    for name, value in reply.headers:
        assert name == name.lower(), told
        if name != "access-control-allow-origin" and not name.startswith("access-control-allow-headers"):
            assert all(character >= " " for character in value), told
    ours = bool(reply.header("referrer-policy"))  # our own pages are none of the API
    if reply.status >= 400 and reply.body:
        assert ("error" in reply.json) if ours else ENVELOPE.is_valid(reply.json), told
    if reply.status in {204, 304} or scope["method"] == "HEAD":
        assert reply.body == b"", told
    if reply.status == 405:
        assert ours or "OPTIONS" in reply.header("allow"), told
    if reply.status == 401:
        assert reply.header("www-authenticate"), told


def test_the_requests_cause_all_kinds_of_responses() -> None:
    statuses = {play(APP, *draw(number)).status for number in range(REQUESTS)}
    assert {200, 201, 204, 400, 401, 403, 404, 405, 406, 413, 415, 422} <= statuses


def test_the_api_works_afterwards() -> None:
    reply = play(target(), http_scope("GET", "/items/7"), [b""])
    assert (reply.status, reply.json["id"]) == (200, 7)
