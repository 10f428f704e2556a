"""The result of a comparison: changes, each with the elements of the API that it affects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.diff.change_kind import ChangeKind
from contracts.findings import NO_LINE, Line, Location, Severity


class Level(StrEnum):
    """The effect of a change on clients of the old document."""

    BREAKING = "breaking"
    """Correct clients of the old document fail."""

    RISKY = "risky"
    """Clients may fail if they rely on undocumented behaviour, or the documents do not show whether they fail."""

    SAFE = "safe"

    @property
    def severity(self) -> Severity:
        """The severity of a finding about the change."""
        return {Level.BREAKING: Severity.ERROR, Level.RISKY: Severity.WARNING, Level.SAFE: Severity.HINT}[self]


class Part(StrEnum):
    """The part of an operation that a change affects."""

    OPERATION = "operation"
    PARAMETER = "parameter"
    REQUEST = "request"
    RESPONSE = "response"
    RESPONSE_HEADER = "response-header"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class AffectedElement:
    """An element of the API that a change affects. Usage files name elements in the same way.

    :param operation: method and path template of the old document, e.g. ``GET /cases/{id}``; ``""``: all operations.
    :param name: location and name of a parameter, e.g. ``query:limit``; lower-case name of a response header; names of
        security schemes joined with `` and ``.
    :param status: of a response, as in the old document: ``200``, ``4XX``, ``default``; otherwise ``""``.
    :param media_type: of a body; ``""``: all media types.
    :param field: path into the value: property names, ``*`` for the items of a list and the values of a map; empty: the
        whole value.
    :param value: the only affected value, as JSON, e.g. a value removed from an ``enum``; ``""``: all values.
    :param limit: a new constraint on values: a schema as JSON with the keyword and its new value, e.g.
        ``{"maxLength": 10}``; ``""``: none.
    """

    operation: str
    part: Part
    name: str = ""
    status: str = ""
    media_type: str = ""
    field: tuple[str, ...] = ()
    value: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change with its level.

    :param message: what changed, one phrase with the old and the new value if there are any.
    :param location: in the new document; in the old one for removed elements.
    :param affected: one element per usage: a schema of a component can have many.
    :param line: the line of text at the location.
    """

    kind: ChangeKind
    level: Level
    message: str
    location: Location
    affected: tuple[AffectedElement, ...]
    hint: str = ""
    line: Line = NO_LINE

    @property
    def id(self) -> str:
        """The id of the rule: lower case with dashes, e.g. ``request-property-became-required``."""
        return self.kind.id
