"""The session of a contract test: sends requests with credentials, finds successful requests, counts assertions."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.conformance.causes import cause_of
from contracts.conformance.credentials import Identity, add_credential, choose_credentials, documented_identities
from contracts.conformance.request_builder import OMITTED, RequestBuilder, Values
from contracts.errors import TransportError
from contracts.findings import Evidence, Finding, Severity
from contracts.generation.generate import Generators
from contracts.messages import Request, Response
from contracts.run_result import CoverageCell, Skip
from contracts.spec.model import Contract, Operation
from contracts.transports.transport import Transport
from contracts.wording import pluralize

MAX_NAMED = 10
"""Number of operations that a note names."""

ATTEMPTS = 4
"""Number of requests that are tried to get a successful response of an operation."""


@dataclass(frozen=True)
class SessionPlan:
    """The settings of a session.

    :param seed: the same seed gives the same requests.
    :param identities: credentials to use; if empty, the documented ones.
    :param known: existing values, by path parameter.
    :param operations: ids of the operations to test; ``None`` for all.
    :param native: whether the server uses its own paths, without the prefix of the API in the document (``--api``).
    :param fast: send fewer requests.
    """

    seed: int = 1
    identities: tuple[Identity, ...] = ()
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    operations: tuple[str, ...] | None = None
    native: bool = False
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Success:
    """A request that succeeded, with its response.

    :param values: the path values of the request.
    """

    request: Request
    response: Response
    values: Values


class TimeIsUpError(Exception):
    """The time limit of the test is reached."""


class Session:
    """The context of the checks.

    :ivar contract: the document.
    :ivar operations: the tested operations, in the order of the document.
    :ivar requests: the number of requests sent.
    :ivar responses: the responses to attempts to get a successful response, by operation id.
    :ivar deadline: time after which no request is sent, in seconds of ``time.monotonic``; ``None`` for no limit.
    :ivar notes: what was skipped and why, without duplicates.
    :ivar skips: the notes about operations that were not or not completely tested, without duplicates.
    :ivar seconds: wall time by operation and check, in seconds.
    """

    def __init__(self, contract: Contract, transport: Transport, plan: SessionPlan | None = None) -> None:
        self.plan = plan or SessionPlan()
        self.contract = contract
        self.transport = transport
        wanted = self.plan.operations
        self.operations = tuple(one for one in contract.operations if wanted is None or one.id in wanted)
        self.identities = self.plan.identities or documented_identities(contract)
        self.generators = Generators(seed=self.plan.seed)
        self.build = RequestBuilder(self.generators, self.plan.known, native=self.plan.native).build
        self.requests = 0
        self.deadline: float | None = None
        self.responses: dict[str, list[Response]] = {}
        self.notes: dict[str, None] = {}
        self.skips: dict[Skip, None] = {}
        self.seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._since = time.monotonic()
        self._successes: dict[str, Success | None] = {}
        self._uncovered: dict[str, set[int]] = {}
        self._asserted: Counter[tuple[str, int, str]] = Counter()
        self._failed: Counter[tuple[str, int, str]] = Counter()
        self._lock = threading.Lock()

    # ------------------------------------------------------------------ requests

    def send(self, request: Request) -> Response:
        """Send a request without changes.

        :raises TransportError: if there is no complete response; its ``request`` is set.
        :raises TimeIsUpError: if the time limit is reached; the request is not sent.
        """
        if self.deadline is not None and time.monotonic() >= self.deadline:
            raise TimeIsUpError
        with self._lock:
            self.requests += 1
        try:
            return self.transport.send(request)
        except TransportError as error:
            error.request = request
            raise

    def request(
        self,
        operation: Operation,
        number: int = 0,
        *,
        values: Values | None = None,
        body: Any = OMITTED,
        optional: bool = False,
    ) -> Request:
        """Return a valid request with credentials; see :class:`RequestBuilder`."""
        return self.authorised(operation, self.build(operation, number, values=values, body=body, optional=optional))

    def authorised(self, operation: Operation, request: Request) -> Request:
        """Return the request with credentials for the operation; unchanged if none are known."""
        for use, identity in choose_credentials(operation.security, self.identities) or ():
            request = add_credential(use.scheme, identity.secret, request)
        return request

    def success(self, operation: Operation) -> Success | None:
        """Return a request to this operation that got 2XX, from the first call on; ``None`` if all attempts failed.

        Operations that write use path values of an item that can be read, if there is an operation that reads it.
        """
        if operation.id not in self._successes:
            self._successes[operation.id] = self._try(operation)
        return self._successes[operation.id]

    def _try(self, operation: Operation) -> Success | None:
        reader = self.reader_of(operation)
        known = self.success(reader) if reader is not None and reader is not operation else None
        for number in range(ATTEMPTS):
            values = dict(known.values) if known else self._path_values(operation, number)
            request = self.request(operation, number, values=values)
            response = self.send(request)
            self.responses.setdefault(operation.id, []).append(response)
            if response.is_success:
                return Success(request, response, values)
        statuses = " or ".join(sorted({str(response.status) for response in self.responses[operation.id]}))
        self.note(
            f"{operation.id}: no request succeeded ({statuses}); checks that need a successful response were skipped",
            skipped=operation.id,
        )
        return None

    def _path_values(self, operation: Operation, number: int) -> dict[tuple[str, str], Any]:
        builder = RequestBuilder(self.generators, self.plan.known)
        return {
            (one.location, one.name): builder.value(operation, one, number)
            for one in operation.parameters
            if one.location == "path"
        }

    def reader_of(self, operation: Operation) -> Operation | None:
        """Return the operation that reads the item of this operation, possibly itself; ``None`` if there is none."""
        resource = operation.resource
        if resource is None or not resource.id_parameter:
            return None
        return self.role(resource.collection, "read")

    def role(self, collection: str, role: str) -> Operation | None:
        """Return the tested operation with a role on a collection (see :class:`contracts.spec.model.Resource`)."""
        found = (one for one in self.operations if one.resource is not None)
        return next(
            (
                one
                for one in found
                if one.resource and (one.resource.collection, one.resource.role) == (collection, role)
            ),
            None,
        )

    # ------------------------------------------------------------------ results

    def asserted(self, check: str, operation: Operation | None, response: Response | None = None) -> None:
        """Count one assertion of a check about a response."""
        now, cell = time.monotonic(), _cell(check, operation, response)
        with self._lock:
            self._asserted[cell] += 1
            self.seconds[cell[0], cell[2]] += now - self._since
            self._since = now

    def finding(
        self,
        check: str,
        operation: Operation | None,
        message: str,
        *,
        requests: Iterable[Request],
        response: Response | None,
        expected: str,
        got: str,
        pointer: str = "",
        hint: str = "",
        severity: Severity = Severity.ERROR,
        cause: str = "",
    ) -> Finding:
        """Return a finding, and count a failed assertion.

        :param check: id of the check, or ``id/part``.
        :param requests: the requests that reproduce it; the last one got the response.
        :param expected: what the document requires, one phrase.
        :param got: what was received instead, one phrase.
        :param pointer: JSON pointer to the violated part of the document; by default, the operation.
        :param cause: the fault without operation and request; by default, the message without the operation.
        """
        with self._lock:
            self._failed[_cell(check, operation, response)] += 1
        location = pointer or (operation.pointer if operation else "")
        evidence = Evidence(operation.id if operation else "", tuple(requests), response, expected, got)
        cause = cause or cause_of(message, operation)
        return Finding(check, severity, self.contract.locate(location), message, hint, evidence, cause=cause)

    def note(self, text: str, *, skipped: str = "") -> None:
        """Add a note.

        :param skipped: id of the operation that is not or not completely tested; ``""`` for information only.
        """
        self.notes[text] = None
        if skipped:
            self.skips[Skip(skipped, text)] = None

    def start_timing(self) -> None:
        """Begin to measure the time of a check; the time of its assertions is added up by operation."""
        with self._lock:
            self._since = time.monotonic()

    def uncovered(self, operation: Operation, status: int) -> None:
        """Count an undocumented error response to a request for which the operation documents no error."""
        with self._lock:
            self._uncovered.setdefault(operation.id, set()).add(status)

    def all_notes(self) -> tuple[str, ...]:
        """Return the notes, with one about all errors that the document does not cover."""
        with self._lock:
            found = [
                f"{one.id} ({', '.join(map(str, sorted(self._uncovered[one.id])))})"
                for one in self.operations
                if one.id in self._uncovered
            ]
        if not found:
            return tuple(self.notes)
        more = f" and {pluralize(len(found) - MAX_NAMED, 'more operation')}" if len(found) > MAX_NAMED else ""
        named = ", ".join(found[:MAX_NAMED]) + more
        return (*self.notes, f"undocumented errors for invalid requests, where the document has no error: {named}")

    def cells(self) -> tuple[CoverageCell, ...]:
        """Return the number of assertions by operation, status code and check, sorted."""
        keys = sorted(self._asserted.keys() | self._failed.keys())
        return tuple(CoverageCell(key[0], key[1], key[2], self._asserted[key], self._failed[key]) for key in keys)


def _cell(check: str, operation: Operation | None, response: Response | None) -> tuple[str, int, str]:
    return (operation.id if operation else "", response.status if response else 0, check.partition("/")[0])
