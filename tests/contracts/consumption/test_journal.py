"""Lines of a journal: what is written is what is read, and what is no line is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.consumption import journal
from contracts.consumption.journal import Entry, entry_of, line_of
from contracts.messages import Request, Response

TEXTS = st.text(max_size=8)
BODIES = st.binary(max_size=8) | st.sampled_from(
    [b'{"a": 1}', b'{"a": 1, "a": 2}', b"[1e999]", b"NaN", b'"\\ud800"', b"\xff", b"[" * 3000, "{ä".encode()]
)


@given(TEXTS, TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=2), BODIES)
def test_what_is_written_is_read(method: str, target: str, headers: list[tuple[str, str]], body: bytes) -> None:
    entry = Entry(7, "op", "/a", Request(method, target, tuple(headers), body), Response(201, (), body), "because")
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
    ("body", "member"),
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
def test_a_body_in_each_of_its_forms(body: bytes, member: dict[str, Any]) -> None:
    line = json.loads(line_of(Entry(1, "", "", Request("GET", "/", (), body), Response(200))))
    assert line["request"] == {"headers": [], **member}
    assert line["operation"] is None


def test_a_long_body_is_cut_between_two_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LONGEST", 4)
    line = line_of(Entry(1, "", "", Request("GET", "/"), Response(200, (), "abcäd".encode())))
    assert json.loads(line)["response"] == {"headers": [], "text": "abc", "cut": 6}
    assert not entry_of(line).is_whole


GOOD = json.loads(line_of(Entry(1, "", "", Request("GET", "/"), Response(200))))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "not an exchange: it has no member 'journal'"),
        (json.dumps({**GOOD, "journal": 2}), "form 2 of the journal is not known, 1 is"),
        (json.dumps({**GOOD, "method": None}), "'method' is missing"),
        (json.dumps({**GOOD, "status": "200"}), "'status' is missing or of another type"),
        (json.dumps({**GOOD, "request": {"headers": [["a"]]}}), "not a list of pairs of texts"),
    ],
)
def test_what_is_no_line_is_told(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        entry_of(line.encode())


@pytest.mark.parametrize("name", ["operation", "path", "reason"])
@pytest.mark.parametrize("value", [["a"], {"a": 1}, 7])
def test_names_are_texts(name: str, value: object) -> None:
    line = json.loads(line_of(Entry(1, "", "", Request("GET", "/"), Response(200))))
    with pytest.raises(ValueError, match=f"'{name}' is no text"):
        entry_of(json.dumps({**line, name: value}).encode())
