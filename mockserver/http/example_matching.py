"""Selects examples by the request: the response example with the name of the request examples that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contracts.spec.model import Operation
from mockserver.http.request import ABSENT, RequestContext


@dataclass
class _Conditions:
    """What a request must have, so that the examples of one name belong to it.

    :param parameters: values by location and name.
    :param bodies: values of the body, one of which must be sent; empty if the name has none.
    """

    parameters: dict[tuple[str, str], Any] = field(default_factory=dict)
    bodies: list[Any] = field(default_factory=list)

    def hold(self, request: RequestContext) -> bool:
        values = request.parameters
        if not all(_is_same(values.get(key, ABSENT), value) for key, value in self.parameters.items()):
            return False
        return not self.bodies or any(request.payload == body for body in self.bodies)

    @property
    def count(self) -> int:
        return len(self.parameters) + bool(self.bodies)


class ExampleMatcher:
    """The examples of one operation that requests and responses share by name.

    Parameters, bodies and responses with examples of the same name describe one exchange.
    """

    def __init__(self, operation: Operation) -> None:
        names = {
            example.name
            for response in operation.responses
            for media in response.content
            for example in media.examples
            if example.name
        }
        found: dict[str, _Conditions] = {}
        for parameter in operation.parameters if names else ():
            for example in (one for one in parameter.examples if one.name in names):
                key = (parameter.location, parameter.name)
                found.setdefault(example.name, _Conditions()).parameters[key] = example.value
        for media in operation.request_body.content if names and operation.request_body else ():
            for example in (one for one in media.examples if one.name in names):
                found.setdefault(example.name, _Conditions()).bodies.append(example.value)
        # Conditions on several values are more specific than those on one of them.
        self._conditions = sorted(found.items(), key=lambda pair: -pair[1].count)

    def __bool__(self) -> bool:
        return bool(self._conditions)

    def __call__(self, request: RequestContext) -> str:
        """Return the name of the examples that belong to a request whose parameters are read; ``""`` if none do."""
        return next(self._matching(request), "")

    def _matching(self, request: RequestContext) -> Iterator[str]:
        return (name for name, conditions in self._conditions if conditions.hold(request))


def _is_same(sent: Any, example: Any) -> bool:
    """Whether a parsed value equals that of an example; a number in a path may be documented as a string."""
    if sent is ABSENT:
        return False
    return sent == example or (not isinstance(sent, list | dict | bool) and str(sent) == str(example))
