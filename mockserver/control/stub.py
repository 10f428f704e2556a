"""A stub, compiled from its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.control.admin_request import AdminError, known_keys
from mockserver.control.entries import ENABLED, check_enabled
from mockserver.control.exchange_view import ExchangeView
from mockserver.control.matcher import Matcher, compile_matcher
from mockserver.control.selected_operations import contracts_of, selected_operations
from mockserver.control.stub_responses import InvalidStub, StubResponse, read_response, response_errors
from mockserver.mounting import MountedApi

MAX_RESPONSES = 1000
"""Maximum number of responses of a stub."""

MAX_ERRORS = 100
"""Maximum number of errors of a stub that are reported."""

MAX_TIMES = 1_000_000_000
MAX_PRIORITY = 1_000_000


@dataclass(frozen=True)
class Stub:
    """A stub.

    :param operations: API and id of the operations whose document allows the responses, to which it is limited;
        ``None`` if the responses are not validated.
    :param responses: to the first request, the second, …; the last one is repeated.
    :param times: maximum number of requests that get a response; 0 for any number.
    :param priority: of several stubs that match a request, the one with the highest priority responds.
    """

    matcher: Matcher
    operations: frozenset[tuple[str, str]] | None
    responses: tuple[StubResponse, ...]
    times: int = 0
    priority: int = 0

    def matches(self, view: ExchangeView) -> bool:
        """Whether it responds to a request."""
        exchange = view.exchange
        if self.operations is not None and (exchange.api, exchange.operation) not in self.operations:
            return False
        return self.matcher.matches(exchange, view)


def compile_stub(value: Any, apis: Sequence[MountedApi]) -> Stub:
    """Return the compiled stub of its JSON.

    :raises AdminError: if it is not valid, or if no document allows its responses, without ``"validate": false``.
    """
    known = known_keys(value, "", "request", "response", "times", "priority", "validate", ENABLED)
    check_enabled(known)
    for name in ("request", "response"):
        if name not in known:
            raise AdminError(f"'{name}' is missing", location=f"/{name}")
    matcher = compile_matcher(known["request"], contracts_of(apis), "/request", with_status=False)
    validate = known.get("validate", True)
    if not isinstance(validate, bool):
        raise AdminError("must be true or false", location="/validate")
    found = known["response"]
    values = found if isinstance(found, list) else [found]
    if not 0 < len(values) <= MAX_RESPONSES:
        raise AdminError(f"must be a response, or a list of 1 to {MAX_RESPONSES} responses", location="/response")
    locations = [f"/response/{index}" if isinstance(found, list) else "/response" for index in range(len(values))]
    responses = tuple(map(read_response, values, locations))
    times = _integer(known, "times", 1, MAX_TIMES) if "times" in known else 0
    priority = _integer(known, "priority", -MAX_PRIORITY, MAX_PRIORITY) if "priority" in known else 0
    operations = None
    if validate:
        operations = _allowing(known["request"], list(zip(responses, locations, strict=True)), apis)
    return Stub(matcher, operations, responses, times, priority)


def _integer(known: Mapping[str, Any], name: str, low: int, high: int) -> int:
    value = known[name]
    if type(value) is not int or not low <= value <= high:
        raise AdminError(f"must be an integer from {low} to {high}, not {str(value)[:40]}", location=f"/{name}")
    return value


def _allowing(
    request: Mapping[str, Any], responses: Sequence[tuple[StubResponse, str]], apis: Sequence[MountedApi]
) -> frozenset[tuple[str, str]]:
    """Return API and id of the operations that the requests may have and whose document allows the responses.

    :raises AdminError: if there are none, with the errors of the operation that has the fewest.
    """
    operations = selected_operations(request, apis)
    if not operations:
        hint = 'change it, or add "validate": false for requests that the document does not have'
        raise AdminError("no operation has such requests", location="/request", hint=hint)
    fewest: list[tuple[str, str]] = []
    allowing = set()
    for operation in operations:
        errors = [error for one, location in responses for error in response_errors(one, operation, location)]
        if not errors:
            allowing.add((operation.api, operation.id))
        elif not fewest or len(errors) < len(fewest):
            fewest = errors
    if not allowing:
        raise InvalidStub(fewest[:MAX_ERRORS])
    return frozenset(allowing)
