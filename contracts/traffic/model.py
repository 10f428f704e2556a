"""What a consumer used of an API: per operation, what it sent and what it received."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.traffic.value_stats import ValueStats

FieldPath = tuple[str, ...]
"""A path into a value: property names, and ``*`` for array items and additional properties."""

Fields = dict[FieldPath, ValueStats]


@dataclass
class Body:
    """Request bodies of one media type."""

    count: int = 0
    fields: Fields = field(default_factory=dict)


@dataclass
class UsedResponse:
    """Responses with one status code.

    :ivar documented: the key of the response in the contract: ``404``, ``4XX``, ``default``; ``""``: undocumented.
    :ivar media: received fields by media type, each with the JSON types seen.
    """

    count: int = 0
    documented: str = ""
    media: dict[str, dict[FieldPath, set[str]]] = field(default_factory=dict)
    headers: set[str] = field(default_factory=set)


@dataclass
class OperationUsage:
    """What was used of one operation.

    :ivar refused: calls that were invalid and rejected, or unauthenticated (401). What they sent is not recorded,
        because it does not work today.
    :ivar parameters: by location and name, ``query:limit``.
    :ivar bodies: by media type; ``""``: no ``Content-Type``.
    :ivar security: by security scheme whose credentials were sent, the scopes that the operation requires of it;
        ``""``: no credentials were sent.
    :ivar accept: the media types in ``Accept``, as sent.
    :ivar responses: by status code.
    """

    calls: int = 0
    refused: int = 0
    parameters: dict[str, Fields] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    security: dict[str, set[str]] = field(default_factory=dict)
    accept: set[str] = field(default_factory=set)
    responses: dict[str, UsedResponse] = field(default_factory=dict)


@dataclass
class Usage:
    """What one consumer used.

    :ivar operations: by method and path template: ``GET /cases/{id}``.
    """

    consumer: str
    title: str = ""
    version: str = ""
    operations: dict[str, OperationUsage] = field(default_factory=dict)

    def merge(self, other: Usage) -> None:
        """Add the usage of another run; title and version become those of the other."""
        self.title, self.version = other.title, other.version
        for name, used in other.operations.items():
            _merge(self.operations.setdefault(name, OperationUsage()), used)


def _merge(one: OperationUsage, other: OperationUsage) -> None:
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
    for status, response in other.responses.items():
        known = one.responses.setdefault(status, UsedResponse())
        known.count += response.count
        known.documented = response.documented
        known.headers |= response.headers
        for media_type, paths in response.media.items():
            for path, types in paths.items():
                known.media.setdefault(media_type, {}).setdefault(path, set()).update(types)


def _merge_fields(one: Fields, other: Fields) -> None:
    for path, stats in other.items():
        one.setdefault(path, ValueStats()).merge(stats)
