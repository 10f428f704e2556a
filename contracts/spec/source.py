"""One file of a document: its text read, parsed, and asked for the place of anything in it."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from contracts.errors import DocumentError
from contracts.findings import NO_LINE, Finding, Line, Location, Severity
from contracts.spec.json_text import JsonPlaces, read_json
from contracts.spec.places import Lines, Places, TreePlaces
from contracts.spec.plain import NoPlaces, read_mapping
from contracts.spec.problems import LONE_SURROGATE, Problem, UnreadableError
from contracts.spec.yaml_text import read_yaml

LARGEST = 64 * 1024 * 1024
"""The most bytes that one file may have."""

REPLACEMENT = "\ufffd"
"""What stands for half of a surrogate pair in a document (U+FFFD)."""

FOREIGN_BOMS = {codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@dataclass(frozen=True, eq=False)
class Source:
    """A parsed text.

    :param name: the file as messages call it.
    :param tree: what it holds: JSON values only, no mapping or list twice.
    :param text: ``""`` for a source that never was text; then every place is 0:0.
    :param places: offsets in the text.
    :param findings: what is wrong with it though it can be read, e.g. a duplicate key.
    """

    name: str
    tree: Any = field(repr=False)
    text: str = field(default="", repr=False)
    places: Places = field(default_factory=TreePlaces, repr=False)
    findings: tuple[Finding, ...] = ()

    def locate(self, pointer: str) -> Location:
        """Line and column of a JSON pointer of this file, or of its nearest ancestor that exists."""
        offset, reached = self.places.find(pointer)
        return self.at(offset, reached)

    def at(self, offset: int, pointer: str) -> Location:
        """The location of a character offset."""
        line, column = self.lines.at(offset) if self.text else (0, 0)
        return Location(self.name, line, column, pointer)

    def line(self, location: Location) -> Line:
        """The line of the text that a location in it is on."""
        return self.lines.text_of(location.line, location.column, self.text) if self.text and location.line else NO_LINE

    def whole(self) -> Source:
        """The same with the replacement character for each half of a surrogate pair, which no validator takes."""
        return replace(self, tree=_whole(self.tree)) if self.findings else self

    @cached_property
    def lines(self) -> Lines:
        """Lines and columns of the text."""
        return Lines(self.text)


def read_source(path: Path, name: str) -> Source:
    """Read and parse a file.

    :param name: what messages call it.
    :raises DocumentError: for a file that cannot be read or is neither YAML nor JSON.
    """
    return parse(_decode(_read(path, name), name), name)


def parse(text: str, name: str) -> Source:
    """Parse a text as JSON where it starts like JSON and is, or where the name says that it is JSON; else as YAML.

    :raises DocumentError: where it is neither.
    """
    is_json = name.lower().endswith((".json", ".har"))
    if not text.strip():
        hint = "it must hold a document in YAML or JSON"
        raise DocumentError([Finding("empty", Severity.ERROR, Location(name, 1, 1), "the file is empty", hint)])
    if is_json or text.lstrip(" \t\r\n")[:1] in ("{", "["):
        try:
            tree, problems = read_json(text)
            return _source(name, tree, text, JsonPlaces(text), problems)
        except UnreadableError as error:
            if is_json:
                raise DocumentError([_finding(Source(name, None, text), error.problem)]) from None
    try:
        places, problems = read_yaml(text)
    except UnreadableError as error:
        raise DocumentError([_finding(Source(name, None, text), error.problem)]) from None
    return _source(name, places.tree, text, places, problems)


def from_mapping(mapping: Mapping[str, Any], name: str) -> Source:
    """Take a document that is a mapping already.

    :param name: what messages call it.
    :raises DocumentError: where it holds itself or is too large.
    """
    try:
        tree, problems = read_mapping(mapping)
    except UnreadableError as error:
        raise DocumentError([_finding(Source(name, None), error.problem)]) from None
    return _source(name, tree, "", NoPlaces(tree), problems)


def _source(name: str, tree: Any, text: str, places: Places, problems: list[Problem]) -> Source:
    source = Source(name, tree, text, places)
    if not problems:
        return source
    return Source(name, tree, text, places, tuple(_finding(source, problem) for problem in problems))


def _whole(node: Any) -> Any:
    if isinstance(node, str):
        return LONE_SURROGATE.sub(REPLACEMENT, node)
    if isinstance(node, dict):
        return {_whole(key): _whole(value) for key, value in node.items()}
    return [_whole(item) for item in node] if isinstance(node, list) else node


def _finding(source: Source, problem: Problem) -> Finding:
    known = problem.offset >= 0
    location = source.at(problem.offset, problem.pointer) if known else source.locate(problem.pointer)
    message = problem.message
    if problem.other >= 0:
        line, column = source.lines.at(problem.other)
        message = message.replace("{other}", f"{line}:{column}")
    return Finding(problem.rule, Severity.ERROR, location, message, problem.hint)


def _read(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise _refusal(name, "unreadable", "no such file", "check the path") from None
    except IsADirectoryError:
        raise _refusal(name, "unreadable", "this is a folder", "name the document's file in it") from None
    except PermissionError:
        raise _refusal(name, "unreadable", "no permission to read this file", "check its permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refusal(name, "unreadable", f"cannot be read: {reason}", "check the path") from None
    if len(content) > LARGEST:
        raise _refusal(name, "too-large", f"larger than {LARGEST // 1024**2} MiB", "split it into several files")
    return content


def _decode(content: bytes, name: str) -> str:
    for bom, encoding in FOREIGN_BOMS.items():
        if content.startswith(bom):
            raise _refusal(name, "encoding", f"encoded in {encoding}, not in UTF-8", "save the file as UTF-8")
    if b"\0" in content[:1024]:
        raise _refusal(name, "encoding", "not text, or encoded in UTF-16 or UTF-32", "save the file as UTF-8")
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = Lines(content[: error.start].decode("utf-8"))
        line, column = before.at(len(content[: error.start].decode("utf-8")))
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        location = Location(name, line, column)
        raise DocumentError(
            [Finding("encoding", Severity.ERROR, location, message, "save the file as UTF-8")]
        ) from None


def _refusal(name: str, rule: str, message: str, hint: str) -> DocumentError:
    return DocumentError([Finding(rule, Severity.ERROR, Location(name), message, hint)])
