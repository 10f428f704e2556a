"""What a consumer used of an API: by operation what it sent and what it received."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.consumption.facts import Facts

Way = tuple[str, ...]
Fields = dict[Way, Facts]


@dataclass
class Body:
    """Request bodies of one media type."""

    count: int = 0
    fields: Fields = field(default_factory=dict)


@dataclass
class Answer:
    """Responses with one status.

    :ivar documented: the key under which the contract documents it: ``404``, ``4XX``, ``default``; ``""``: it does not.
    :ivar media: by media type the fields that came, each with the JSON types seen.
    """

    count: int = 0
    documented: str = ""
    media: dict[str, dict[Way, set[str]]] = field(default_factory=dict)
    headers: set[str] = field(default_factory=set)


@dataclass
class Used:
    """What was used of one operation.

    :ivar refused: how many of the calls were wrong by the document and refused, or came from nobody known (401): what
        they sent is not told, as it does not work today.
    :ivar parameters: by location and name, ``query:limit``.
    :ivar bodies: by media type; ``""``: none was named.
    :ivar security: by the scheme that credentials were sent for, the scopes that the operation asks of it; ``""``:
        none were sent.
    :ivar accept: the media types that were asked for, as they were written.
    """

    calls: int = 0
    refused: int = 0
    parameters: dict[str, Fields] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    security: dict[str, set[str]] = field(default_factory=dict)
    accept: set[str] = field(default_factory=set)
    answers: dict[str, Answer] = field(default_factory=dict)


@dataclass
class Usage:
    """What one consumer used.

    :ivar operations: by method and path template: ``GET /cases/{id}``.
    """

    consumer: str
    title: str = ""
    version: str = ""
    operations: dict[str, Used] = field(default_factory=dict)

    def merge(self, other: Usage) -> None:
        """Take in what another run saw; title and version are the other's."""
        self.title, self.version = other.title, other.version
        for name, used in other.operations.items():
            _merge(self.operations.setdefault(name, Used()), used)


def _merge(one: Used, other: Used) -> None:
    one.calls += other.calls
    one.refused += other.refused
    for key, fields in other.parameters.items():
        _merge_fields(one.parameters.setdefault(key, {}), fields)
    for media_type, body in other.bodies.items():
        own = one.bodies.setdefault(media_type, Body())
        own.count += body.count
        _merge_fields(own.fields, body.fields)
    for scheme, scopes in other.security.items():
        one.security.setdefault(scheme, set()).update(scopes)
    one.accept |= other.accept
    for status, answer in other.answers.items():
        known = one.answers.setdefault(status, Answer())
        known.count += answer.count
        known.documented = answer.documented
        known.headers |= answer.headers
        for media_type, ways in answer.media.items():
            for way, types in ways.items():
                known.media.setdefault(media_type, {}).setdefault(way, set()).update(types)


def _merge_fields(one: Fields, other: Fields) -> None:
    for way, facts in other.items():
        one.setdefault(way, Facts()).merge(facts)
