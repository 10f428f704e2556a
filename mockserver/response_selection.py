"""Selects a documented response: the operation's success, or the one that ``Prefer`` asks for."""

from __future__ import annotations

from functools import cached_property

from contracts.failures import STATUSES, FailureKind
from contracts.generation.generate import Generators
from contracts.spec.model import Operation, ResponseSpec
from mockserver.error_responses import ErrorRenderer
from mockserver.http.messages import Failure, MockResponse
from mockserver.http.prefer import wants_dynamic
from mockserver.responses import Key, ResponseRenderer


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
        """The response to a valid request: the first 2XX, else ``default``, else the first 3XX, else the first one.

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
        failure = Failure(_kind(status), "no successful response is documented")
        return self._envelopes.documented(status, response, failure, accept).with_reason(failure.reason)

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

    def preferred(self, preferences: dict[str, str], accept: str, key: Key) -> MockResponse | str | None:
        """Return the response that ``Prefer`` asks for.

        :returns: the response; a string with the reason if it cannot be honoured (RFC 7240, section 2, allows to ignore
            a preference); ``None`` if ``Prefer`` does not select a response.
        """
        code, name = preferences.get("code", ""), preferences.get("example", "")
        status = int(code) if code.isascii() and code.isdecimal() and len(code) == 3 else 0
        response = self._operation.response(status) if status else None
        if code and (response is None or not 200 <= status < 600):
            return f"Prefer: code={code} is not documented here; documented: {self._documented()}"
        if preferences.get("dynamic") and wants_dynamic(preferences) is None:
            return f"Prefer: dynamic={preferences['dynamic']} is neither true nor false"
        if name:
            return self._example(name, status, accept)
        if response is None or status == self.success.status:
            return None
        if status >= 400:
            failure = Failure(_kind(status), f"requested by Prefer: code={code}")
            return self._envelopes.documented(status, response, failure, accept)
        return self._plan(status, response).render(accept, key, dynamic=wants_dynamic(preferences))

    def _documented(self) -> str:
        return ", ".join(response.status for response in self._operation.responses)

    def _example(self, name: str, status: int, accept: str) -> MockResponse | str:
        """Return the named example, of the requested status or else of the first response that has it."""
        responses = sorted(self._operation.responses, key=lambda response: not response.is_success)
        for response in responses:
            concrete = status or self._concrete(response)
            if status and self._operation.response(status) is not response:
                continue
            rendered = self._plan(concrete, response).render_example(name, accept)
            if rendered is not None:
                return rendered
        return f"Prefer: example={name} is not documented here"


def _kind(status: int) -> FailureKind:
    """Return the failure kind of a status."""
    return next((kind for kind, statuses in STATUSES.items() if status in statuses), FailureKind.INTERNAL)
