"""Parse YAML and JSON: values and locations."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from contracts.errors import DocumentError
from contracts.findings import Location
from contracts.spec.pointers import child_pointer
from contracts.spec.source import Source, may_reference, parse, read_source

TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"])
    | st.sampled_from("\t\n\r\x85\u2028\u2029 #:-?{}[],&*!|>'\"%@`~/1"),
    max_size=12,
)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
ROOTS = st.lists(TREES, max_size=4) | st.dictionaries(TEXT, TREES, max_size=4)

PLAIN = re.compile(r"[A-Z][a-z]*(?<!^Null)(?<!^True)(?<!^False)(?<!^Yes)(?<!^No)(?<!^On)(?<!^Off)(?<!^Y)(?<!^N)")


class Dumper(yaml.CSafeDumper):
    """Quotes scalars that YAML 1.1, which PyYAML writes, and YAML 1.2 interpret differently."""

    quote = '"'

    def ignore_aliases(self, _: Any) -> bool:
        return True

    def text(self, value: str) -> yaml.ScalarNode:
        style = None if PLAIN.fullmatch(value) else self.quote
        return self.represent_scalar("tag:yaml.org,2002:str", value, style=style)


class SingleQuotes(Dumper):
    quote = "'"


for dumper in (Dumper, SingleQuotes):
    dumper.add_representer(str, dumper.text)


def exact(tree: Any) -> str:
    """A string that differs for 1, 1.0 and true."""
    return json.dumps(tree)


def members(tree: Any, pointer: str = "") -> list[tuple[str, Any]]:
    """Every pointer below a tree, with the key or item at its location."""
    found: list[tuple[str, Any]] = []
    for token, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        below = child_pointer(pointer, token)
        found.append((below, token if isinstance(tree, dict) else value))
        found.extend(members(value, below) if isinstance(value, dict | list) else [])
    return found


def text_at(text: str, location: Location) -> str:
    """The text from a location on."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    return text[starts[location.line - 1] + location.column - 1 :]


def yaml_starts_with(rest: str, expected: Any) -> bool:
    """Whether YAML text starts with a key or an item."""
    if isinstance(expected, dict | list) and not expected:
        return rest.startswith(("{}", "[]"))
    if isinstance(expected, list):
        return rest.startswith(("[", "- "))
    if isinstance(expected, dict):
        return rest.startswith(("{", "? ")) or yaml_starts_with(rest, next(iter(expected)))
    if isinstance(expected, str) and PLAIN.fullmatch(expected):
        return re.split(r"[:,\]}\s]", rest)[0] == expected
    if isinstance(expected, str):
        return first_scalar(rest) == expected
    return exact(parse("value: " + re.split(r"[,\]}\s]", rest)[0], "part.yaml").tree["value"]) == exact(expected)


def first_scalar(text: str) -> str:
    return next(event.value for event in yaml.parse(text, yaml.CBaseLoader) if isinstance(event, yaml.ScalarEvent))


@settings(deadline=None)
@given(tree=ROOTS, layout=st.sampled_from([{"indent": 2}, {"separators": (",", ":")}, {"indent": "\t"}]), escaped=...)
def test_json_values_and_locations(tree: Any, layout: dict[str, Any], escaped: bool):
    text = json.dumps(tree, ensure_ascii=escaped, **layout)
    source = parse(text, "tree.json")
    assert exact(source.tree) == exact(tree)
    assert not source.findings
    for pointer, expected in members(tree):
        location = source.locate(pointer)
        assert location.pointer == pointer
        value, _ = json.JSONDecoder().raw_decode(text_at(text, location))
        assert exact(value) == exact(expected)


