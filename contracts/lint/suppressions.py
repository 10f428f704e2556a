"""Suppressed findings: comments and keys of a document, and lists of suppressions.

    # casemock: ignore RULE[, RULE] [-- reason]     in YAML: on the line, or on lines of their own directly above it
    x-casemock-ignore: [RULE, …]                    in an object: for everything at or below it
    RULE  FILE#/json/pointer                        a line of .casemock-ignore; * matches within a part, ** across parts

The name of a rule may contain ``*``. A suppression that matches no finding is reported, so that it is removed with its
reason.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from posixpath import normpath
from typing import Any

import yaml

from contracts.errors import SettingsError
from contracts.findings import Finding, Location, Severity
from contracts.lint.rule import Rule
from contracts.spec.document import Document
from contracts.spec.pointers import child_pointer
from contracts.spec.source_map import LINE_BREAK, Lines
from contracts.spec.traversal import Trail, pointer_of

UNUSED = "ignore/unused"
"""The rule of findings about suppressions."""

NEVER = frozenset({"unreadable", "too-large", "encoding", "empty", "syntax", "nesting", "version", UNUSED})
"""Rules whose findings cannot be suppressed: they report that a document could not be checked."""

KEY = "x-casemock-ignore"

DEFAULT_LIST = ".casemock-ignore"
"""The list of a folder that is read without being named."""

HEAD = "# Findings that 'contracts validate' ignores: RULE  FILE#/json/pointer, with * and ** as wildcards."

UNUSED_RULE = Rule(
    id=UNUSED,
    family="style",
    title="each ignore must match a finding",
    severity=Severity.WARNING,
    why="An ignore that is no longer needed hides the next violation at the same location.",
    good="",
    bad="",
    remedy="remove it",
)
"""The rule about suppressions; it is checked after all documents of a run."""


@dataclass(frozen=True)
class Suppression:
    """A rule and the location where its findings are suppressed.

    :param rule: id of the rule, with ``*`` as wildcard.
    :param at: location of the suppression itself.
    :param file: the file that it applies to; a path with wildcards if it is from a list.
    :param line: the line that it applies to; 0 for all lines.
    :param pointer: JSON pointer of the object that it applies to; with wildcards if it is from a list.
    :param folder: folder of the list, which ``file`` is relative to; ``""`` if it is not from a list.
    """

    rule: str
    at: Location
    file: str
    line: int = 0
    pointer: str = ""
    folder: str = ""

    def covers(self, finding: Finding) -> bool:
        """Return whether it suppresses a finding."""
        location = finding.location
        if self.rule != finding.rule and not fnmatchcase(finding.rule, self.rule):
            return False
        if self.folder:
            return self.applies_to(location.file) and _matches(self.pointer, location.pointer)
        if location.file != self.file:
            return False
        if self.line:
            return location.line == self.line
        return f"{location.pointer}/".startswith(f"{self.pointer}/")

    def applies_to(self, file: str) -> bool:
        """Return whether it may suppress findings in a file."""
        return _matches(self.file, _relative(file, self.folder)) if self.folder else file == self.file

    @property
    def is_exact(self) -> bool:
        """Whether it is from a list and has no wildcards."""
        return bool(self.folder) and not re.search(r"[*?\[]", self.rule + self.file + self.pointer)


@lru_cache(maxsize=4096)
def _relative(file: str, folder: str) -> str:
    """Return the path of a file as lists contain it: relative to the list's folder, with slashes."""
    return os.path.relpath(file, folder).replace(os.sep, "/")


def _matches(pattern: str, path: str) -> bool:
    return pattern == path or _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile wildcards: ``**`` matches any characters, ``*`` any except a slash, ``?`` a single one."""
    meaning = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*|\*|\?)", pattern)
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts), re.DOTALL)


Event = Any
"""An event of libyaml; all events of its parser have marks."""

Position = tuple[int, int]
"""Line and column, both from 1."""

_COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]*casemock:[ \t]*ignore[ \t]+(?P<rules>[^#\n\r]*?)[ \t]*(?:--[^\n\r]*)?$")
_BLANK = re.compile(r"\s*(#.*)?$")


def of_comments(name: str, text: str) -> Iterator[Suppression]:
    """Yield the suppressions in the comments of a file.

    :param name: of the file; JSON files have no comments.
    """
    if "casemock:" not in text or name.lower().endswith(".json"):
        return
    lines = LINE_BREAK.split(text)
    scalars: list[tuple[Position, Position]] | None = None
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line) if "casemock:" in line else None
        if found is None:
            continue
        scalars = _multiline_scalars(text) if scalars is None else scalars
        if any(first <= (number, found.start() + 1) < last for first, last in scalars):
            continue
        alone = not line[: found.start()].strip()
        covered = next((at for at in range(number + 1, len(lines) + 1) if not _BLANK.match(lines[at - 1])), number)
        for rule in re.split(r"[,\s]+", found["rules"].strip()):
            if rule:
                at = Location(name, number, found.start() + 1)
                yield Suppression(rule, at, name, covered if alone else number)


def _multiline_scalars(text: str) -> list[tuple[Position, Position]]:
    """Return start and end of each scalar of several lines, in which ``#`` does not start a comment."""
    found: list[tuple[Position, Position]] = []
    lines = Lines(text)
    event: Event
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            first, last = lines.at(event.start_mark.index), lines.at(event.end_mark.index)
            if isinstance(event, yaml.ScalarEvent) and last[0] > first[0]:
                # The line of a block indicator may end with a comment.
                found.append(((first[0] + 1, 0) if event.style in ("|", ">") else first, last))
    except yaml.YAMLError:
        return []
    return found


