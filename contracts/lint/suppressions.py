"""Findings that the author of a document has decided to live with: said in a comment, in the object, or in a list.

    # casemock: ignore RULE[, RULE] [-- reason]     in YAML: on the line, or on lines of their own just above it
    x-casemock-ignore: [RULE, …]                    in an object: for everything at or below it
    RULE  FILE#/json/pointer                        a line of .casemock-ignore; * within a part, ** over parts

A rule's name may hold ``*``. What ignores nothing is a finding itself, so that no ignore outlives its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from contracts.findings import Finding, Severity
from contracts.lint.rule import Rule
from contracts.lint.suppression import NEVER, UNUSED, Suppression, shown
from contracts.lint.suppression_comments import KEY, of_comments, of_objects
from contracts.spec.document import Document

UNUSED_RULE = Rule(
    id=UNUSED,
    family="style",
    title="each ignore ignores something",
    severity=Severity.WARNING,
    why="An ignore that outlives its reason hides the next fault at its place.",
    good="",
    bad="",
    remedy="take it out",
)
"""What is said of ignores themselves; it is found when all documents of a run have been looked at."""


class Suppressions:
    """All ignores of a run; it notes which are used.

    :param listed: those of a list; the others come with each document.
    """

    def __init__(self, listed: Sequence[Suppression] = ()) -> None:
        self._all = dict.fromkeys(listed)
        # A list that was written for many findings is long: what names one place is looked up.
        self._exact = {(one.rule, one.file, one.pointer): one for one in listed if one.is_exact}
        self._folders = {one.folder for one in listed}
        self._general = [one for one in self._all if not one.is_exact]
        self._used: set[Suppression] = set()
        self._files: set[str] = set()
        self.number = 0
        """How many findings were ignored."""

    def add(self, document: Document) -> None:
        """Take in what a document says in its comments and objects."""
        texts = document.texts
        self._files |= {*texts, document.name}
        said = [one for name, text in texts.items() for one in of_comments(name, text)]
        if any(KEY in text for text in texts.values()):
            said += of_objects(document)
        for one in said:
            if one not in self._all:
                self._all[one] = None
                self._general.append(one)

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are not ignored."""
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
        place = finding.location
        for folder in self._folders:
            exact = self._exact.get((finding.rule, shown(place.file, folder), place.pointer))
            if exact:
                found.append(exact)
        return found

    def unused(self, looked: Sequence[str], known: Sequence[str]) -> list[Finding]:
        """A finding for each that ignores nothing.

        :param looked: ids of the rules that counted; nothing is said of ignores of others.
        :param known: ids of all rules.
        """
        return [_unused(one, known) for one in self._all if one not in self._used and self._is_idle(one, looked, known)]

    def _is_idle(self, one: Suppression, looked: Sequence[str], known: Sequence[str]) -> bool:
        if not any(one.is_about(file) for file in self._files):
            return False
        meant = [rule for rule in known if fnmatchcase(rule, one.rule)]
        return all(rule in looked for rule in meant)


def _unused(one: Suppression, known: Sequence[str]) -> Finding:
    if any(fnmatchcase(rule, one.rule) for rule in known):
        message, hint = f"nothing to ignore here for {one.rule}", UNUSED_RULE.remedy
    else:
        message, hint = f"ignores {one.rule}, which no finding has", "see 'contracts rules' for the ids"
    return Finding(UNUSED, UNUSED_RULE.severity, one.at, message, hint)
