"""No input makes the server fail: unusual values in parameters and bodies get a 4XX at worst."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import quote

from contracts.conformance.assertions.failure_cases import UNKNOWN_CALLER_OR_ITEM
from contracts.conformance.assertions.hostile_bodies import BODY, Case, body_cases
from contracts.conformance.assertions.hostile_values import (
    ENTITY_TAGS,
    ESCAPED,
    HEADERS,
    STRINGS,
    UNKNOWN,
    USUAL_ENTITY_TAG,
    USUAL_TEXT,
    usual_value,
)
from contracts.conformance.assertions.items import checked_items
from contracts.conformance.assertions.probes import BUSY
from contracts.conformance.assertions.stored_values import reads_after
from contracts.conformance.assertions.uncovered_errors import failures_at, is_uncovered
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.client import NO_RESPONSE
from contracts.conformance.items.changes import renamed
from contracts.conformance.safety import SAFE_METHODS, is_destructive
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.model import Operation, Parameter

ID = "hostile-input"
MOST = 72
FAST_MOST = 36
"""Maximum number of requests per operation."""

PATH = "the path parameter"
_QUERY = "an unknown query parameter"
_FIRST = (PATH, BODY, "the text ", "the file ", "the content ")
"""Beginnings of the locations that every server reads."""

_STORED = ("the text ", "the file name ")
"""Beginnings of the locations of values that servers store and return."""

_TAG_HEADERS = frozenset({"if-match", "if-none-match"})

_A, _B = "a" * 64, "b" * 64

_MARK = "casemock-place"
"""Placeholder in a request for a value that must not be encoded."""


def _run(session: Session) -> Iterator[Finding]:
    written = {subject.writer.id: subject for subject in checked_items(session, ID, own=False)}
    for operation in session.operations:
        subject = written.get(operation.id)
        before = subject.item(subject.read()[1]) if subject else None
        yield from _Sender(session, operation).findings()
        if subject is not None and before is not None:
            subject.restore(before, subject.read()[1])


def _spread(cases: list[Case], most: int) -> list[Case]:
    """Return at most ``most`` cases, half of them for path, body and files, which every server reads, in turn.

    The other half is for the other locations, each of which starts with a different value, so that each value is sent
    at least once.
    """
    by_location: dict[str, list[Case]] = {}
    for case in cases:
        by_location.setdefault(case[0], []).append(case)
    first = [row for location, row in by_location.items() if location.startswith(_FIRST)]
    others = [row for row in by_location.values() if row not in first]
    share = -(-most // 2 // max(len(others), 1))
    shifted = [row[at % len(row) :] + row[: at % len(row)] for at, row in zip(count(0, share), others, strict=False)]
    main, rest = _round_robin(first), _round_robin(shifted)
    half = max(most // 2, most - len(rest))
    chosen = main[:half]
    return [*chosen, *rest[: most - len(chosen)]]


def _round_robin(rows: list[list[Case]]) -> list[Case]:
    rounds = max(map(len, rows), default=0)
    return [row[number] for number in range(rounds) for row in rows if number < len(row)]


def _cases(session: Session, operation: Operation) -> Iterator[Case]:
    base = _base(session, operation)
    if operation.method == "DELETE":
        # A valid path with an unusual query would delete an existing item.
        for parameter in [one for one in operation.parameters if one.location == "path"][-1:]:
            yield from _in_parameter(session, operation, base, parameter)
        return
    for parameter in operation.parameters:
        yield from _in_parameter(session, operation, base, parameter)
    for name, text in UNKNOWN:
        yield Case(_QUERY, name, replace(base, target=_with_query(base.target, "casemock-unknown", text)))
    if _may_change(session, operation):
        yield from body_cases(session, operation, base, _number(session, operation))


def _may_change(session: Session, operation: Operation) -> bool:
    """Whether unusual bodies may be stored: not in an item of others, which could not be restored."""
    reader = session.items.roles.reader_of(operation)
    if reader is None or is_destructive(operation) or operation.method in SAFE_METHODS:
        return True
    values = renamed(operation, reader, _known(session, operation))
    return not session.items.identifies(reader, values) or session.items.may_change(reader, values)


def _base(session: Session, operation: Operation) -> Request:
    """Return a valid request; for GET, one that succeeded."""
    success = session.success(operation) if operation.method == "GET" else None
    if success is not None:
        return success.request
    return session.request(operation, _number(session, operation), values=_known(session, operation))


def _number(session: Session, operation: Operation) -> int:
    """Return the number of the values with which a request succeeded; 0 if none did."""
    success = session.success(operation) if operation.method != "DELETE" else None
    return success.number if success is not None else 0


def _known(session: Session, operation: Operation) -> dict[tuple[str, str], Any]:
    """Return the path values of an existing item."""
    success = session.success(operation) if not is_destructive(operation) else None
    if success is not None:
        return {key: value for key, value in success.values.items() if key[0] == "path"}
    if operation.method not in SAFE_METHODS and not is_destructive(operation):
        return dict(session.first_values(operation))
    reader = operation if operation.method == "GET" else session.reader_of(operation)
    success = session.success(reader) if reader is not None else None
    return dict(success.values) if success else {}


def _in_parameter(session: Session, operation: Operation, base: Request, parameter: Parameter) -> Iterator[Case]:
    location = f"the {parameter.location} parameter {parameter.name}"
    if parameter.location in {"path", "query"}:
        texts = [(name, text) for name, text in STRINGS if text or parameter.location == "query"]
        encoded = [(name, quote(text, safe=""), usual_value(text)) for name, text in texts]
        for name, text, usual in [*encoded, *((name, text, USUAL_TEXT) for name, text in ESCAPED)]:
            request = _with_value(session, operation, base, parameter, text)
            yield Case(location, name, request, _with_value(session, operation, base, parameter, usual))
    elif parameter.location == "header":
        for name, text in ENTITY_TAGS if parameter.name.lower() in _TAG_HEADERS else ():
            usual_request = base.with_header(parameter.name, USUAL_ENTITY_TAG)
            yield Case(location, name, base.with_header(parameter.name, text), usual_request)
        for name, text in HEADERS:
            usual_request = base.with_header(parameter.name, usual_value(text))
            yield Case(location, name, base.with_header(parameter.name, text), usual_request)


def _with_value(session: Session, operation: Operation, base: Request, parameter: Parameter, text: str) -> Request:
    """Return the request with an encoded string as the value of a path or query parameter."""
    if parameter.location == "query":
        return replace(base, target=_with_query(base.target, parameter.name, text))
    values = {**_known(session, operation), ("path", parameter.name): _MARK}
    marked = session.request(operation, values=values)
    return replace(base, target=marked.target.replace(_MARK, text, 1))


def _with_query(target: str, name: str, text: str) -> str:
    """Return a target whose query has this encoded value, and no other, for a parameter."""
    path, _, query = target.partition("?")
    encoded_name = quote(name, safe="$")
    others = [part for part in query.split("&") if part and part.partition("=")[0] not in {encoded_name, name}]
    return f"{path}?{'&'.join([*others, f'{encoded_name}={text}'])}"


USUAL = frozenset({400, 404, 413, 414, 415, 422, 429, 431})
"""Status codes of HTTP for invalid, large or too many requests, which frameworks send and documents seldom list."""

_OF_ROUTES = frozenset({403, 405, 406})
"""Status codes of servers in front of the application, and of other routes, which an unusual path may lead to."""


_OF_LONG = frozenset({413, 414, 431})
"""Status codes for requests that are too long."""

MAX_USUAL = 2000
"""Length of a request in bytes that every server supports."""


def _is_long(request: Request) -> bool:
    headers = sum(len(name) + len(value) for name, value in request.headers)
    return len(request.target) + len(request.body) + headers > MAX_USUAL


class _Sender:
    """Sends the cases of one operation.

    :ivar plain: the response to the valid request; ``None`` if it was not yet sent.
    """

    def __init__(self, session: Session, operation: Operation) -> None:
        self.session = session
        self.operation = operation
        self.plain: Response | None = None

    def findings(self) -> Iterator[Finding]:
        """Yield at most one finding for each location of a value."""
        most = FAST_MOST if self.session.plan.fast else MOST
        reported = set[str]()
        for case in _spread(list(_cases(self.session, self.operation)), most):
            finding = None if case.location in reported else self._send(case)
            if finding is not None:
                reported.add(case.location)
                yield finding

    def _send(self, case: Case) -> Finding | None:
        location, request, description = case.location, case.request, f"{case.name} in {case.location}"
        if not self.session.allows(request):
            return None
        response = self.session.send(request)
        if response.status in BUSY and response is not NO_RESPONSE:
            response = self.session.send(request)  # an overloaded server responds later
        self.session.asserted(ID, self.operation, response)
        if response.is_success and location.startswith(_STORED):
            return self._read_failure(request, response, description)
        if response.status < 500 and not self._is_unexpected(response.status, location, is_long=_is_long(request)):
            return None
        if self._fails_anyway(case, response):
            return None
        if response.status >= 500:
            return self._failure(request, response, description)
        return self._undocumented(request, response, description)

    def _read_failure(self, request: Request, response: Response, description: str) -> Finding | None:
        """Return a finding if what was written cannot be read, by operations that can read other items."""
        known = _known(self.session, self.operation)
        for reader, read in reads_after(self.session, self.operation, request, response, known):
            if self.session.success(reader) is None:
                continue
            found = self.session.send(read)
            self.session.asserted(ID, reader, found)
            if found.status >= 500:
                return self._failure(read, found, description, earlier=(request,), operation=reader)
        return None

    def _failure(
        self,
        request: Request,
        response: Response,
        description: str,
        *,
        earlier: tuple[Request, ...] = (),
        operation: Operation | None = None,
    ) -> Finding:
        return self.session.finding(
            ID,
            operation or self.operation,
            f"the server fails for {description}",
            requests=(*earlier, request),
            response=response,
            expected="no 5XX: 4XX if the value is rejected",
            got="no response" if response is NO_RESPONSE else f"status {response.status}",
        )

    def _undocumented(self, request: Request, response: Response, description: str) -> Finding:
        return self.session.finding(
            f"{ID}/status",
            self.operation,
            f"the response to {description} is {response.status}, which is not documented",
            requests=(request,),
            response=response,
            expected=f"one of {', '.join(one.status for one in self.operation.responses)}, or 400, 404, 414 or 422",
            got=f"status {response.status}",
        )

    def _is_unexpected(self, status: int, location: str, *, is_long: bool) -> bool:
        """Whether a status code is neither documented nor usual; usual ones without documentation are counted.

        :param is_long: whether the request is longer than servers have to support.
        """
        if self.operation.response(status) is not None or not self.operation.responses:
            return False
        where = "body" if not location.startswith((PATH, _QUERY, "the query", "the header", "the cookie")) else "query"
        if is_uncovered(self.operation, failures_at(self.operation, where), status):
            self.session.uncovered(self.operation, status)
            return False
        if status in USUAL - (frozenset() if is_long else _OF_LONG):
            self.session.uncovered(self.operation, status)
            return False
        is_refused = status in UNKNOWN_CALLER_OR_ITEM and bool(self.operation.security)
        return not (is_refused or status in _OF_ROUTES or 300 <= status < 400)

    def _fails_anyway(self, case: Case, response: Response) -> bool:
        """Whether the valid request, or a usual value, gets the same status code as the unusual one."""
        if self.plain is None:
            self.plain = self._plain()
        if response is NO_RESPONSE or self.plain is NO_RESPONSE:
            return response is self.plain
        if self.plain is not None and self.plain.status == response.status:
            return True
        if self.operation.method not in SAFE_METHODS and response.status in {409, 500}:
            again = self._plain()  # what it creates may exist already
            if again is not None and again.status == response.status:
                return True
        if response.status in {409, 500} and self._is_taken(case.request, response):
            return True
        usual = case.usual if case.usual is not None and self.session.allows(case.usual) else None
        return usual is not None and self.session.send(usual).status == response.status

    def _is_taken(self, request: Request, response: Response) -> bool:
        """Whether another value of the same length is not refused: the first one was taken by another item."""
        resource = self.operation.resource
        if resource is None or self.operation.method in SAFE_METHODS:
            return False
        target, body = request.target.replace(_A, _B), request.body.replace(_A.encode(), _B.encode())
        other = replace(request, target=target, body=body)
        if other == request:
            return response.status == 409
        return self.session.allows(other) and self.session.send(other).status != response.status

    def _plain(self) -> Response | None:
        if self.operation.method == "DELETE":  # a valid request would delete an item; other checks have sent one
            earlier = self.session.responses.get(self.operation.id, ())
            return earlier[-1] if earlier else None
        base = _base(self.session, self.operation)
        return self.session.send(base) if self.session.allows(base) else None


CHECK = Check(
    id=ID,
    title="no input makes the server fail",
    why="A 5XX for unusual input is an unhandled case: often a vulnerability, and always a false alarm in monitoring.",
    good="GET /cases/a%00b → 404",
    bad="GET /cases/a%00b → 500",
    run=_run,
    sends=frozenset({Sends.INVALID, Sends.CREATE, Sends.UPDATE}),
)
