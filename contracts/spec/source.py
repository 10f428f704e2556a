"""One file of a document: which files may be read, their text, their parsed tree, and the positions in it."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from contracts.errors import DocumentError
from contracts.findings import NO_LINE, Finding, Line, Location, Severity
from contracts.spec.from_mapping import EmptySourceMap, read_mapping
from contracts.spec.json_text import JsonSourceMap, read_json
from contracts.spec.processor_time import count_bytes
from contracts.spec.source_map import LONE_SURROGATE, Lines, ParseIssue, SourceMap, TreeSourceMap, UnreadableError
from contracts.spec.yaml_text import read_yaml

REPOSITORY = ".git"
"""Entry of the root folder of a repository."""


Folders = Iterable[str | os.PathLike[str]]
"""Folders whose files a document may reference besides its own, as the user names them."""


def may_reference(path: Path, root: Path, allowed: Iterable[Path] = ()) -> bool:
    """Whether a document may reference a file.

    Allowed are files in the document's folder, in its repository (``apis/pets/v1/openapi.yaml`` →
    ``../../common/x.yaml``), and in the folders that the user allows: a downloaded document must not read what is in
    the folders beside it. The root of the file system and the home folder do not count as a repository, and a document
    in the root of the file system may reference only files directly in it. Hidden files and folders are not allowed
    (``.ssh/config``), unless the document itself is inside the hidden folder.

    :param path: path of the file, absolute, symbolic links resolved.
    :param root: path of the document, absolute, symbolic links resolved.
    :param allowed: more folders, absolute, symbolic links resolved.
    """
    for folder in allowed:
        if path.is_relative_to(folder) and not _has_hidden(path.relative_to(folder).parts):
            return True
    own = root.parent
    if _has_hidden(Path(os.path.relpath(path, own)).parts):
        return False
    if path.parent == own or (_is_below_root(own) and path.is_relative_to(own)):
        return True
    repository = _repository(root)
    return repository is not None and path.is_relative_to(repository)


def _has_hidden(steps: Iterable[str]) -> bool:
    return any(step.startswith(".") and step != ".." for step in steps)


def _is_below_root(folder: Path) -> bool:
    return folder != Path(folder.anchor)


def _repository(root: Path) -> Path | None:
    """The root folder of the repository that contains a document."""
    found = next((parent for parent in root.parents if (parent / REPOSITORY).exists()), None)
    return found if found is not None and _is_below_root(found) and found != _home() else None


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (OSError, RuntimeError):  # there is none
        return None


LARGEST = 64 * 1024 * 1024
"""Maximum size of a file in bytes."""

REPLACEMENT = "\ufffd"
"""Replacement of an unpaired surrogate (U+FFFD)."""

FOREIGN_BOMS = {codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@dataclass(frozen=True, eq=False)
class Source:
    """A parsed file.

    :param name: name of the file in messages.
    :param tree: its content: JSON values only, each mapping and list occurs once.
    :param text: its text; ``""`` for a mapping, which has no lines and columns.
    :param places: character offsets of the values.
    :param findings: errors that do not prevent reading, e.g. a duplicate key.
    """

    name: str
    tree: Any = field(repr=False)
    text: str = field(default="", repr=False)
    places: SourceMap = field(default_factory=TreeSourceMap, repr=False)
    findings: tuple[Finding, ...] = ()

    def locate(self, pointer: str) -> Location:
        """Location of a JSON pointer, or of its nearest existing ancestor."""
        offset, reached = self.places.find(pointer)
        return self.at(offset, reached)

    def at(self, offset: int, pointer: str) -> Location:
        """Location of a character offset."""
        line, column = self.lines.at(offset) if self.text else (0, 0)
        return Location(self.name, line, column, pointer)

    def line(self, location: Location) -> Line:
        """The source line of a location."""
        return self.lines.text_of(location.line, location.column, self.text) if self.text and location.line else NO_LINE

    def without_surrogates(self) -> Source:
        """A copy in which unpaired surrogates are replaced: validators reject them."""
        return replace(self, tree=_replace_surrogates(self.tree)) if self.findings else self

    @cached_property
    def lines(self) -> Lines:
        """Line index of the text."""
        return Lines(self.text)


LARGE = 1024 * 1024
"""Size in bytes from which compiling a document takes noticeable time."""


def is_large(path: Path) -> bool:
    """Whether a file of a document is large; ``False`` if it is not a regular file, or does not exist."""
    try:
        known = path.stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(known.st_mode) and LARGE <= known.st_size <= LARGEST


def read_source(path: Path, name: str) -> Source:
    """Read and parse a file.

    :param name: name of the file in messages.
    :raises DocumentError: if the file cannot be read or is neither YAML nor JSON.
    """
    return parse(decode(_read(path, name), name), name)


def parse(text: str, name: str) -> Source:
    """Parse JSON or YAML.

    The text is parsed as JSON if the file extension is that of JSON, or if it starts like JSON and is valid JSON;
    otherwise as YAML.

    :raises DocumentError: if the text is neither JSON nor YAML.
    """
    is_json = name.lower().endswith((".json", ".har"))
    if not text.strip():
        hint = "write a YAML or JSON document"
        raise DocumentError([Finding("empty", Severity.ERROR, Location(name, 1, 1), "the file is empty", hint)])
    if is_json or text.lstrip(" \t\r\n")[:1] in ("{", "["):
        try:
            tree, problems = read_json(text)
            has_duplicates = any(problem.rule == "duplicate-key" for problem in problems)
            return _source(name, tree, text, JsonSourceMap(text, has_duplicates=has_duplicates), problems)
        except UnreadableError as error:
            if is_json:
                raise DocumentError([_finding(Source(name, None, text), error.problem)]) from None
    try:
        places, problems = read_yaml(text)
    except UnreadableError as error:
        raise DocumentError([_finding(Source(name, None, text), error.problem)]) from None
    return _source(name, places.tree, text, places, problems)


def from_mapping(mapping: Mapping[str, Any], name: str) -> Source:
    """Create a source from a mapping.

    :param name: name of the document in messages.
    :raises DocumentError: if the mapping contains itself or is too large.
    """
    try:
        tree, problems = read_mapping(mapping)
    except UnreadableError as error:
        raise DocumentError([_finding(Source(name, None), error.problem)]) from None
    return _source(name, tree, "", EmptySourceMap(tree), problems)


def _source(name: str, tree: Any, text: str, places: SourceMap, problems: list[ParseIssue]) -> Source:
    source = Source(name, tree, text, places)
    if not problems:
        return source
    return Source(name, tree, text, places, tuple(_finding(source, problem) for problem in problems))


def _replace_surrogates(node: Any) -> Any:
    if isinstance(node, str):
        return LONE_SURROGATE.sub(REPLACEMENT, node)
    if isinstance(node, dict):
        return {_replace_surrogates(key): _replace_surrogates(value) for key, value in node.items()}
    return [_replace_surrogates(item) for item in node] if isinstance(node, list) else node


def _finding(source: Source, problem: ParseIssue) -> Finding:
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
        raise _document_error(name, "unreadable", "no such file", "check the path") from None
    except IsADirectoryError:
        raise _document_error(name, "unreadable", "is a folder, not a file", "name a file in it") from None
    except PermissionError:
        raise _document_error(name, "unreadable", "permission denied", "check the file permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _document_error(name, "unreadable", f"cannot read the file: {reason}", "check the path") from None
    count_bytes(len(content))
    if len(content) > LARGEST:
        raise _document_error(
            name, "too-large", f"the file is larger than {LARGEST // 1024**2} MiB", "split it into several files"
        )
    return content


def decode(content: bytes, name: str) -> str:
    """The text of a file. Raises :class:`DocumentError` if it is not UTF-8."""
    for bom, encoding in FOREIGN_BOMS.items():
        if content.startswith(bom):
            raise _document_error(
                name, "encoding", f"encoded in {encoding}; only UTF-8 is supported", "save the file as UTF-8"
            )
    if b"\0" in content[:1024]:
        raise _document_error(name, "encoding", "binary file, or text in UTF-16 or UTF-32", "save the file as UTF-8")
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = Lines(content[: error.start].decode("utf-8"))
        line, column = before.at(len(content[: error.start].decode("utf-8")))
        message = f"byte 0x{content[error.start]:02x} is not valid UTF-8"
        location = Location(name, line, column)
        raise DocumentError(
            [Finding("encoding", Severity.ERROR, location, message, "save the file as UTF-8")]
        ) from None


def _document_error(name: str, rule: str, message: str, hint: str) -> DocumentError:
    return DocumentError([Finding(rule, Severity.ERROR, Location(name), message, hint)])