@settings(deadline=None)
@given(
    tree=ROOTS,
    dumper=st.sampled_from([Dumper, SingleQuotes]),
    flow=st.sampled_from([True, False, None]),
    unicode=...,
    line_break=st.sampled_from(["\n", "\r\n"]),
)
@example(tree={"A": ["\u2028"], "B": "x"}, dumper=SingleQuotes, flow=False, unicode=True, line_break="\n")
@example(tree={"\U0001f600": {"B": 1}}, dumper=Dumper, flow=True, unicode=True, line_break="\r\n")
def test_yaml_values_and_locations(tree: Any, dumper: type[Dumper], flow: bool, unicode: bool, line_break: str):
    text = yaml.dump(
        tree, Dumper=dumper, default_flow_style=flow, allow_unicode=unicode, line_break=line_break, sort_keys=False
    )
    assume(exact(yaml.load(text, yaml.CSafeLoader)) == exact(tree))  # PyYAML writes some trees incorrectly
    source = parse(text, "tree.yaml")
    assert exact(source.tree) == exact(tree)
    assert not source.findings
    for pointer, expected in members(tree):
        location = source.locate(pointer)
        assert location.pointer == pointer
        assert yaml_starts_with(text_at(text, location), expected)


# ------------------------------------------------------------------ YAML


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("off", "off"),
        ("y", "y"),
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("007", 7),
        ("0o17", 15),
        ("0xFf", 255),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        ("1.2.3", "1.2.3"),
        ("-a", "-a"),
        ("2020-01-01", "2020-01-01"),
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
        ("=", "="),
        ("'1'", "1"),
        ('"true"', "true"),
        ("|\n  a\n  b", "a\nb\n"),
        ("!!str 1", "1"),
        ("!!int '1'", 1),
        ("!!float 1", 1.0),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!seq [a]", ["a"]),
        ("!!map {a: 1}", {"a": 1}),
    ],
)
def test_yaml_scalar(text, value):
    source = parse(f"--- {text}\n", "value.yaml")
    assert exact(source.tree) == exact(value)
    assert not source.findings


def test_yaml_keys_are_strings():
    source = parse("200: a\ntrue: b\n1.0: c\n~: d\n'': e\n2020-01-01: f\n", "keys.yaml")
    assert source.tree == {"200": "a", "true": "b", "1.0": "c", "~": "d", "": "e", "2020-01-01": "f"}


def test_yaml_merge_keys():
    source = parse(
        "base: &base {a: 1, b: 2}\nmore: &more\n  b: 3\n  c: 4\nall:\n  <<: [*base, *more]\n  a: 0\n'<<': text\n",
        "x.yaml",
    )
    assert source.tree["all"] == {"a": 0, "b": 2, "c": 4}
    assert source.tree["<<"] == "text"
    assert source.locate("/all/a") == Location("x.yaml", 7, 3, "/all/a")
    assert source.locate("/all/b") == Location("x.yaml", 1, 20, "/all/b")
    assert source.locate("/all/c") == Location("x.yaml", 4, 3, "/all/c")


def test_yaml_alias_is_a_copy_with_the_locations_of_its_anchor():
    source = parse("a: &a\n  b: [x]\nc: *a\n", "x.yaml")
    assert source.tree == {"a": {"b": ["x"]}, "c": {"b": ["x"]}}
    assert source.tree["a"]["b"] is not source.tree["c"]["b"]
    assert source.locate("/c") == Location("x.yaml", 3, 1, "/c")
    assert source.locate("/c/b/0") == Location("x.yaml", 2, 7, "/c/b/0")


@pytest.mark.parametrize(
    "alias", ["*a", "[*a]", "{k: *a}", "{<<: *m}", "*list"], ids=["scalar", "item", "value", "merge", "list"]
)
def test_yaml_aliases_that_add_too_many_characters(alias: str):
    long = "x" * 1_000_000
    text = f"a: &a {long}\nlist: &list [{long}]\nm: &m {{? k{long} : 1}}\nb:\n" + f"  - {alias}\n" * 100
    with pytest.raises(DocumentError, match="aliases add more than 67,108,864 characters"):
        parse(text, "x.yaml")


def test_yaml_alias_as_key():
    assert parse("a: &name x\n*name : y\n", "x.yaml").tree == {"a": "x", "x": "y"}


def test_yaml_anchor_redefinition():
    assert parse("[&a 1, *a, &a 2, *a]", "x.yaml").tree == [1, 1, 2, 2]


