"""What the comparison of two documents yields: changes, each with what of the API it touches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.findings import NO_LINE, Line, Location, Severity


class Level(StrEnum):
    """What a change does to a client that keeps to the old document."""

    BREAKING = "breaking"
    """A client that was right is wrong now."""

    RISKY = "risky"
    """A client may be wrong, as it relies on what was never promised, or on what nobody can see from outside."""

    SAFE = "safe"

    @property
    def severity(self) -> Severity:
        """The severity of a finding about it."""
        return {Level.BREAKING: Severity.ERROR, Level.RISKY: Severity.WARNING, Level.SAFE: Severity.HINT}[self]


@dataclass(frozen=True, slots=True)
class Aspect:
    """What of an API a change touches, as a client meets it; what a consumer used is recorded in the same words.

    :param operation: method and path template of the old document, e.g. ``GET /cases/{id}``; ``""``: all of them.
    :param part: ``operation``, ``parameter``, ``request``, ``response``, ``response-header`` or ``security``.
    :param name: of a parameter its location and name, e.g. ``query:limit``; of a response header its name, lower case.
    :param status: of a response as the old document has it: ``200``, ``4XX``, ``default``; else ``""``.
    :param media_type: of a body; ``""``: whatever it is sent as.
    :param field: the way into the value: property names, ``*`` for the items of a list and for the members of a map;
        empty: the value as a whole.
    :param value: the one value that is touched, as JSON text, e.g. a member taken out of an ``enum``; ``""``: any.
    :param limit: where a value must meet something new: the keyword and its new value as JSON text, a schema by itself,
        e.g. ``{"maxLength": 10}``; ``""``: no such thing.
    """

    operation: str
    part: str
    name: str = ""
    status: str = ""
    media_type: str = ""
    field: tuple[str, ...] = ()
    value: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, judged.

    :param id: of the judgement: lower case with dashes, e.g. ``request-property-became-required``.
    :param message: what changed, one phrase with both values where it has such.
    :param location: in the new document; in the old one for what is gone.
    :param aspects: what it touches, one for each use: a component's schema has many.
    :param line: the line of text that the location is on.
    """

    id: str
    level: Level
    message: str
    location: Location
    aspects: tuple[Aspect, ...]
    hint: str = ""
    line: Line = NO_LINE
