"""HAR files are read as requests to send again, with expectations."""

from __future__ import annotations

import base64
import json
import tempfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import DocumentError, render
from contracts.traffic.har import HarOptions, read_har


def entry(
    url: str = "https://api.example/v1/cases?x=1", status: int = 200, method: str = "GET", **parts: Any
) -> dict[str, Any]:
    request = {"method": method, "url": url, "headers": [], **parts.get("request", {})}
    response = {"status": status, "headers": [], "content": {}, **parts.get("response", {})}
    return {"request": request, "response": response}


def recorded(tmp_path: Path, *entries: dict[str, Any]) -> Path:
    path = tmp_path / "traffic.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}, indent=1), encoding="utf-8")
    return path


def pairs(**headers: str) -> list[dict[str, str]]:
    return [{"name": name.replace("_", "-"), "value": value} for name, value in headers.items()]


def test_connection_headers_are_not_sent_again(tmp_path: Path) -> None:
    headers = [*pairs(Accept="a/b", Host="x", Content_Length="9", Accept_Encoding="br", Cookie="s=1")]
    request = {"headers": [{"name": ":path", "value": "/"}, *headers], "postData": {"mimeType": "a/b", "text": "ä"}}
    (exchange,) = read_har(recorded(tmp_path, entry(method="post", request=request))).exchanges
    assert (exchange.request.method, exchange.request.target) == ("POST", "/v1/cases?x=1")
    assert exchange.request.headers == (("accept", "a/b"), ("cookie", "s=1"), ("content-length", "2"))
    assert exchange.request.body == "ä".encode()
    assert exchange.location.pointer == "/log/entries/0"
    assert exchange.location.line > 1


@pytest.mark.parametrize(
    ("posted", "body"),
    [
        ({"text": ""}, b""),
        ({"params": [{"name": "a b", "value": "c&d"}]}, b"a+b=c%26d"),
        ({"text": "", "params": [{"name": "a", "value": "1"}]}, b"a=1"),
        ({"text": None, "params": [{"name": "a", "value": None}, {"name": "b", "value": 2}]}, b"a=&b=2"),
        ({"text": "a=2", "params": [{"name": "a", "value": "1"}]}, b"a=2"),
        ({"text": "AAE=", "encoding": "base64"}, b"\0\1"),
        ({"text": "not base64", "encoding": "base64"}, b"not base64"),
    ],
)
def test_body_encodings(tmp_path: Path, posted: dict[str, Any], body: bytes) -> None:
    (exchange,) = read_har(recorded(tmp_path, entry(request={"postData": posted}))).exchanges
    assert exchange.request.body == body


FIELDS = [
    {"name": "file", "fileName": 'a "1".txt', "contentType": "text/plain", "value": "--xx\r\nhello"},
    {"name": "raw", "fileName": "b.bin", "value": "\u00e4"},
    {"name": "meta", "contentType": "application/json\r\nx: y", "value": "{}"},
    {"name": "n", "value": "5"},
    {"name": "none", "value": None},
    "no field",
]


def parts_of(body: bytes, content_type: str) -> list[tuple[str | None, str | None, str, bytes]]:
    message = message_from_bytes(f"content-type: {content_type}\r\n\r\n".encode() + body)
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_content_type() if "content-type" in part else None,
            part.get_payload(decode=True),
        )
        for part in message.get_payload()
    ]


@pytest.mark.parametrize(
    ("headers", "mime_type", "essence"),
    [
        ({"Content_Type": "multipart/form-data; boundary=xx"}, "", "multipart/form-data"),
        ({}, "multipart/form-data; boundary=xx", "multipart/form-data"),
        ({"Content_Type": "Multipart/Form-Data"}, "multipart/form-data", "multipart/form-data"),
        ({"Content_Type": "multipart/mixed; boundary=xx"}, "multipart/mixed", "multipart/mixed"),
    ],
)
def test_multipart_fields(tmp_path: Path, headers: dict[str, str], mime_type: str, essence: str) -> None:
    request = {"headers": pairs(**headers), "postData": {"mimeType": mime_type, "text": "", "params": FIELDS}}
    (exchange,) = read_har(recorded(tmp_path, entry(request=request))).exchanges
    sent = exchange.request
    content_type = sent.header("content-type")
    assert content_type is not None
    assert content_type.startswith(f"{essence}; boundary=")
    assert [name for name, _ in sent.headers] == ["content-type", "content-length"]
    assert parts_of(sent.body, content_type) == [
        ("file", "a %221%22.txt", "text/plain", b"--xx\r\nhello"),
        ("raw", "b.bin", "application/octet-stream", "ä".encode()),
        ("meta", None, "application/jsonx: y", b"{}"),
        ("n", None, None, b"5"),
        ("none", None, None, b""),
    ]


def test_a_file_whose_content_was_not_recorded_is_noted(tmp_path: Path) -> None:
    posted = {"mimeType": "multipart/form-data", "params": [{"name": "file", "fileName": "a.txt"}]}
    case = read_har(recorded(tmp_path, entry(request={"postData": posted})), name="t.har")
    assert len(case.exchanges) == 1
    assert case.notes[0].endswith(": the content of file 'a.txt' was not recorded, sends an empty file")
    assert case.notes[0].startswith("t.har:")