def test_json_with_tabs_in_yaml_file():
    assert parse('{\n\t"a": [\n\t\t1]\n}', "x.yaml").tree == {"a": [1]}


def test_flow_yaml_that_is_not_json():
    source = parse("{a: 1,\n b: [x, 'y']}", "x.yaml")
    assert source.tree == {"a": 1, "b": ["x", "y"]}
    assert source.locate("/b/1") == Location("x.yaml", 2, 9, "/b/1")


@pytest.mark.parametrize(
    "text", ["[1, 2] 3", "{a: 1", "a: 'x", "a: b: c", "\ta: 1", "a: %b", "@a", "a: \x07", "%TAG", "*"]
)
def test_invalid_yaml_is_located(text):
    with pytest.raises(DocumentError) as refused:
        parse(text, "x.yaml")
    (finding,) = refused.value.findings
    assert finding.rule == "syntax"
    assert finding.location.line >= 1
    assert finding.hint


def test_control_character_is_located():
    with pytest.raises(DocumentError) as refused:
        parse("a: é\nb: ü\x07\n", "x.yaml")
    assert refused.value.location == Location("x.yaml", 2, 5)


# ------------------------------------------------------------------ JSON


def test_json_keeps_large_integers():
    assert parse('{"a": 123456789012345678901234567890}', "x.json").tree == {"a": 123456789012345678901234567890}


def test_json_integer_of_too_many_digits():
    with pytest.raises(DocumentError, match="too many digits"):
        parse('{"a": ' + "1" * 5000 + "}", "x.json")


def test_json_numbers_out_of_range():
    source = parse('{"a": [1e999], "b": -Infinity}', "x.json")
    assert [(finding.location.column, finding.location.pointer) for finding in source.findings] == [
        (8, "/a/0"),
        (16, "/b"),
    ]


def test_json_duplicate_keys():
    source = parse('{"a": 1, "b": {"c": 1, "c": 2}, "a": [{"d": 1, "\\u0064": 2}]}', "x.json")
    found = {(finding.location.pointer, finding.location.column, finding.message) for finding in source.findings}
    assert found == {
        ("/a", 33, "duplicate key 'a', first defined at 1:2"),
        ("/b/c", 24, "duplicate key 'c', first defined at 1:16"),
        ("/a/0/d", 48, "duplicate key 'd', first defined at 1:40"),
    }
    assert source.tree == {"a": [{"d": 2}], "b": {"c": 2}}
    assert [source.locate(pointer).column for pointer in ("/a", "/b/c", "/a/0/d")] == [33, 24, 48]


def test_json_surrogate_pair():
    assert parse('["\\ud83d\\ude00"]', "x.json").tree == ["😀"]


def test_location_of_missing_pointer_is_that_of_nearest_ancestor():
    for source in (parse('{"a": [1]}', "x.json"), parse("{a: [1]}", "x.yaml")):
        assert source.locate("/a/1").pointer == "/a"
        assert source.locate("/a/0/b").pointer == "/a/0"
        assert source.locate("/b/c").pointer == ""
        assert source.locate("/a/-1").pointer == "/a"


# ------------------------------------------------------------------ bytes


def read(tmp_path, content: bytes) -> Source:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    return read_source(path, "x.yaml")


def test_utf8_byte_order_mark_is_removed(tmp_path):
    source = read(tmp_path, b"\xef\xbb\xbfa: 1\n")
    assert source.tree == {"a": 1}
    assert source.locate("/a") == Location("x.yaml", 1, 1, "/a")


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks(tmp_path, line_break):
    source = read(tmp_path, line_break.join(["a:", "  - é: 1", "    ü: 2"]).encode())
    assert source.locate("/a/0/ü") == Location("x.yaml", 3, 5, "/a/0/ü")


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        ("a: 1".encode("utf-16"), 0, 0, "encoded in UTF-16; only UTF-8 is supported"),
        ("a: 1".encode("utf-32"), 0, 0, "encoded in UTF-32; only UTF-8 is supported"),
        ("a: 1".encode("utf-16-be"), 0, 0, "binary file, or text in UTF-16 or UTF-32"),
        (b"\x7fELF\x00\x00", 0, 0, "binary file, or text in UTF-16 or UTF-32"),
        ("a: é\nb: caf".encode() + b"\xe9\n", 2, 7, "byte 0xe9 is not valid UTF-8"),
        (b"a: 1\n\n  \xff", 3, 3, "byte 0xff is not valid UTF-8"),
    ],
)
def test_other_encodings_are_rejected(tmp_path, content, line, column, message):
    with pytest.raises(DocumentError) as refused:
        read(tmp_path, content)
    (finding,) = refused.value.findings
    assert (finding.rule, finding.location, finding.message) == ("encoding", Location("x.yaml", line, column), message)
    assert finding.hint == "save the file as UTF-8"


