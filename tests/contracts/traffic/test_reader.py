"""HAR files and journals are read as one stream of exchanges with operations; invalid files are errors."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError, render
from contracts.messages import Request, Response
from contracts.traffic.journal import JournalEntry, line_of
from contracts.traffic.reader import RecordedExchange, TrafficReader
from tests.mockserver.kit import document, path_parameter

TREE = document(
    {
        "/cases": {"get": {"operationId": "list"}},
        "/reset/{token}": {"parameters": [path_parameter("token")], "get": {"operationId": "reset"}},
    },
    servers=[{"url": "https://api.example/v1"}, {"url": "https://{region}.example/v2"}],
)


def read(*paths: Path, recorded_at: str = "") -> tuple[list[RecordedExchange], list[str]]:
    traffic = TrafficReader([str(path) for path in paths], contracts.load(TREE), recorded_at)
    return list(traffic), [note.replace(f"{paths[0].parent}/", "") for note in traffic.notes]


def journal(folder: Path, *entries: tuple[str, str], end: bytes = b"") -> Path:
    path = folder / "traffic.ndjson"
    lines = [
        line_of(JournalEntry(number, "", "", Request(method, target), Response(200)))
        for number, (method, target) in enumerate(entries, 1)
    ]
    path.write_bytes(b"".join(lines) + end)
    return path


def har(folder: Path, *urls: str, **parts: Any) -> Path:
    path = folder / "traffic.har"
    entries = [{"request": {"method": "GET", "url": url, **parts}, "response": {"status": 200}} for url in urls]
    path.write_text(json.dumps({"log": {"entries": entries}}, indent=1), "utf-8")
    return path


def test_both_formats_are_one_stream(tmp_path: Path) -> None:
    exchanges, notes = read(journal(tmp_path, ("GET", "/cases?a=1")), har(tmp_path, "https://api.example/v1/cases"))
    assert [one.operation.id if one.operation else "" for one in exchanges] == ["list", "list"]
    assert [one.request.target for one in exchanges] == ["/cases?a=1", "/cases"]
    assert [(Path(one.location.file).suffix, one.location.line) for one in exchanges] == [(".ndjson", 1), (".har", 4)]
    assert notes == []


def test_journals_are_recognized_by_their_first_line(tmp_path: Path) -> None:
    path = journal(tmp_path, ("GET", "/cases")).rename(tmp_path / "traffic.txt")
    assert len(read(path)[0]) == 1


def test_undocumented_operations(tmp_path: Path) -> None:
    (exchange,), _ = read(har(tmp_path, "https://api.example/v1/people"))
    assert (exchange.operation, exchange.request.target) == (None, "/people")


def test_secrets_in_the_path_are_masked(tmp_path: Path) -> None:
    (exchange,), _ = read(har(tmp_path, "https://api.example/v1/reset/abc123?access_token=1"))
    assert exchange.request.target == "/reset/…?access_token=…"
    assert exchange.operation is not None


def test_requests_to_other_servers_are_skipped(tmp_path: Path) -> None:
    path = har(tmp_path, "https://ads.example/cases", "https://api.example/v1/cases")
    exchanges, notes = read(path)
    assert [one.request.target for one in exchanges] == ["/cases"]
    assert exchanges[0].location.line > 10
    assert notes == ["traffic.har: skipped 1: URL does not begin with https://api.example/v1"]


def test_all_entries_are_read_if_none_is_of_a_documented_server(tmp_path: Path) -> None:
    exchanges, _ = read(har(tmp_path, "http://127.0.0.1:8080/v1/cases", "http://127.0.0.1:8080/cases"))
    assert [one.request.target for one in exchanges] == ["/cases", "/cases"]


def test_recorded_at(tmp_path: Path) -> None:
    urls = ("https://a.example/api/cases", "https://b.example/cases", "https://a.example/apix")
    exchanges, notes = read(har(tmp_path, *urls), recorded_at="https://a.example/api")
    assert [one.request.target for one in exchanges] == ["/cases"]
    assert notes == ["traffic.har: skipped 2: URL does not begin with https://a.example/api"]
    entries = (("GET", "/api/cases"), ("GET", "/apix"), ("GET", "/api"))
    exchanges, notes = read(journal(tmp_path, *entries), recorded_at="https://a.example/api")
    assert [one.request.target for one in exchanges] == ["/cases", "/"]
    assert notes == ["traffic.ndjson: skipped 1: path does not begin with /api"]


def test_preflight_requests_are_skipped(tmp_path: Path) -> None:
    headers = [{"name": "Access-Control-Request-Method", "value": "PUT"}]
    exchanges, notes = read(har(tmp_path, "https://api.example/v1/cases", method="OPTIONS", headers=headers))
    assert exchanges == []
    assert notes == ["traffic.har: skipped 1: CORS preflight requests", "traffic.har: contains no exchanges"]


def test_an_incomplete_last_line_is_a_note(tmp_path: Path) -> None:
    exchanges, notes = read(journal(tmp_path, ("GET", "/cases"), end=b'{"journal":1,"numb'))
    assert len(exchanges) == 1
    assert notes == ["traffic.ndjson:2: skipped the last line, which is incomplete"]


@pytest.mark.parametrize(
    ("name", "content", "parts"),
    [
        (
            "a.ndjson",
            b'\n{"journal":1}\nnonsense\n',
            ["a.ndjson:2:1: error: not a journal entry", "a.ndjson:3:1: error"],
        ),
        ("a.ndjson", b"[]\n" * 50, ["a.ndjson:20:1"]),
        ("a.har", b"{}", ['a.har:1:1: error: "log" is a required property']),
        ("a.har", b"", ["the file is empty"]),
        ("a.txt", b"\xff\xfe", ["a.txt"]),
    ],
)
def test_invalid_files(tmp_path: Path, name: str, content: bytes, parts: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentError) as raised:
        read(path)
    text = render(raised.value)
    assert all(part in text for part in parts), text
    assert "a.ndjson:21" not in text


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as raised:
        read(tmp_path / "none.har")
    assert "cannot be read: no such file or directory" in render(raised.value)


def test_an_empty_journal_is_not_an_error(tmp_path: Path) -> None:
    assert read(journal(tmp_path)) == ([], ["traffic.ndjson: contains no exchanges"])


def test_the_content_type_of_a_request_can_be_in_post_data(tmp_path: Path) -> None:
    posted = {"mimeType": "application/json; charset=utf-8", "text": "{}"}
    ((exchange,), _) = read(har(tmp_path, "https://api.example/v1/cases", postData=posted))
    assert exchange.request.header("content-type") == "application/json; charset=utf-8"


def test_optional_keys_can_be_null(tmp_path: Path) -> None:
    path = tmp_path / "traffic.har"
    request = {"method": "GET", "url": "https://api.example/v1/cases", "headers": None, "postData": {"mimeType": None}}
    response = {"status": 200, "headers": None, "content": {"mimeType": None, "text": None, "encoding": None}}
    path.write_text(json.dumps({"log": {"entries": [{"request": request, "response": response}]}}), "utf-8")
    ((exchange,), notes) = read(path)
    assert (exchange.request.headers, exchange.response.headers, exchange.response.body) == ((), (), b"")
    assert notes == []


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://API.Example/v1/cases",
        "https://api.example:443/v1/cases",
        "https://api.example/v1/cases#top",
    ],
)
def test_server_urls_are_normalized(tmp_path: Path, url: str) -> None:
    exchanges, notes = read(har(tmp_path, url, "https://api.example/v1/cases"))
    assert [one.request.target for one in exchanges] == ["/cases", "/cases"]
    assert notes == []


@pytest.mark.parametrize("url", ["https://api.example:8443/v1/cases", "http://api.example:443/v1/cases"])
def test_another_port_is_another_server(tmp_path: Path, url: str) -> None:
    exchanges, notes = read(har(tmp_path, url, "https://api.example/v1/cases"))
    assert len(exchanges) == 1
    assert notes == ["traffic.har: skipped 1: URL does not begin with https://api.example/v1"]


@pytest.mark.parametrize(("coding", "code"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed_bodies_are_decoded(tmp_path: Path, coding: str, code: Callable[[bytes], bytes]) -> None:
    path = coded(tmp_path, coding, base64.b64encode(code(b'{"a": 1}')).decode())
    ((exchange,), _) = read(path)
    assert (exchange.response.body, exchange.is_whole) == (b'{"a": 1}', True)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        pytest.param("gzip", gzip.compress(b"{}" * 99)[:20], id="gzip without its end"),
        pytest.param("br", b"\x1b\x2f\x00", id="br"),
        pytest.param("gzip", b"\x1f\x8b", id="gzip with half a header"),
    ],
)
def test_undecodable_bodies_are_not_validated(tmp_path: Path, coding: str, body: bytes) -> None:
    ((exchange,), _) = read(coded(tmp_path, coding, base64.b64encode(body).decode()))
    assert not exchange.is_whole


def test_decoded_bodies_stay_unchanged(tmp_path: Path) -> None:
    ((exchange,), _) = read(coded(tmp_path, "br, gzip", base64.b64encode(b'{"a": 1}').decode()))
    assert (exchange.response.body, exchange.is_whole) == (b'{"a": 1}', True)


def coded(folder: Path, coding: str, text: str) -> Path:
    path = folder / "traffic.har"
    headers = [{"name": "Content-Encoding", "value": coding}]
    content = {"mimeType": "application/json", "text": text, "encoding": "base64"}
    request = {"method": "GET", "url": "https://api.example/v1/cases"}
    entry = {"request": request, "response": {"status": 200, "headers": headers, "content": content}}
    path.write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    return path
