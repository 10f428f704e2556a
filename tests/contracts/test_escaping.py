"""The functions that escape text in output."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.escaping import (
    dangerous_json,
    document_text,
    is_dangerous,
    one_line,
    printable,
    printable_html,
    printable_json,
    printable_markup,
)

ODD = ["\n", "\r", "\t", "\x1b[31m", "\x9b", "\u202e", "\u2028", "\ud800", "\ufffe", "<", chr(34)]
COMMANDS = ["::set-env name=A::b", "##vso[task.setvariable]x", "##[group]x", "##teamcity[message]", "  ::warning::x"]
PIECES = st.sampled_from([*ODD, *COMMANDS])
TEXTS = st.lists(PIECES | st.text(st.characters(), max_size=5), max_size=8).map("".join)

RUN = re.compile(r"^\s*::|##[\w-]*\[")
"""What CI systems run: GitHub also after spaces; Azure Pipelines anywhere in a line."""


def runs_nothing(text: str) -> bool:
    """Whether no line is a workflow command."""
    return not any(RUN.search(line) for line in text.split("\n"))


@given(TEXTS)
def test_lines_of_output(text: str) -> None:
    shown = printable(text)
    assert shown.replace("\n", "").isprintable()
    assert shown.count("\n") == text.count("\n")
    assert runs_nothing(shown)
    assert printable(shown) == shown


@given(TEXTS)
def test_values_on_one_line(text: str) -> None:
    assert one_line(text).isprintable()
    assert one_line(one_line(text)) == one_line(text)


@given(st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)))
def test_json_keeps_its_value(value: object) -> None:
    for escape in (printable_json, dangerous_json):
        shown = escape(json.dumps(value, ensure_ascii=False, indent=1))
        assert json.loads(shown) == value
        assert runs_nothing(shown)
    assert printable_json(json.dumps(value, ensure_ascii=False)).isprintable()


@given(TEXTS)
def test_markup_is_well_formed(text: str) -> None:
    element = ET.Element("a", name=printable(text))
    element.text = printable(text)
    shown = printable_markup(ET.tostring(element, encoding="unicode"))
    found = ET.fromstring(shown)
    assert (found.text or "") == printable(text)
    assert found.get("name") == printable(text)
    assert runs_nothing(shown)


@given(TEXTS)
def test_values_in_pages(text: str) -> None:
    shown = str(printable_html(text))
    assert "<" not in shown
    assert runs_nothing(shown)
    assert shown.replace("\n", "").isprintable()


@given(TEXTS)
def test_lines_of_documents(text: str) -> None:
    shown = document_text(text)
    assert not is_dangerous(shown)
    assert is_dangerous(text) or shown == text


@pytest.mark.parametrize("text", ["a: b", "std::vector", "## Title [link](x)", "caf\u00e9\u00a0!", "a\r\nb\tc"])
def test_ordinary_lines_of_documents_are_unchanged(text: str) -> None:
    assert document_text(text) == text


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command: str) -> None:
    assert RUN.search(command)
    assert printable(f"a\n{command}").endswith(command.lstrip(" :#")[-5:])
    assert runs_nothing(printable(command))