def test_long_line_is_cut_to_an_excerpt():
    text = '{"a": "' + "x" * 5000 + '", "b": 1}'
    document = parse(text, "long.json")
    place = document.locate("/b")
    line = document.line(place)
    assert len(line.text) <= 1000
    assert line.text[place.column - 1 - line.start :] == '"b": 1}'


@pytest.mark.parametrize(
    ("other", "allowed"),
    [
        ("project/spec/pet.yaml", True),
        ("project/spec/deep/down/pet.yaml", True),
        ("project/schemas/pet.yaml", False),
        ("project/pet.yaml", False),
        ("pet.yaml", False),
        ("elsewhere/pet.yaml", False),
        ("project/.env/pet.yaml", False),
        ("project/spec/.secret.yaml", False),
    ],
)
def test_only_the_own_folder_is_allowed(tmp_path, other, allowed):
    assert may_reference(tmp_path / other, tmp_path / "project" / "spec" / "pets.yaml") is allowed


@pytest.mark.parametrize(
    ("other", "allowed"),
    [("repository/common/pet.yaml", True), ("repository/.git/config", False), ("elsewhere/pet.yaml", False)],
)
def test_repository_is_allowed(tmp_path, other, allowed):
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    document = tmp_path / "repository" / "apis" / "pets" / "v1" / "pets.yaml"
    assert may_reference(tmp_path / other, document) is allowed


def test_the_user_allows_folders(tmp_path):
    document = tmp_path / "project" / "spec" / "pets.yaml"
    allowed = [tmp_path / "project" / "schemas", tmp_path / ".shared"]
    assert may_reference(tmp_path / "project" / "schemas" / "pet.yaml", document, allowed)
    assert may_reference(tmp_path / ".shared" / "deep" / "pet.yaml", document, allowed)
    assert not may_reference(tmp_path / "project" / "schemas" / ".env", document, allowed)
    assert not may_reference(tmp_path / "project" / "pet.yaml", document, allowed)
    assert not may_reference(tmp_path / "project" / "schemas-of-others" / "pet.yaml", document, allowed)


def test_the_home_folder_is_not_a_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".git").mkdir()
    assert not may_reference(tmp_path / "Documents" / "bank.json", tmp_path / "Downloads" / "pets.yaml")
    assert may_reference(tmp_path / "Documents" / "bank.json", tmp_path / "pets.yaml")


def test_hidden_folder_of_the_document_is_allowed(tmp_path):
    assert may_reference(tmp_path / ".venv" / "spec" / "pet.yaml", tmp_path / ".venv" / "spec" / "pets.yaml")


def test_file_system_root_is_not_allowed_as_parent(tmp_path):
    top = tmp_path.root
    document = type(tmp_path)(top, "spec", "pets.yaml")
    assert not may_reference(type(tmp_path)(top, "etc", "passwd"), document)
    assert may_reference(type(tmp_path)(top, "spec", "pet.yaml"), document)


def test_the_folder_of_a_document_in_the_root_of_the_file_system(tmp_path):
    top = tmp_path.root
    document = type(tmp_path)(top, "openapi.yaml")
    assert may_reference(type(tmp_path)(top, "pet.yaml"), document)
    assert not may_reference(type(tmp_path)(top, "etc", "passwd"), document)
