"""Golden cases are read; invalid files are reported with the location of each problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.errors import DocumentError, render
from contracts.traffic.golden import case_schema, read_case, request_of

GOOD = """\
case: What is sent is what was written.
source: standard
exchanges:
  - request:
      method: PUT
      path: /a?b=c
      headers: {x-twice: [one, two], content-type: text/plain, x-none: null}
      body: ä
    response:
      status: 200
      headers: {etag: /W.+/}
  - request: {method: GET, path: /a}
    response: {status: 200, same_as: {exchange: 0}}
"""


def written(tmp_path: Path, text: str, name: str = "case.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_reading_a_case(tmp_path: Path) -> None:
    case = read_case(written(tmp_path, GOOD), "cases/case.yaml")
    assert (case.name, case.sentence, case.source) == (
        "cases/case.yaml",
        "What is sent is what was written.",
        "standard",
    )
    first, second = case.exchanges
    assert (first.request.method, first.request.target, first.request.body) == ("PUT", "/a?b=c", "ä".encode())
    assert first.request.headers == (
        ("content-length", "2"),
        ("x-twice", "one"),
        ("x-twice", "two"),
        ("content-type", "text/plain"),
    )
    assert first.expected == {"status": 200, "headers": {"etag": "/W.+/"}}
    assert (second.location.file, second.location.line, second.location.pointer) == (
        "cases/case.yaml",
        12,
        "/exchanges/1",
    )


@pytest.mark.parametrize(
    ("described", "headers", "body"),
    [
        ({}, (), b""),
        ({"json": {"a": "ä"}}, (("content-type", "application/json"), ("content-length", "11")), b'{"a": "\xc3\xa4"}'),
        ({"json": None}, (("content-type", "application/json"), ("content-length", "4")), b"null"),
        ({"base64": "AAE="}, (("content-length", "2"),), b"\0\1"),
        ({"json": 1, "headers": {"content-type": None}}, (("content-length", "1"),), b"1"),
        ({"body": "", "headers": {"content-length": "7"}}, (("content-length", "7"),), b""),
    ],
)
def test_headers_of_bodies(described: dict[str, object], headers: tuple[tuple[str, str], ...], body: bytes) -> None:
    request = request_of({"method": "POST", "path": "/", **described})
    assert (request.headers, request.body) == (headers, body)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("source: standard", "source: rumour", ":2:1 (#/source): error: "),
        ("source: standard\n", "", '"source" is a required property'),
        (
            "      body: ä",
            "      boddy: ä",
            ":8:7 (#/exchanges/0/request/boddy): error: unknown key 'boddy'",
        ),
        ("status: 200\n      headers", "status: ok\n      headers", ":10:7 (#/exchanges/0/response/status): error: "),
        (
            "/W.+/",
            "/W(/",
            ":11:17 (#/exchanges/0/response/headers/etag): error: not a valid regular expression: ",
        ),
        (
            "exchange: 0",
            "exchange: 1",
            ":13:29 (#/exchanges/1/response/same_as): error: exchange 1 can refer only to",
        ),
        ("source: standard", "source: standard\nsource: seed", ":3:1 (#/source): error: "),
        ("exchanges:", "exchanges", ":"),
    ],
)
def test_problems_have_a_location(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(DocumentError) as raised:
        read_case(path, "case.yaml")
    text = render(raised.value)
    assert f"case.yaml{message}" in text if message.startswith(":") else message in text


def test_the_schema_of_the_fixtures_is_used() -> None:
    assert not case_schema().is_valid({"case": "No exchanges here.", "source": "seed", "exchanges": []})
