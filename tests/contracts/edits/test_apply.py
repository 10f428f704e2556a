"""Edits of texts: what is meant comes, everything else stays as it is, and what cannot be done is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from contracts.edits.apply import amended, apply
from contracts.findings import Edit, Location
from contracts.spec.source import Source, parse


def edit(action: str, pointer: str, key: str = "", value: Any = None, name: str = "a.yaml") -> Edit:
    text = json.dumps(value) if action in ("replace", "insert") else ""
    return Edit(action, Location(name, 1, 1, pointer), key, text)


def edited(text: str, *edits: Edit, name: str = "a.yaml") -> str:
    outcome = apply(text, name, [(one,) for one in edits])
    assert outcome.refused == ()
    assert len(outcome.applied) == len(edits)
    return outcome.text


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


def test_several_edits_go_together() -> None:
    text = "a:\n  - 1\n  - 2\n  - 3\n  - 4\nb: x\n"
    edits = [edit("remove", f"/a/{index}") for index in (3, 0, 2)]
    assert edited(text, *edits, edit("rename", "/b", "c")) == "a:\n  - 2\nc: x\n"
    assert edited(text, *edits, edit("remove", "/a/1")) == "a: []\nb: x\n"


def test_no_line_end_at_the_end() -> None:
    assert edited("a: 1", edit("insert", "", "b", 2)) == "a: 1\nb: 2"
    assert edited("a: 1\nb: 2", edit("remove", "/b")) == "a: 1\n"


def test_what_overlaps_is_left_for_another_time() -> None:
    inner, outer = edit("replace", "/a/b", value=2), edit("remove", "/a")
    outcome = apply("a: {b: 1}\nc: 1\n", "a.yaml", [(inner,), (outer,)])
    assert (outcome.text, outcome.applied, outcome.refused) == ("a: {b: 2}\nc: 1\n", ((inner,),), ())


def test_edits_of_one_group_are_made_together_or_not_at_all() -> None:
    bad = (edit("replace", "/a", value=2), edit("rename", "/b", "a"))
    outcome = apply("a: 1\nb: 1\n", "a.yaml", [bad])
    assert outcome.text == "a: 1\nb: 1\n"
    assert outcome.refused == ((bad, "there is a member 'a' already"),)


@pytest.mark.parametrize(
    ("text", "change", "said"),
    [
        ("a: &x {b: 1}\nc: *x\n", edit("replace", "/a/b", value=2), "something else than meant"),
        ("a: &x {b: 1}\nc: *x\n", edit("replace", "/c/b", value=2), "an alias stands in between"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", edit("remove", "/c/b"), "nothing stands there"),
        ("a: 1\n", edit("remove", ""), "whole document"),
        ("a: [1]\n", edit("rename", "/a/0", "b"), "no key"),
        ("a: [1]\n", edit("insert", "/a", "b", 1), "no mapping"),
        ("a: {b: 1}\n", edit("insert", "/a", "b", 1), "already"),
        ("a: [\n", edit("remove", "/a"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_changed(text: str, change: Edit, said: str) -> None:
    outcome = apply(text, "a.yaml", [(change,)])
    assert outcome.text == text
    ((_, reason),) = outcome.refused
    assert said in reason


def test_one_that_cannot_be_done_does_not_stop_others() -> None:
    bad, good = edit("replace", "/a/b", value=2), edit("remove", "/d")
    outcome = apply("a: &x {b: 1}\nc: *x\nd: 1\n", "a.yaml", [(good,), (bad,)])
    assert outcome.text == "a: &x {b: 1}\nc: *x\n"


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


def places(tree: Any, pointer: str = "") -> list[tuple[str, Any]]:
    found = [(pointer, tree)]
    for token, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        found += places(value, f"{pointer}/{str(token).replace('~', '~0').replace('/', '~1')}")
    return found


def some_edit(tree: Any, data: st.DataObject) -> Edit:
    pointer, value = data.draw(st.sampled_from(places(tree)))
    holder = isinstance(dict(places(tree)).get(pointer.rpartition("/")[0]), dict)
    actions = ["insert"] * isinstance(value, dict) + (["remove", "replace"] + ["rename"] * holder if pointer else [])
    action = data.draw(st.sampled_from(actions or ["insert"]))
    return edit(action, pointer, data.draw(KEYS), data.draw(VALUES))


def commented(text: str, data: st.DataObject) -> str:
    """A text with comments of their own lines, each said once, where they change nothing."""
    lines = text.splitlines(keepends=True)
    for number in sorted(data.draw(st.sets(st.integers(0, len(lines)), max_size=4)), reverse=True):
        lines.insert(number, f"{' ' * data.draw(st.integers(0, 4))}# comment {number}\n")
    return "".join(lines)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(tree=TREES, data=st.data())
def test_a_text_says_what_it_should_and_keeps_the_rest(tree: dict[str, Any], data: st.DataObject) -> None:
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
    except Exception:  # a comment in the midst of a text
        assume(False)
        raise
    assume(source.tree == tree)
    edits = [some_edit(tree, data) for _ in range(data.draw(st.integers(1, 3)))]
    outcome = apply(text, name, [(one,) for one in edits])
    made = [one for (one,) in outcome.applied]
    assert parse(outcome.text, name).tree == amended(tree, made)
    if not made:
        assert outcome.text == text
    kept = [line for line in text.splitlines() if line.lstrip().startswith("# comment")]
    if all(one.action in ("insert", "rename") for one in made):
        assert [line for line in outcome.text.splitlines() if line.lstrip().startswith("# comment")] == kept
    if len(edits) == 1 and edits[0].action in ("remove", "replace"):
        assert outcome.refused == ()
    if len(made) == 1:
        first, last = touched(source, made[0])
        old, new = text.splitlines(), outcome.text.splitlines()
        assert new[: first - 1] == old[: first - 1]
        assert last >= len(old) or new[len(new) - (len(old) - last) :] == old[last:]


def touched(source: Source, change: Edit) -> tuple[int, int]:
    """The lines that an edit may touch: from the member before to the one behind."""
    order = [source.locate(pointer) for pointer, _ in places(source.tree)]
    here = source.locate(change.location.pointer)
    below = [place for place in order if f"{place.pointer}/".startswith(f"{here.pointer}/")]
    before = order[: order.index(here)]
    behind = order[order.index(below[-1]) + 1 :]
    return (before[-1].line if before else 1), (behind[0].line if behind else len(source.text.splitlines()))


@pytest.mark.parametrize("change", [edit("replace", "/a", value=[1, 2]), edit("insert", "", "b", ["x"])])
def test_a_value_of_several_lines_has_the_line_ends_of_the_file(change: Edit) -> None:
    changed = edited('{\r\n  "a": 1\r\n}\r\n', change)
    assert changed.count("\n") == changed.count("\r\n") > 3
