"""Values of ``--values``: parameters, bodies and headers with which requests succeed on a real server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NUMBER = "{{number}}"
"""Placeholder in strings for the number of the request, so that several different items can be created."""


@dataclass(frozen=True)
class GivenOperation:
    """The values for one operation.

    :param parameters: alternatives by name of the parameter.
    :param media: name of the media type that the bodies are for; ``""`` without bodies.
    :param bodies: alternatives; in forms, properties may be :class:`~contracts.conformance.bodies.files.FileContent`.
    """

    parameters: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    media: str = ""
    bodies: tuple[Any, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


_NOTHING = GivenOperation()


@dataclass(frozen=True)
class GivenValues:
    """The values for all operations. Alternatives are used in turn, by the number of the request.

    :param parameters: alternatives by name of the parameter, for every operation.
    :param operations: values by operation id, which take precedence.
    :param notes: values that are invalid by their schema, but are sent.
    """

    parameters: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    operations: Mapping[str, GivenOperation] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def requires(self, operation: str, name: str) -> bool:
        """Whether an optional parameter is sent always, as it is given for this operation."""
        return name in self._of(operation).parameters

    def alternatives(self, operation: str, name: str) -> tuple[Any, ...]:
        """Return all values of a parameter; empty if it is not given."""
        return self._of(operation).parameters.get(name) or self.parameters.get(name, ())

    def parameter(self, operation: str, name: str, number: int) -> Any:
        """Return the value of a parameter; ``None`` if it is not given."""
        return _pick(self.alternatives(operation, name), number)

    def bodies(self, operation: str, media: str) -> tuple[Any, ...]:
        """Return all bodies of a media type; empty if none is given."""
        found = self._of(operation)
        return found.bodies if found.media == media else ()

    def body(self, operation: str, media: str, number: int) -> Any:
        """Return the body of a media type; ``None`` if it is not given."""
        return _pick(self.bodies(operation, media), number)

    def headers(self, operation: str, number: int) -> tuple[tuple[str, str], ...]:
        """Return the additional headers of an operation."""
        return tuple((name, str(numbered(text, number))) for name, text in self._of(operation).headers)

    def _of(self, operation: str) -> GivenOperation:
        return self.operations.get(operation, _NOTHING)


NO_VALUES = GivenValues()


def _pick(alternatives: tuple[Any, ...], number: int) -> Any:
    return numbered(alternatives[number % len(alternatives)], number) if alternatives else None


def numbered(value: Any, number: int) -> Any:
    """Return a value with the request number for placeholders; a string that is only the placeholder is a number."""
    if isinstance(value, str):
        return number if value == NUMBER else value.replace(NUMBER, str(number))
    if isinstance(value, dict):
        return {name: numbered(item, number) for name, item in value.items()}
    return [numbered(item, number) for item in value] if isinstance(value, list) else value
