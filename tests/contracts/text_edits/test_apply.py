"""Edits change only what they should; edits that cannot be applied are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from contracts.findings import Edit, Location
from contracts.spec.source import Source, parse
from contracts.text_edits.apply import apply, with_edits


def edit(action: str, pointer: str, key: str = "", value: Any = None, name: str = "a.yaml") -> Edit:
    text = json.dumps(value) if action in ("replace", "insert") else ""
    return Edit(action, Location(name, 1, 1, pointer), key, text)


def edited(text: str, *edits: Edit, name: str = "a.yaml") -> str:
    result = apply(text, name, [(one,) for one in edits])
    assert result.refused == ()
    assert len(result.applied) == len(edits)
    return result.text


BLOCK = """\
# the head
openapi: 3.0.3   # version
info:  {title: 'It''s', version: "1"}
tags:
  - name: a      # first
    description: |
      one
      two

  - name: b
  # about c
  - c
paths: # here
  # none yet
  /a: {}
empty:
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (edit("remove", "/openapi"), "openapi: 3.0.3   # version\n", ""),
        (edit("remove", "/info/title"), "{title: 'It''s', version", "{version"),
        (edit("remove", "/info/version"), ', version: "1"}', "}"),
        (edit("remove", "/tags/0/name"), "- name: a      # first\n    desc", "-       # first\n    desc"),
        (edit("remove", "/tags/0/description"), "    description: |\n      one\n      two\n", ""),
        (edit("remove", "/tags/1/name"), "- name: b", "- {}"),
        (edit("remove", "/tags/1"), "  - name: b\n", ""),
        (edit("remove", "/tags/2"), "  - c\n", ""),
        (edit("remove", "/paths/~1a"), "paths: # here\n  # none yet\n  /a: {}\n", "paths: {} # here\n  # none yet\n"),
        (edit("remove", "/empty"), "empty:\n", ""),
        (edit("replace", "/openapi", value="3.1.0"), "3.0.3", "3.1.0"),
        (edit("replace", "/info/title", value="It is"), "'It''s'", "'It is'"),
        (edit("replace", "/info/version", value=2), '"1"', "2"),
        (edit("replace", "/info/version", value="2"), '"1"', '"2"'),
        (edit("replace", "/empty", value=[1, {"a": "no"}]), "empty:\n", 'empty: [1, {a: "no"}]\n'),
        (edit("replace", "/tags/2", value={"name": "c"}), "- c", "- {name: c}"),
        (edit("replace", "/tags/0/description", value="one"), "|\n      one\n      two\n", "one\n"),
        (edit("replace", "/tags/1", value=None), "- name: b", "- null"),
        (edit("rename", "/info/title", "name"), "title:", "name:"),
        (edit("rename", "/paths/~1a", "/b/{id}"), "/a:", "/b/{id}:"),
        (edit("rename", "/empty", "200"), "empty:", '"200":'),
        (edit("insert", "/info", "x", True), '"1"}', '"1", x: true}'),
        (edit("insert", "/paths/~1a", "get", {}), "/a: {}", "/a: {get: {}}"),
        (edit("insert", "/tags/0", "x", "y: z"), "      two\n", '      two\n    x: "y: z"\n'),
        (edit("insert", "/tags/1", "x", 1), "- name: b\n", "- name: b\n    x: 1\n"),
        (edit("insert", "", "x", 1), "empty:\n", "empty:\nx: 1\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_yaml(change: Edit, old: str, new: str, line_end: str) -> None:
    assert BLOCK.count(old) == 1
    expected = BLOCK.replace(old, new).replace("\n", line_end)
    assert edited(BLOCK.replace("\n", line_end), change) == expected


JSON = '{\n  "a": {"b": 1, "c": "x"},\n  "d": [\n    1,\n    2\n  ],\n  "e": {\n    "f": null\n  }\n}'


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (edit("remove", "/a"), '"a": {"b": 1, "c": "x"},\n  ', ""),
        (edit("remove", "/a/c"), ', "c": "x"', ""),
        (edit("remove", "/d/1"), ",\n    2", ""),
        (edit("remove", "/e"), ',\n  "e": {\n    "f": null\n  }', ""),
        (edit("remove", "/e/f"), '{\n    "f": null\n  }', "{}"),
        (edit("replace", "/e/f", value={"g": [1]}), "null", '{\n      "g": [\n        1\n      ]\n    }'),
        (edit("replace", "/a/c", value="ü\n"), '"x"', '"ü\\n"'),
        (edit("rename", "/d", "200"), '"d"', '"200"'),
        (edit("insert", "/a", "g", 1), '"x"}', '"x", "g": 1}'),
        (edit("insert", "/e", "g", 1), "null", 'null,\n    "g": 1'),
        (edit("insert", "", "g", 1), "  }\n}", '  },\n  "g": 1\n}'),
    ],
)
def test_json(change: Edit, old: str, new: str) -> None:
    assert JSON.count(old) == 1
    assert edited(JSON, change, name="a.json") == JSON.replace(old, new)


