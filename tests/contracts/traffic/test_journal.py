"""Journal lines: round trip, body encodings, and errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.messages import Request, Response
from contracts.traffic import journal
from contracts.traffic.journal import JournalEntry, entry_of, line_of

STRINGS = st.text(max_size=8)
BODIES = st.binary(max_size=8) | st.sampled_from(
    [b'{"a": 1}', b'{"a": 1, "a": 2}', b"[1e999]", b"NaN", b'"\\ud800"', b"\xff", b"[" * 3000, "{ä".encode()]
)


@given(STRINGS, STRINGS, st.lists(st.tuples(STRINGS, STRINGS), max_size=2), BODIES)
def test_round_trip(method: str, target: str, headers: list[tuple[str, str]], body: bytes) -> None:
    entry = JournalEntry(
        7, "op", "/a", Request(method, target, tuple(headers), body), Response(201, (), body), "because"
    )
    line = line_of(entry)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    read = entry_of(line)
    assert (read.number, read.operation, read.path, read.reason, read.is_whole) == (7, "op", "/a", "because", True)
    assert (read.request.method, read.request.target, read.request.headers) == (method, target, tuple(headers))
    if read.request.body != body:
        assert json.loads(read.request.body) == json.loads(body)
    assert read.response.body == read.request.body


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a": [1.5, null]}', {"json": {"a": [1.5, None]}}),
        (b"null", {"json": None}),
        (b'{"a": 1, "a": 2}', {"text": '{"a": 1, "a": 2}'}),
        (b"[1e999]", {"text": "[1e999]"}),
        (b"<a/>", {"text": "<a/>"}),
        (b"\xff", {"base64": "/w=="}),
        (b"", {}),
    ],
)
def test_body_encodings(body: bytes, expected: dict[str, Any]) -> None:
    line = json.loads(line_of(JournalEntry(1, "", "", Request("GET", "/", (), body), Response(200))))
    assert line["request"] == {"headers": [], **expected}
    assert line["operation"] is None


def test_long_bodies_are_cut_between_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LONGEST", 4)
    line = line_of(JournalEntry(1, "", "", Request("GET", "/"), Response(200, (), "abcäd".encode())))
    assert json.loads(line)["response"] == {"headers": [], "text": "abc", "cut": 6}
    assert not entry_of(line).is_whole


GOOD = json.loads(line_of(JournalEntry(1, "", "", Request("GET", "/"), Response(200))))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "missing key 'journal'"),
        (json.dumps({**GOOD, "journal": 2}), "unsupported journal format 2; expected 1"),
        (json.dumps({**GOOD, "method": None}), "'method' is missing"),
        (json.dumps({**GOOD, "status": "200"}), "'status' is missing or has the wrong type"),
        (json.dumps({**GOOD, "request": {"headers": [["a"]]}}), "must be a list of pairs of strings"),
    ],
)
def test_invalid_lines(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        entry_of(line.encode())


@pytest.mark.parametrize("name", ["operation", "path", "reason"])
@pytest.mark.parametrize("value", [["a"], {"a": 1}, 7])
def test_names_must_be_strings(name: str, value: object) -> None:
    line = json.loads(line_of(JournalEntry(1, "", "", Request("GET", "/"), Response(200))))
    with pytest.raises(ValueError, match=f"'{name}' must be a string"):
        entry_of(json.dumps({**line, name: value}).encode())
