"""Selects a documented response: the operation's success, or the one that ``Prefer`` asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from contracts.failures import STATUSES, FailureKind
from contracts.generation.generate import Generators
from contracts.spec.model import Operation, ResponseSpec
from mockserver.error_responses import ErrorRenderer
from mockserver.http.messages import Failure, MockResponse, RawHeader
from mockserver.http.prefer import malformed_preference, wants_dynamic
from mockserver.responses import Key, ResponseRenderer


class Preferred(NamedTuple):
    """The response that ``Prefer`` selected.

    :param applied: the names of the preferences that were applied (RFC 7240, section 3).
    :param is_usual: whether it is an example of the usual response, for which the request must be valid.
    """

    response: MockResponse
    applied: frozenset[str]
    is_usual: bool = False


class ResponseSelector:
    """The documented responses of one operation, each compiled on first use."""

    def __init__(self, operation: Operation, envelopes: ErrorRenderer, generators: Generators, *, static: bool) -> None:
        self._operation = operation
        self._envelopes = envelopes
        self._generators = generators
        self._static = static
        self._plans: dict[int, ResponseRenderer] = {}

    @cached_property
    def success(self) -> ResponseRenderer:
        """The response to a valid request: the lowest 2XX, else ``default``, else the first 3XX, else the first one.

        1XX is not a final response (RFC 9110, section 15.2).
        """
        final = [response for response in self._operation.responses if response.status[0] != "1"]
        response = self._operation.success or next(iter(sorted(final, key=lambda one: one.status[0] != "3")), None)
        if response is None:
            return self._plan(204, ResponseSpec("204", "", ()))
        return self._plan(self._concrete(response), response)

    def only_error(self, accept: str) -> MockResponse | None:
        """Return the documented error response to valid requests if only errors are documented, else ``None``."""
        status = self.success.status
        response = self._operation.response(status)
        if status < 400 or response is None or response is self._operation.success:
            return None
        failure = Failure(failure_kind(status), "no successful response is documented")
        return self._envelopes.documented(status, response, failure, accept).with_failure(failure)

    def with_status(self, status: int) -> ResponseRenderer:
        """The documented response with a status code, or the usual one for 0 or if it is not documented."""
        response = self._operation.response(status) if status and status != self.success.status else None
        return self.success if response is None or not response.is_success else self._plan(status, response)

    def _concrete(self, response: ResponseSpec) -> int:
        """Return the status code of a response; for a range or ``default``, one without a more specific response."""
        status = response.status
        if status.isdecimal():
            return int(status)
        if status == "default":
            candidates = [200, 500] if response is self._operation.success else [500, 400]
            candidates += range(200, 600)
        else:
            first = int(status[0]) * 100
            candidates = list(range(first, first + 100))
        fitting = (candidate for candidate in candidates if self._operation.response(candidate) is response)
        return next(fitting, candidates[0])

    def _plan(self, status: int, response: ResponseSpec) -> ResponseRenderer:
        plan = self._plans.get(status)
        if plan is None:
            plan = self._plans[status] = ResponseRenderer(status, response, self._generators, static=self._static)
        return plan

    def preferred(self, preferences: Mapping[str, str], accept: str, key: Key) -> Preferred | Failure | None:
        """Return the response that ``Prefer`` asks for.

        :returns: ``None`` if it does not select a response; a failure if a preference is malformed, or if the document
            does not have what it asks for.
        """
        problem = malformed_preference(preferences)
        if problem:
            return Failure(FailureKind.INVALID_PARAMETER, problem, "header/prefer")
        code, name = preferences.get("code", ""), preferences.get("example", "")
        status = self._status(code) if code else 0
        response = self._operation.response(status) if status else None
        if code and response is None:
            detail = f"the status code {code} is not documented; documented: {self._documented()}"
            return Failure(FailureKind.NOT_FOUND, detail, "header/prefer")
        if name:
            return self.example(name, accept, status, with_code=bool(code))
        if response is None or status == self.success.status:
            return None
        if status >= 400:
            failure = Failure(failure_kind(status), f"requested by Prefer: code={code}")
            return Preferred(self._envelopes.documented(status, response, failure, accept), frozenset({"code"}))
        plan, dynamic = self._plan(status, response), wants_dynamic(preferences)
        rendered = plan.render(accept, key, dynamic=dynamic)
        return Preferred(rendered, frozenset({"code", *applied_to_value(plan, preferences, accept)}))

    def _status(self, code: str) -> int:
        """Return the status code of a preference, which may be the name of a response such as ``4XX``; 0 if unknown."""
        if code.isdecimal():
            status = int(code)
            return status if 200 <= status < 600 else 0  # 1XX is not a final response (RFC 9110, section 15.2)
        named = (
            one for one in self._operation.responses if one.status.lower() == code.lower() and one.status[0] != "1"
        )
        response = next(named, None)
        return 0 if response is None else self._concrete(response)

    def required_headers(self, status: int, key: Key) -> list[RawHeader]:
        """Return the headers that the document requires of a response, with their values."""
        response = self._operation.response(status)
        required = {header.name.lower() for header in response.headers if header.required} if response else set()
        if response is None or not required:
            return []
        return [one for one in self._plan(status, response).headers(key) if one[0].decode("latin-1") in required]

    def _documented(self) -> str:
        return ", ".join(response.status for response in self._operation.responses) or "none"

    def example(self, name: str, accept: str, status: int = 0, *, with_code: bool = False) -> Preferred | Failure:
        """Return the named example, of the requested status or else of the first response that has it."""
        responses = sorted(self._operation.responses, key=lambda response: not response.is_success)
        if status:
            responses = [one for one in responses if self._operation.response(status) is one]
        for response in responses:
            concrete = status or self._concrete(response)
            rendered = self._plan(concrete, response).render_example(name, accept)
            if rendered is not None:
                applied = frozenset({"example", "code"} if with_code else {"example"})
                return Preferred(rendered, applied, is_usual=concrete == self.success.status)
        names = dict.fromkeys(
            example.name
            for response in responses
            for media in response.content
            for example in media.examples
            if example.name
        )
        listed = ", ".join(names) or "none"
        where = f" for the status code {status}" if status else ""
        return Failure(FailureKind.NOT_FOUND, f"no example {name!r}{where}; documented: {listed}", "header/prefer")


def applied_to_value(plan: ResponseRenderer, preferences: Mapping[str, str], accept: str) -> Iterator[str]:
    """Yield the names of the preferences that had an effect on the value of a response."""
    dynamic = wants_dynamic(preferences)
    if dynamic or (dynamic is False and plan.has_documented_value(accept)):
        yield "dynamic"
    if preferences.get("seed"):
        yield "seed"


def failure_kind(status: int) -> FailureKind:
    """Return the failure kind of a status."""
    return next((kind for kind, statuses in STATUSES.items() if status in statuses), FailureKind.INTERNAL)