def test_minified_json_stays_minified() -> None:
    text = '{"a":{"b":1},"c":{}}'
    assert edited(text, edit("insert", "/a", "d", {"e": 1}), name="a.json") == '{"a":{"b":1,"d":{"e": 1}},"c":{}}'
    assert edited(text, edit("insert", "/c", "d", 2), name="a.json") == '{"a":{"b":1},"c":{"d":2}}'


def test_several_edits() -> None:
    text = "a:\n  - 1\n  - 2\n  - 3\n  - 4\nb: x\n"
    edits = [edit("remove", f"/a/{index}") for index in (3, 0, 2)]
    assert edited(text, *edits, edit("rename", "/b", "c")) == "a:\n  - 2\nc: x\n"
    assert edited(text, *edits, edit("remove", "/a/1")) == "a: []\nb: x\n"


def test_text_without_final_line_end() -> None:
    assert edited("a: 1", edit("insert", "", "b", 2)) == "a: 1\nb: 2"
    assert edited("a: 1\nb: 2", edit("remove", "/b")) == "a: 1\n"


def test_overlapping_edits_are_left_for_another_pass() -> None:
    inner, outer = edit("replace", "/a/b", value=2), edit("remove", "/a")
    result = apply("a: {b: 1}\nc: 1\n", "a.yaml", [(inner,), (outer,)])
    assert (result.text, result.applied, result.refused) == ("a: {b: 2}\nc: 1\n", ((inner,),), ())


def test_groups_are_applied_completely_or_not_at_all() -> None:
    bad = (edit("replace", "/a", value=2), edit("rename", "/b", "a"))
    result = apply("a: 1\nb: 1\n", "a.yaml", [bad])
    assert result.text == "a: 1\nb: 1\n"
    assert result.refused == ((bad, "key 'a' exists already"),)


