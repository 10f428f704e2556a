"""Usage files computed from recorded exchanges, and what is never in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

import contracts
from contracts.errors import DocumentError, UsageError, render
from contracts.messages import Request, Response
from contracts.traffic.journal import JournalEntry, line_of
from contracts.traffic.usage import DeclaredField, reads_of, usage_of
from contracts.traffic.usage import UsageOptions as Options
from contracts.traffic.usage_file import SCHEMA, read_usage, text_of
from tests.conftest import ROOT
from tests.mockserver.kit import document, json_content, path_parameter, response

CASE = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "status": {"type": "string", "enum": ["open", "closed"]},
        "title": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "secret": {"type": "string"},
        "owner": {"type": "object", "properties": {"name": {"type": "string"}}},
    },
}
TREE = document(
    {
        "/cases": {
            "get": {
                "operationId": "list",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        **response({"type": "object", "properties": {"items": {"type": "array", "items": CASE}}}),
                        "headers": {"X-Total": {"schema": {"type": "integer"}}},
                    },
                    "4XX": {"description": "wrong"},
                },
            },
            "post": {"operationId": "create", "requestBody": {"content": json_content(CASE)}},
        },
        "/cases/{id}": {"parameters": [path_parameter("id")], "get": {"operationId": "read", "security": []}},
    },
    components={
        "securitySchemes": {
            "web": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a/", "scopes": {"r": ""}}}},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "basic": {"type": "http", "scheme": "basic"},
            "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
            "token": {"type": "apiKey", "in": "query", "name": "k"},
        }
    },
    security=[{"web": ["r"]}, {"key": []}],
)
CONTRACT = contracts.load(TREE)
JSON = (("content-type", "application/json"),)


def exchange(
    method: str, target: str, sent: Any = None, status: int = 200, came: Any = None, **headers: str
) -> JournalEntry:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    request = Request(method, target, (*pairs, *(JSON if sent is not None else ())), _body(sent))
    response_ = Response(status, (*(JSON if came is not None else ()), ("x-total", "1")), _body(came))
    return JournalEntry(1, "", "", request, response_)


def _body(value: Any) -> bytes:
    return b"" if value is None else json.dumps(value).encode()


def recorded(folder: Path, *entries: JournalEntry, name: str = "traffic.ndjson") -> str:
    path = folder / name
    path.write_bytes(b"".join(map(line_of, entries)))
    return str(path)


def used(folder: Path, *entries: JournalEntry, **options: Any) -> dict[str, Any]:
    usage, _ = usage_of([recorded(folder, *entries)], CONTRACT, Options("web", **options))
    value = json.loads(text_of(usage))
    Draft202012Validator(SCHEMA).validate(value)
    operations: dict[str, Any] = value["operations"]
    return operations


def test_usage_of_an_operation(tmp_path: Path) -> None:
    came = {"items": [{"id": "1", "owner": {"name": "Ann"}}, {"id": "2", "new": 1}]}
    entries = (
        exchange(
            "GET", "/cases?limit=5&x=1", came=came, accept="application/json;q=0.9, */*", authorization="Bearer abc"
        ),
        exchange("GET", "/cases?limit=50", status=404, came={"error": "gone"}, authorization="Bearer abc"),
    )
    assert used(tmp_path, *entries) == {
        "GET /cases": {
            "calls": 2,
            "refused": 0,
            "parameters": {
                "query:limit": {"": {"types": {"integer": 2}, "numbers": [5, 50]}},
                "query:x": {
                    "": {"types": {"string": 1}, "lengths": [1, 1], "formats": ["integer", "number"], "forms": ["9"]}
                },
            },
            "bodies": {},
            "security": {"web": ["r"]},
            "accept": ["*/*", "application/json"],
            "answers": {
                "200": {
                    "count": 1,
                    "documented": "200",
                    "headers": ["x-total"],
                    "media": {
                        "application/json": {
                            "": ["object"],
                            "/items": ["array"],
                            "/items/*": ["object"],
                            "/items/*/id": ["string"],
                            "/items/*/new": ["integer"],
                            "/items/*/owner": ["object"],
                            "/items/*/owner/name": ["string"],
                        }
                    },
                },
                "404": {
                    "count": 1,
                    "documented": "4XX",
                    "headers": [],
                    "media": {"application/json": {"": ["object"], "/error": ["string"]}},
                },
            },
        }
    }  # fmt: skip


def test_request_bodies(tmp_path: Path) -> None:
    sent = {"status": "open", "title": "Ann's phone", "labels": {"Ann": "Smith"}, "secret": "hunter2"}
    (operation,) = used(tmp_path, exchange("POST", "/cases", sent)).values()
    fields = operation["bodies"]["application/json"]["fields"]
    assert fields["/status"]["values"] == ["open"]
    assert fields["/title"] == {"types": {"string": 1}, "lengths": [11, 11]}
    assert fields["/labels/*"] == {"types": {"string": 1}, "lengths": [5, 5], "forms": ["Aaaaa"]}
    assert fields["/secret"] == {"types": {"string": 1}}


@pytest.mark.parametrize(("policy", "kept"), [("none", False), ("enums", False), ("all", True)])
def test_private_values_are_kept_only_on_request(tmp_path: Path, policy: str, kept: bool) -> None:
    operations = used(tmp_path, exchange("POST", "/cases", {"title": "Ann Smith", "secret": "s3cr3t"}), policy=policy)
    assert ("Ann Smith" in json.dumps(operations)) is kept
    assert "s3cr3t" not in json.dumps(operations)


@pytest.mark.parametrize(
    ("target", "headers", "security"),
    [
        ("/cases", {"authorization": "Bearer a"}, {"web": ["r"]}),
        ("/cases", {"x_key": "a"}, {"key": []}),
        ("/cases", {"x_key": "a", "authorization": "Bearer a"}, {"web": ["r"], "key": []}),
        ("/cases", {"authorization": "Basic a"}, {"basic": []}),
        ("/cases", {"cookie": "a=b; sid=1"}, {"session": []}),
        ("/cases?k=1", {}, {"token": []}),
        ("/cases", {}, {"": []}),
        ("/cases/7", {"x_key": "a"}, {"key": []}),
    ],
)
def test_credentials(tmp_path: Path, target: str, headers: dict[str, str], security: dict[str, list[str]]) -> None:
    (operation,) = used(tmp_path, exchange("GET", target, **headers)).values()
    assert operation["security"] == security


def test_invalid_rejected_requests_are_not_recorded(tmp_path: Path) -> None:
    entries = (
        exchange("GET", "/cases?limit=5", x_key="a"),
        exchange("GET", "/cases?limit=many", status=400, x_key="a"),
        exchange("GET", "/cases?limit=7", status=429, x_key="a"),
        exchange("GET", "/cases", status=401),
    )
    (operation,) = used(tmp_path, *entries).values()
    assert (operation["calls"], operation["refused"], sorted(operation["answers"])) == (
        4,
        2,
        ["200", "400", "401", "429"],
    )
    assert operation["parameters"] == {"query:limit": {"": {"types": {"integer": 2}, "numbers": [5, 7]}}}
    assert operation["security"] == {"key": []}


def test_the_order_of_traffic_does_not_matter(tmp_path: Path) -> None:
    entries = [exchange("GET", "/cases?limit=5"), exchange("GET", "/cases/7"), exchange("POST", "/cases", {"id": "1"})]
    texts = {
        text_of(usage_of([recorded(tmp_path, *order)], CONTRACT, Options("web"))[0])
        for order in (entries, entries[::-1])
    }
    assert len(texts) == 1


def test_round_trip_and_merge(tmp_path: Path) -> None:
    halves = [exchange("GET", "/cases?limit=5", came={"items": []}), exchange("POST", "/cases", {"status": "open"})]
    whole, _ = usage_of([recorded(tmp_path, *halves)], CONTRACT, Options("web"))
    files = []
    for index, half in enumerate(halves):
        usage, _ = usage_of([recorded(tmp_path, half)], CONTRACT, Options("web"))
        files.append(tmp_path / f"{index}.json")
        files[-1].write_text(text_of(usage), "utf-8")
    merged = read_usage(str(files[0]))
    merged.merge(read_usage(str(files[1])))
    assert text_of(merged) == text_of(whole)


def test_lone_surrogates_can_be_written(tmp_path: Path) -> None:
    usage, _ = usage_of([recorded(tmp_path, exchange("POST", "/cases", {"\ud800": 1}))], CONTRACT, Options("web"))
    path = tmp_path / "web.json"
    path.write_text(text_of(usage), "utf-8")
    assert ("\ufffd",) in read_usage(str(path)).operations["POST /cases"].bodies["application/json"].fields


def test_declared_fields(tmp_path: Path) -> None:
    came = {"items": [{"id": "1", "title": "x", "owner": {"name": "Ann"}}]}
    reads = (
        DeclaredField("", ("items", "*", "id")),
        DeclaredField("GET /cases", ("items", "*", "owner", "**")),
        DeclaredField("", ("no",)),
    )
    path = recorded(tmp_path, exchange("GET", "/cases", came=came))
    usage, notes = usage_of([path], CONTRACT, Options("web", reads=reads))
    received = usage.operations["GET /cases"].responses["200"].media["application/json"]
    assert sorted("/".join(path) for path in received) == [
        *("", "items", "items/*", "items/*/id", "items/*/owner", "items/*/owner/name"),
    ]
    assert notes == ["--fields: /no was never received"]


def test_fields_option(tmp_path: Path) -> None:
    path = tmp_path / "fields.txt"
    path.write_text("# what the list shows\n/items/*/id\n\nget /cases /a~1b  # one\n", "utf-8")
    assert reads_of(str(path)) == (DeclaredField("", ("items", "*", "id")), DeclaredField("GET /cases", ("a/b",)))
    assert reads_of("/a,/b/c") == (DeclaredField("", ("a",)), DeclaredField("", ("b", "c")))
    for text, message in (
        ("/a,b", "--fields: 'b' is not a field"),
        ("missing.txt", "cannot read missing.txt: No such file"),
    ):
        with pytest.raises(UsageError, match=message):
            reads_of(text)
    path.write_text("/a\nGET /a\n", "utf-8")
    with pytest.raises(UsageError, match=r"fields\.txt:2: 'GET /a' is not a field"):
        reads_of(str(path))


def test_undocumented_traffic_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no exchange in .* matches a documented operation"):
        usage_of([recorded(tmp_path, exchange("GET", "/people"))], CONTRACT, Options("web"))
    _, notes = usage_of(
        [recorded(tmp_path, exchange("GET", "/people"), exchange("GET", "/cases"))], CONTRACT, Options("web")
    )
    assert notes == ["1 exchange matches no documented operation; 'contracts drift' lists them"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", ':1:1: error: "usage" is a required property'),
        ('{"usage": 2,\n "consumer": "",\n "document": {}, "operations": {}}', ":2:"),
        ("[", "web.json:"),
    ],
)
def test_invalid_usage_files(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "web.json"
    path.write_text(text, "utf-8")
    with pytest.raises(DocumentError) as raised:
        read_usage(str(path))
    assert message in render(raised.value)


def test_documented_schema() -> None:
    assert json.loads((ROOT / "docs" / "usage.schema.json").read_text("utf-8")) == SCHEMA
