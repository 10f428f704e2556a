"""Findings: the result type of all checks of documents and implementations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.escaping import one_line
from contracts.messages import Request, Response


class Severity(StrEnum):
    """Severity of a finding: an error breaks users, a warning is probably a mistake, a hint is advice."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Location:
    """A position in a document.

    :param file: the path as the user wrote it, or ``<document>`` for a document given as a mapping.
    :param line: from 1; 0 if unknown.
    :param column: from 1; 0 if unknown.
    :param pointer: JSON pointer (RFC 6901) inside the file; ``""`` is its root.
    """

    file: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        position = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{position} (#{self.pointer})" if self.pointer else position


@dataclass(frozen=True, slots=True)
class Line:
    """A source line of a document; of a very long line, an excerpt around a position.

    :param text: without the line break.
    :param start: number of characters of the line before the excerpt.
    """

    text: str = ""
    start: int = 0

    def __bool__(self) -> bool:
        return bool(self.text)


NO_LINE = Line()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a document's source.

    :param action: ``remove`` the key or item at the location's pointer, ``replace`` its value, ``insert`` the key
        ``key`` into the mapping at the pointer, or ``rename`` the key to ``key``.
    :param value: the new value as JSON.
    """

    action: str
    location: Location
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The requests and the response that prove a finding about an implementation.

    :param operation: id of the operation; ``""`` if none matches, e.g. for an unknown route.
    :param requests: the shortest sequence of requests that reproduces the finding; the last one fails.
    :param response: response to the last request; ``None`` if there was none.
    :param expected: what the contract requires, one phrase.
    :param got: what was received instead, one phrase.
    """

    operation: str
    requests: tuple[Request, ...]
    response: Response | None
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: what is wrong, where, and how to fix it.

    :param rule: the stable id of the rule, lower case with dashes, e.g. ``structure`` or ``unresolved-reference``.
    :param message: what is wrong, without a final full stop.
    :param hint: how to fix it; may be empty.
    :param evidence: requests and response, for a finding about an implementation.
    :param line: the source line of the location; falsy if unknown.
    :param edits: changes that ``--fix`` applies; empty if there is more than one way to fix it.
    :param touches: affected operations: ``GET /cases`` for a change between two versions of a document, ids of
        operations for a finding about an implementation that occurs at several of them.
    :param cause: the fault without operation and request, e.g. ``405 without Allow``; by default, see
        :func:`contracts.conformance.causes.cause_of`.
    :param also: other rules that found the same fault.
    :param quirk: the framework whose known behavior it is, with the reason; ``""`` for none.
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
    cause: str = ""
    also: tuple[str, ...] = ()
    quirk: str = ""

    def __str__(self) -> str:
        hint = f"\n  {one_line(self.hint)}" if self.hint else ""
        return f"{one_line(f'{self.location}: {self.severity}: {self.message} [{self.rule}]')}{hint}"
