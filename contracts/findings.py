"""The one result type of everything that judges a document or an implementation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.messages import Request, Response


class Severity(StrEnum):
    """How much a finding matters: an error breaks use, a warning is likely a mistake, a hint is advice."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a document.

    :param file: the path as the user wrote it, or ``<document>`` for one that came as a mapping.
    :param line: from 1; 0 where there is no text to point into.
    :param column: from 1; 0 as for the line.
    :param pointer: JSON pointer (RFC 6901) inside the file, ``""`` for its root.
    """

    file: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place} (#{self.pointer})" if self.pointer else place


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document's text, or the part of a very long one that is around a place.

    :param text: without its end.
    :param start: how many characters of the line come before it.
    """

    text: str = ""
    start: int = 0

    def __bool__(self) -> bool:
        return bool(self.text)


NO_LINE = Line()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a document's text.

    :param action: ``remove`` the member or item at the location's pointer, ``replace`` its value, ``insert`` a member
        called ``key`` into the mapping there, or ``rename`` the member to ``key``.
    :param value: what comes there, as JSON text.
    """

    action: str
    location: Location
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an implementation was asked and what it answered.

    :param operation: id of the operation; ``""``: none, e.g. an unknown route.
    :param requests: the smallest sequence of requests that shows it, the telling one last.
    :param response: the answer to the last one; ``None``: there was none.
    :param expected: what the contract asks for, one phrase.
    :param got: what came instead, one phrase.
    """

    operation: str
    requests: tuple[Request, ...]
    response: Response | None
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do about it.

    :param rule: the stable id of the rule, lower case with dashes, e.g. ``structure`` or ``unresolved-reference``.
    :param message: what is wrong, without a final full stop.
    :param hint: what to do; may be empty.
    :param evidence: of a judgement on an implementation.
    :param line: the line of the document's text that the location is on; false where there is none.
    :param edits: what ``--fix`` does about it; empty where there is more than one right answer.
    :param touches: names of the operations that it concerns, e.g. ``GET /cases``, where it is a change of a document.
    """

    rule: str
    severity: Severity
    location: Location
    message: str
    hint: str = ""
    evidence: Evidence | None = None
    line: Line = NO_LINE
    edits: tuple[Edit, ...] = ()
    touches: tuple[str, ...] = ()

    def __str__(self) -> str:
        remedy = f"\n  {self.hint}" if self.hint else ""
        return f"{self.location}: {self.severity}: {self.message} [{self.rule}]{remedy}"