def of_objects(document: Document) -> Iterator[Suppression]:
    """Yield the suppressions at :data:`KEY` in the objects of a document, without invalid values."""
    for pointer, rules in _objects_with_key(document.tree):
        inside, at = document.locate(pointer), document.locate(child_pointer(pointer, KEY))
        for rule in [rules] if isinstance(rules, str) else rules:
            if isinstance(rule, str):
                yield Suppression(rule, at, inside.file, pointer=inside.pointer)


def _objects_with_key(tree: Any) -> Iterator[tuple[str, str | list[Any]]]:
    """Yield JSON pointer and value of each :data:`KEY`; objects that are not visited may have it too, e.g. tags."""
    stack: list[tuple[Trail, Any]] = [((), tree)]
    while stack:
        trail, node = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get(KEY), str | list):
                yield pointer_of(trail), node[KEY]
            stack += [((trail, key), value) for key, value in node.items() if isinstance(value, dict | list)]
        else:
            stack += [((trail, index), value) for index, value in enumerate(node) if isinstance(value, dict | list)]


def read_list(path: Path) -> list[Suppression]:
    """Parse a list of suppressions.

    :raises SettingsError: if the file cannot be read or a line is invalid.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", location=Location(str(path))) from None
    except UnicodeDecodeError:
        raise SettingsError("not UTF-8", location=Location(str(path)), hint="save it as UTF-8") from None
    folder = str(path.absolute().parent)
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("# ") or line.strip() == "#":
            continue
        rule, _, rest = line.strip().partition(" ")
        file, has_pointer, pointer = rest.strip().partition("#")
        at = Location(str(path), number, 1)
        if not file or (pointer and not pointer.startswith(("/", "*"))):
            hint = "write RULE  FILE#/json/pointer; comments begin with '# '"
            raise SettingsError(f"invalid ignore: {line.strip()!r}", location=at, hint=hint)
        found.append(Suppression(rule, at, normpath(file), pointer=pointer if has_pointer else "**", folder=folder))
    return found


def format_list(findings: Iterable[Finding], folder: Path, before: str = "") -> str:
    """Return the content of a list that suppresses the findings.

    :param folder: the folder of the list.
    :param before: the current content of the list; its lines are kept.
    """
    known = before.splitlines()
    lines = {
        f"{one.rule}  {_escaped(_relative(one.location.file, str(folder.absolute())))}#{_escaped(one.location.pointer)}"
        for one in findings
        if one.rule not in NEVER
    }
    return "".join(f"{line}\n" for line in [*(known or [HEAD]), *sorted(lines - set(known))])


def _escaped(path: str) -> str:
    return path.replace("*", "?")


class Suppressions:
    """All suppressions of a run, and which of them matched a finding.

    :param listed: the suppressions of a list; those of documents are added by :meth:`add`.
    """

    def __init__(self, format_list: Sequence[Suppression] = ()) -> None:
        self._all = dict.fromkeys(format_list)
        # A list written for many findings is long, so suppressions without wildcards are looked up.
        self._exact = {(one.rule, one.file, one.pointer): one for one in format_list if one.is_exact}
        self._folders = {one.folder for one in format_list}
        self._general = [one for one in self._all if not one.is_exact]
        self._used: set[Suppression] = set()
        self._files: set[str] = set()
        self.number = 0
        """The number of suppressed findings."""

    def add(self, document: Document) -> None:
        """Add the suppressions in the comments and objects of a document."""
        texts = document.texts
        self._files |= {*texts, document.name}
        own = [one for name, text in texts.items() for one in of_comments(name, text)]
        if any(KEY in text for text in texts.values()):
            own += of_objects(document)
        for one in own:
            if one not in self._all:
                self._all[one] = None
                self._general.append(one)

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not suppressed."""
        left = []
        for finding in findings:
            covering = self._covering(finding) if finding.rule not in NEVER else []
            self._used.update(covering)
            self.number += bool(covering)
            if not covering:
                left.append(finding)
        return left

    def _covering(self, finding: Finding) -> list[Suppression]:
        found = [one for one in self._general if one.covers(finding)]
        location = finding.location
        for folder in self._folders:
            exact = self._exact.get((finding.rule, _relative(location.file, folder), location.pointer))
            if exact:
                found.append(exact)
        return found

    def unused(self, checked: Sequence[str], known: Sequence[str]) -> list[Finding]:
        """Return a finding for each suppression that matched no finding.

        :param checked: ids of the rules of the run; suppressions of other rules are not reported.
        :param known: ids of all rules.
        """
        unused = (one for one in self._all if one not in self._used)
        return [_unused(one, known) for one in unused if self._should_match(one, checked, known)]

    def _should_match(self, one: Suppression, checked: Sequence[str], known: Sequence[str]) -> bool:
        if not any(one.applies_to(file) for file in self._files):
            return False
        return all(rule in checked for rule in known if fnmatchcase(rule, one.rule))


def _unused(one: Suppression, known: Sequence[str]) -> Finding:
    if any(fnmatchcase(rule, one.rule) for rule in known):
        message, hint = f"unused ignore: {one.rule}", UNUSED_RULE.remedy
    else:
        message, hint = f"unknown rule in ignore: {one.rule}", "list the ids with 'contracts rules'"
    return Finding(UNUSED, UNUSED_RULE.severity, one.at, message, hint)
