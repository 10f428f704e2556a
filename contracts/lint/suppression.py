"""One ignore: a rule, and where its findings are not spoken of."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from contracts.findings import Finding, Location

UNUSED = "ignore/unused"
"""The rule of findings about ignores themselves."""

NEVER = frozenset({"unreadable", "too-large", "encoding", "empty", "syntax", "nesting", "version", UNUSED})
"""Rules whose findings cannot be ignored: they say that a document could not be looked at."""


@dataclass(frozen=True)
class Suppression:
    """One ignore: a rule and where it does not count.

    :param rule: an id, in which ``*`` stands for anything.
    :param at: where the ignore itself is written.
    :param file: where it counts; for one of a list a pattern of a path.
    :param line: the one line of the file; 0: any.
    :param pointer: what it lies at or below; for one of a list a pattern.
    :param folder: of a list, from which its files are named; ``""``: in no list.
    """

    rule: str
    at: Location
    file: str
    line: int = 0
    pointer: str = ""
    folder: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of a finding."""
        place = finding.location
        if self.rule != finding.rule and not fnmatchcase(finding.rule, self.rule):
            return False
        if self.folder:
            return self.is_about(place.file) and _matches(self.pointer, place.pointer)
        if place.file != self.file:
            return False
        if self.line:
            return place.line == self.line
        return f"{place.pointer}/".startswith(f"{self.pointer}/")

    def is_about(self, file: str) -> bool:
        """Whether it speaks of a file at all."""
        return _matches(self.file, shown(file, self.folder)) if self.folder else file == self.file

    @property
    def is_exact(self) -> bool:
        """Whether it is of a list and speaks of one place: nothing in it stands for anything else."""
        return bool(self.folder) and not re.search(r"[*?\[]", self.rule + self.file + self.pointer)


@lru_cache(maxsize=4096)
def shown(file: str, folder: str) -> str:
    """A file as a list names it: from its own folder, with slashes."""
    return os.path.relpath(file, folder).replace(os.sep, "/")


def _matches(pattern: str, text: str) -> bool:
    return pattern == text or _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    """``**`` stands for anything, ``*`` for anything but a slash, ``?`` for one character."""
    meaning = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*|\*|\?)", pattern)
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts), re.DOTALL)
