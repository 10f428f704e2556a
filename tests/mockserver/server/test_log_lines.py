"""The formats of the request log."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.escaping import one_line
from mockserver.server.log_lines import MAX_VIOLATIONS, Content, Entry, JsonLines, TextLines
from mockserver.server.log_writer import ATOMIC

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "request-log.schema.json").read_text("utf-8"))

ENTRY = Entry(1_800_000_000.25, "GET", "/pets/7?x=1", 404, 1.26, "pets", "getPet", ("not_found path/id: no item",))
CONTENTS = (
    Content((("accept", "*/*"),), b""),
    Content((("content-type", "application/json"),), b'{"error":\n"none"}'),
)


def parsed(line: str) -> Any:
    assert line.isascii()
    assert line.count("\n") == 1
    value = json.loads(line)
    jsonschema_rs.validator_for(SCHEMA).validate(value)
    return value


def test_text() -> None:
    assert TextLines().request(ENTRY) == (
        "2027-01-15T08:00:00.250Z GET /pets/7?x=1 404 1.3 ms\n  not_found path/id: no item\n"
    )


def test_text_on_a_terminal() -> None:
    lines = TextLines(color=True, is_terminal=True).request(ENTRY)
    assert "\x1b[33m404\x1b[0m" in lines
    plain = re.sub(r"\x1b\[\d+m", "", lines)
    assert re.fullmatch(r"\d\d:\d\d:00\.250 GET /pets/7\?x=1 404 1\.3 ms\n  not_found path/id: no item\n", plain)
    assert plain[0:8] == TextLines(is_terminal=True).request(ENTRY)[0:8]


def test_stubs_and_faults() -> None:
    line = TextLines().request(replace(ENTRY, violations=(), stub="s1", fault="f\n2", status=0))
    assert line.endswith(" GET /pets/7?x=1 - 1.3 ms stub=s1 fault=f\\n2\n")


def test_text_with_contents() -> None:
    assert TextLines().request(replace(ENTRY, contents=CONTENTS)).splitlines()[2:] == [
        "  operation getPet of pets",
        "  > accept: */*",
        "  < content-type: application/json",
        '  < {"error":',
        '  < "none"}',
    ]


def test_other_messages_are_as_they_are() -> None:
    assert TextLines().message("reloaded\n") == "reloaded\n"
    assert TextLines().dropped(2) == (
        "note: the log is incomplete, as standard error was read too slowly; dropped entries: 2\n"
    )


def test_json() -> None:
    assert parsed(JsonLines().request(ENTRY)) == {
        "time": "2027-01-15T08:00:00.250Z",
        "method": "GET",
        "target": "/pets/7?x=1",
        "status": 404,
        "duration_ms": 1.26,
        "api": "pets",
        "operation": "getPet",
        "violations": ["not_found path/id: no item"],
        "stub": None,
        "fault": None,
    }


def test_json_with_contents() -> None:
    value = parsed(JsonLines().request(replace(ENTRY, contents=CONTENTS, status=0)))
    assert value["status"] is None
    assert value["request"] == {"headers": [["accept", "*/*"]], "body": ""}
    assert value["response"]["body"] == '{"error":\n"none"}'


def test_other_messages_in_json() -> None:
    assert parsed(JsonLines().message("one\ntwo\n"))["message"] == "one\ntwo"
    assert len(JsonLines().message("é" * 50_000)) <= ATOMIC
    assert parsed(JsonLines().dropped(7))["dropped"] == 7


def test_binary_bodies() -> None:
    contents = (Content((), b"\xff\xfe"), Content((), b""))
    assert "  > (2 bytes)\n" in TextLines().request(replace(ENTRY, contents=contents))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Ünïcode", "plain Ünïcode"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\r\nb", "a\\r\\nb"),
        ("\x9b1m", "\\x9b1m"),
        ("\u202eabc\u2028", "\\u202eabc\\u2028"),
        ("\x7f\x00", "\\x7f\\x00"),
        ("\ud800", "\\ud800"),
    ],
)
def test_characters_that_do_not_print_are_escaped(text: str, shown: str) -> None:
    assert one_line(text) == shown


anything = st.text(st.characters(), max_size=60).flatmap(lambda text: st.sampled_from([text, text * 100]))
entries = st.builds(
    Entry,
    st.floats(0, 4e9),
    anything,
    anything,
    st.just(0) | st.integers(100, 599),
    st.floats(0, 1e6),
    anything,
    anything,
    st.lists(anything, max_size=30),
    anything,
    anything,
)


@settings(max_examples=50)
@given(entries)
def test_an_entry_of_any_content_is_written_at_once(entry: Entry) -> None:
    text = TextLines().request(entry)
    assert len(text.encode()) <= ATOMIC
    assert text.replace("\n", "").isprintable()
    assert all(line.startswith("  ") for line in text.split("\n")[1:-1])
    line = JsonLines().request(entry)
    assert len(line) <= ATOMIC
    value = parsed(line)
    assert len(value["violations"]) + value.get("violations_omitted", 0) == len(entry.violations)


@settings(max_examples=50)
@given(anything)
def test_no_line_of_a_body_or_header_can_be_mistaken_for_an_entry(text: str) -> None:
    content = Content((("x", text),), text.encode("utf-8", "replace"))
    lines = TextLines().request(replace(ENTRY, contents=(content, content)))
    assert all(line.startswith("  ") and line.isprintable() for line in lines.split("\n")[1:-1])
    assert len(JsonLines().request(replace(ENTRY, contents=(content, content)))) <= ATOMIC


def test_the_number_of_violations_is_limited() -> None:
    many = replace(ENTRY, violations=[f"body/{number}: wrong" for number in range(100)])
    lines = TextLines().request(many).splitlines()
    assert len(lines) == MAX_VIOLATIONS + 2
    assert lines[-1] == "  and 80 more"
    value = parsed(JsonLines().request(many))
    assert (len(value["violations"]), value["violations_omitted"]) == (MAX_VIOLATIONS, 80)
