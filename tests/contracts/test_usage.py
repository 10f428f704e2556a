"""What a consumer used: from recorded exchanges to a file, and what is never in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

import contracts
from contracts.consumption.journal import Entry, line_of
from contracts.consumption.recorder import Reads
from contracts.consumption.usage_file import read_usage, text_of
from contracts.consumption.usage_form import SCHEMA
from contracts.errors import DocumentError, UsageError, render
from contracts.messages import Request, Response
from contracts.usage import Request as Asked
from contracts.usage import reads_of, usage_of
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


def exchange(method: str, target: str, sent: Any = None, status: int = 200, came: Any = None, **headers: str) -> Entry:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    request = Request(method, target, (*pairs, *(JSON if sent is not None else ())), _body(sent))
    answer = Response(status, (*(JSON if came is not None else ()), ("x-total", "1")), _body(came))
    return Entry(1, "", "", request, answer)


def _body(value: Any) -> bytes:
    return b"" if value is None else json.dumps(value).encode()


def recorded(folder: Path, *entries: Entry, name: str = "traffic.ndjson") -> str:
    path = folder / name
    path.write_bytes(b"".join(map(line_of, entries)))
    return str(path)


def used(folder: Path, *entries: Entry, **asked: Any) -> dict[str, Any]:
    usage, _ = usage_of([recorded(folder, *entries)], CONTRACT, Asked("web", **asked))
    value = json.loads(text_of(usage))
    Draft202012Validator(SCHEMA).validate(value)
    operations: dict[str, Any] = value["operations"]
    return operations


def test_all_that_is_told_of_an_operation(tmp_path: Path) -> None:
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


def test_what_was_sent_in_a_body(tmp_path: Path) -> None:
    sent = {"status": "open", "title": "Ann's phone", "labels": {"Ann": "Smith"}, "secret": "hunter2"}
    (operation,) = used(tmp_path, exchange("POST", "/cases", sent)).values()
    fields = operation["bodies"]["application/json"]["fields"]
    assert fields["/status"]["values"] == ["open"]
    assert fields["/title"] == {"types": {"string": 1}, "lengths": [11, 11]}
    assert fields["/labels/*"] == {"types": {"string": 1}, "lengths": [5, 5], "forms": ["Aaaaa"]}
    assert fields["/secret"] == {"types": {"string": 1}}


@pytest.mark.parametrize(("policy", "kept"), [("none", False), ("enums", False), ("all", True)])
def test_private_values_are_kept_only_where_asked_for(tmp_path: Path, policy: str, kept: bool) -> None:
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
def test_who_speaks(tmp_path: Path, target: str, headers: dict[str, str], security: dict[str, list[str]]) -> None:
    (operation,) = used(tmp_path, exchange("GET", target, **headers)).values()
    assert operation["security"] == security


def test_what_is_wrong_and_refused_is_not_told(tmp_path: Path) -> None:
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


def test_the_same_traffic_gives_the_same_text_in_any_order(tmp_path: Path) -> None:
    entries = [exchange("GET", "/cases?limit=5"), exchange("GET", "/cases/7"), exchange("POST", "/cases", {"id": "1"})]
    texts = {
        text_of(usage_of([recorded(tmp_path, *order)], CONTRACT, Asked("web"))[0]) for order in (entries, entries[::-1])
    }
    assert len(texts) == 1


def test_a_file_is_read_as_it_was_written_and_merged(tmp_path: Path) -> None:
    halves = [exchange("GET", "/cases?limit=5", came={"items": []}), exchange("POST", "/cases", {"status": "open"})]
    whole, _ = usage_of([recorded(tmp_path, *halves)], CONTRACT, Asked("web"))
    files = []
    for index, half in enumerate(halves):
        usage, _ = usage_of([recorded(tmp_path, half)], CONTRACT, Asked("web"))
        files.append(tmp_path / f"{index}.json")
        files[-1].write_text(text_of(usage), "utf-8")
    merged = read_usage(str(files[0]))
    merged.merge(read_usage(str(files[1])))
    assert text_of(merged) == text_of(whole)


def test_half_of_a_character_can_be_written(tmp_path: Path) -> None:
    usage, _ = usage_of([recorded(tmp_path, exchange("POST", "/cases", {"\ud800": 1}))], CONTRACT, Asked("web"))
    path = tmp_path / "web.json"
    path.write_text(text_of(usage), "utf-8")
    assert ("\ufffd",) in read_usage(str(path)).operations["POST /cases"].bodies["application/json"].fields


def test_only_the_fields_that_are_read(tmp_path: Path) -> None:
    came = {"items": [{"id": "1", "title": "x", "owner": {"name": "Ann"}}]}
    reads = (Reads("", ("items", "*", "id")), Reads("GET /cases", ("items", "*", "owner", "**")), Reads("", ("no",)))
    path = recorded(tmp_path, exchange("GET", "/cases", came=came))
    usage, notes = usage_of([path], CONTRACT, Asked("web", reads=reads))
    ways = usage.operations["GET /cases"].answers["200"].media["application/json"]
    assert sorted("/".join(way) for way in ways) == [
        *("", "items", "items/*", "items/*/id", "items/*/owner", "items/*/owner/name"),
    ]
    assert notes == ["it says it reads /no, which never came"]


def test_what_reads_are_named_by(tmp_path: Path) -> None:
    path = tmp_path / "fields.txt"
    path.write_text("# what the list shows\n/items/*/id\n\nget /cases /a~1b  # one\n", "utf-8")
    assert reads_of(str(path)) == (Reads("", ("items", "*", "id")), Reads("GET /cases", ("a/b",)))
    assert reads_of("/a,/b/c") == (Reads("", ("a",)), Reads("", ("b", "c")))
    for text, said in (("/a,b", "--fields: no field: 'b'"), ("missing.txt", "cannot read missing.txt: No such file")):
        with pytest.raises(UsageError, match=said):
            reads_of(text)
    path.write_text("/a\nGET /a\n", "utf-8")
    with pytest.raises(UsageError, match=r"fields\.txt:2: no field: 'GET /a'"):
        reads_of(str(path))


def test_traffic_of_something_else_is_no_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no exchange in .* means an operation"):
        usage_of([recorded(tmp_path, exchange("GET", "/people"))], CONTRACT, Asked("web"))
    _, notes = usage_of(
        [recorded(tmp_path, exchange("GET", "/people"), exchange("GET", "/cases"))], CONTRACT, Asked("web")
    )
    assert notes == ["1 exchange means no operation of the document; 'contracts drift' lists them"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", ':1:1: error: "usage" is a required property'),
        ('{"usage": 2,\n "consumer": "",\n "document": {}, "operations": {}}', ":2:"),
        ("[", "web.json:"),
    ],
)
def test_what_is_no_usage_file_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "web.json"
    path.write_text(text, "utf-8")
    with pytest.raises(DocumentError) as raised:
        read_usage(str(path))
    assert said in render(raised.value)


def test_the_form_that_is_documented() -> None:
    assert json.loads((ROOT / "docs" / "usage.schema.json").read_text("utf-8")) == SCHEMA