@pytest.mark.parametrize(
    ("url", "recorded_at", "target"),
    [
        ("https://api.example", "", "/"),
        ("https://api.example/a b/ä%20#part", "", "/a%20b/%C3%A4%20"),
        ("https://api.example/v1/a?b=c", "https://api.example/v1/", "/a?b=c"),
        ("https://api.example/v1", "https://api.example/v1", "/"),
    ],
)
def test_targets(tmp_path: Path, url: str, recorded_at: str, target: str) -> None:
    (exchange,) = read_har(recorded(tmp_path, entry(url)), HarOptions(recorded_at)).exchanges
    assert exchange.request.target == target


def test_skipped_entries(tmp_path: Path) -> None:
    entries = (
        entry("http://[half"),
        entry("https://api.example/v1/\ud800"),
        entry("wss://api.example/live"),
        entry(status=0),
        entry("https://elsewhere.example/v1/cases"),
        entry("https://api.example/v11"),
    )
    case = read_har(recorded(tmp_path, *entries, entry()), HarOptions("https://api.example/v1"), "t.har")
    assert len(case.exchanges) == 1
    reasons = [note.partition(": ")[2] for note in case.notes]
    assert reasons[0].startswith("cannot be sent (Invalid IPv6 URL)")
    assert reasons[1].startswith("cannot be sent ('utf-8' codec can't encode")
    assert reasons[2:] == [
        "not an HTTP URL, skipped the entry",
        "no complete response was recorded (status 0), skipped the entry",
        "URL does not begin with https://api.example/v1, skipped the entry",
        "URL does not begin with https://api.example/v1, skipped the entry",
    ]
    assert case.notes[0].startswith("t.har:")


JSON = {"headers": pairs(Content_Type="application/JSON; charset=utf-8"), "content": {"text": '{"a": 1}'}}


@pytest.mark.parametrize(
    ("response", "options", "expected"),
    [
        (JSON, HarOptions(), {"status": 200, "media_type": "application/json"}),
        (
            JSON,
            HarOptions(exact=True, ignore=("/b",)),
            {"status": 200, "media_type": "application/json", "like": {"json": {"a": 1}, "ignore": ("/b",)}},
        ),
        ({"content": {"mimeType": "x-unknown"}}, HarOptions(exact=True), {"status": 200}),
        (
            {"content": {"mimeType": "text/plain", "text": "AAE=", "encoding": "base64"}},
            HarOptions(exact=True),
            {"status": 200, "media_type": "text/plain", "base64": "AAE="},
        ),
        (
            {"content": {"mimeType": "application/problem+json", "text": "{"}},
            HarOptions(exact=True),
            {"status": 200, "media_type": "application/problem+json", "base64": base64.b64encode(b"{").decode()},
        ),
    ],
)
def test_expectations(tmp_path: Path, response: dict[str, Any], options: HarOptions, expected: dict[str, Any]) -> None:
    (exchange,) = read_har(recorded(tmp_path, entry(response=response)), options).exchanges
    assert exchange.expected == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", 't.har:1:1: error: "log" is a required property'),
        (
            '{"log": {"entries": [\n {"request": {"method": "GET", "url": 1}, "response": {"status": 200}}]}}',
            "t.har:2:",
        ),
        ('{"log": {"entries": [', "t.har:1:"),
        ("", "t.har:1:1: error: the file is empty"),
        ("log: {}", "t.har:1:"),
    ],
)
def test_invalid_files(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "traffic.har"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as raised:
        read_har(path, name="t.har")
    assert message in render(raised.value)


ANY = st.text(max_size=8) | st.sampled_from(["GET", "http://a/b", "base64", "application/json", "[", "{}"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 600) | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=8,
)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "headers": st.lists(st.fixed_dictionaries({"name": ANY, "value": ANY}), max_size=2) | VALUES,
        "postData": st.fixed_dictionaries({}, optional={"text": ANY, "encoding": ANY, "params": VALUES}) | VALUES,
        "content": st.fixed_dictionaries({}, optional={"text": ANY, "encoding": ANY, "mimeType": ANY}) | VALUES,
        "url": ANY,
        "method": ANY,
        "status": st.integers(0, 600) | VALUES,
    },
)


@given(st.lists(st.fixed_dictionaries({"request": PARTS, "response": PARTS}), max_size=3), st.booleans())
def test_arbitrary_files_are_read_or_rejected(entries: list[dict[str, Any]], exact: bool) -> None:
    parts = [entry(request=one["request"], response=one["response"]) for one in entries]
    with tempfile.TemporaryDirectory() as folder:
        path = recorded(Path(folder), *parts)
        try:
            case = read_har(path, HarOptions(exact=exact))
        except DocumentError:
            return
    assert len(case.exchanges) + len(case.notes) == len(entries)
    assert all(exchange.request.target.startswith("/") for exchange in case.exchanges)