@pytest.mark.parametrize(
    ("text", "change", "message"),
    [
        ("a: &x {b: 1}\nc: *x\n", edit("replace", "/a/b", value=2), "would change other values"),
        ("a: &x {b: 1}\nc: *x\n", edit("replace", "/c/b", value=2), "inside of an alias"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", edit("remove", "/c/b"), "not found in this file"),
        ("a: 1\n", edit("remove", ""), "whole document"),
        ("a: [1]\n", edit("rename", "/a/0", "b"), "have no key"),
        ("a: [1]\n", edit("insert", "/a", "b", 1), "not a mapping"),
        ("a: {b: 1}\n", edit("insert", "/a", "b", 1), "already"),
        ("a: [\n", edit("remove", "/a"), "cannot be parsed"),
    ],
)
def test_refused_edits_change_nothing(text: str, change: Edit, message: str) -> None:
    result = apply(text, "a.yaml", [(change,)])
    assert result.text == text
    ((_, reason),) = result.refused
    assert message in reason


def test_refused_edits_do_not_prevent_others() -> None:
    bad, good = edit("replace", "/a/b", value=2), edit("remove", "/d")
    result = apply("a: &x {b: 1}\nc: *x\nd: 1\n", "a.yaml", [(good,), (bad,)])
    assert result.text == "a: &x {b: 1}\nc: *x\n"


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 99), st.text("ab: #'\"{}[],-é\n/?=&%", max_size=6), st.just("yes")
)
KEYS = st.text("ab/{}~ -1", min_size=1, max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
TREES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


def values_in(tree: Any, pointer: str = "") -> list[tuple[str, Any]]:
    found = [(pointer, tree)]
    for token, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        found += values_in(value, f"{pointer}/{str(token).replace('~', '~0').replace('/', '~1')}")
    return found


def some_edit(tree: Any, data: st.DataObject) -> Edit:
    pointer, value = data.draw(st.sampled_from(values_in(tree)))
    holder = isinstance(dict(values_in(tree)).get(pointer.rpartition("/")[0]), dict)
    actions = ["insert"] * isinstance(value, dict) + (["remove", "replace"] + ["rename"] * holder if pointer else [])
    action = data.draw(st.sampled_from(actions or ["insert"]))
    return edit(action, pointer, data.draw(KEYS), data.draw(VALUES))


def commented(text: str, data: st.DataObject) -> str:
    """Return a text with unique comment lines where they change nothing."""
    lines = text.splitlines(keepends=True)
    for number in sorted(data.draw(st.sets(st.integers(0, len(lines)), max_size=4)), reverse=True):
        lines.insert(number, f"{' ' * data.draw(st.integers(0, 4))}# comment {number}\n")
    return "".join(lines)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(tree=TREES, data=st.data())
def test_edits_have_the_expected_result_and_keep_the_rest(tree: dict[str, Any], data: st.DataObject) -> None:
    is_json = data.draw(st.booleans())
    if is_json:
        name, indent = "a.json", data.draw(st.sampled_from([None, 1, 2, "\t"]))
        text = json.dumps(tree, indent=indent, ensure_ascii=data.draw(st.booleans()))
    else:
        name, flow = "a.yaml", data.draw(st.sampled_from([True, False, None]))
        text = yaml.safe_dump(tree, default_flow_style=flow, indent=data.draw(st.integers(2, 4)), sort_keys=False)
        text = commented(text, data).replace("\n", data.draw(st.sampled_from(["\n", "\r\n"])))
    try:
        source = parse(text, name)
    except Exception:  # a comment inside of a string
        assume(False)
        raise
    assume(source.tree == tree)
    edits = [some_edit(tree, data) for _ in range(data.draw(st.integers(1, 3)))]
    result = apply(text, name, [(one,) for one in edits])
    applied = [one for (one,) in result.applied]
    assert parse(result.text, name).tree == with_edits(tree, applied)
    if not applied:
        assert result.text == text
    kept = [line for line in text.splitlines() if line.lstrip().startswith("# comment")]
    if all(one.action in ("insert", "rename") for one in applied):
        assert [line for line in result.text.splitlines() if line.lstrip().startswith("# comment")] == kept
    if len(edits) == 1 and edits[0].action in ("remove", "replace"):
        assert result.refused == ()
    if len(applied) == 1:
        first, last = touched(source, applied[0])
        old, new = text.splitlines(), result.text.splitlines()
        assert new[: first - 1] == old[: first - 1]
        assert last >= len(old) or new[len(new) - (len(old) - last) :] == old[last:]


def touched(source: Source, change: Edit) -> tuple[int, int]:
    """Return the first and last line that an edit can change: from the previous entry to the next."""
    order = [source.locate(pointer) for pointer, _ in values_in(source.tree)]
    here = source.locate(change.location.pointer)
    below = [one for one in order if f"{one.pointer}/".startswith(f"{here.pointer}/")]
    before = order[: order.index(here)]
    after = order[order.index(below[-1]) + 1 :]
    return (before[-1].line if before else 1), (after[0].line if after else len(source.text.splitlines()))


@pytest.mark.parametrize("change", [edit("replace", "/a", value=[1, 2]), edit("insert", "", "b", ["x"])])
def test_multi_line_values_have_the_line_ends_of_the_file(change: Edit) -> None:
    changed = edited('{\r\n  "a": 1\r\n}\r\n', change)
    assert changed.count("\n") == changed.count("\r\n") > 3
