"""One contract test at work: the contract, the subject, who we are, what exists there, and what was looked at."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.data.generate import Generators
from contracts.errors import TransportError
from contracts.findings import Evidence, Finding, Severity
from contracts.messages import Request, Response
from contracts.outcome import Cell
from contracts.probe.identities import Identity, carried, chosen, documented
from contracts.probe.requests import NOTHING, RequestBuilder, Values
from contracts.spec.model import Contract, Operation
from contracts.transports.transport import Transport

ATTEMPTS = 4
"""Requests that are tried before an operation counts as one that does not succeed here."""


@dataclass(frozen=True)
class Plan:
    """What a user asks of a test.

    :param identities: credentials to use; empty: those that the document names.
    :param known: values that exist, by path parameter.
    :param operations: ids of the operations to test; ``None``: all.
    :param native: the subject serves the vendor's paths, without the document's prefix (``--api``).
    :param fast: look at less of what costs much.
    """

    seed: int = 1
    identities: tuple[Identity, ...] = ()
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    operations: tuple[str, ...] | None = None
    native: bool = False
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Success:
    """A request that the subject answered with a documented success.

    :param values: the path values it was made with.
    """

    request: Request
    response: Response
    values: Values


class TimeIsUpError(Exception):
    """The time that the user has given the test is over; no error of his."""


class Session:
    """What checks work with.

    :ivar operations: those under test, in the document's order.
    :ivar requests: how many were sent.
    :ivar answers: what the attempts at a success were answered, by operation id.
    :ivar deadline: when nothing more is sent, in seconds of ``time.monotonic``; ``None``: never.
    :ivar notes: what could not be looked at, and why; each once.
    """

    def __init__(self, contract: Contract, transport: Transport, plan: Plan | None = None) -> None:
        self.plan = plan or Plan()
        self.contract = contract
        self.transport = transport
        wanted = self.plan.operations
        self.operations = tuple(one for one in contract.operations if wanted is None or one.id in wanted)
        self.identities = self.plan.identities or documented(contract)
        self.generators = Generators(seed=self.plan.seed)
        self.build = RequestBuilder(self.generators, self.plan.known, native=self.plan.native).build
        self.requests = 0
        self.deadline: float | None = None
        self.answers: dict[str, list[Response]] = {}
        self.notes: dict[str, None] = {}
        self._successes: dict[str, Success | None] = {}
        self._looked: Counter[tuple[str, int, str]] = Counter()
        self._failed: Counter[tuple[str, int, str]] = Counter()
        self._lock = threading.Lock()

    # ------------------------------------------------------------------ asking

    def send(self, request: Request) -> Response:
        """Send a request as it is.

        :raises TransportError: where there is no whole answer; it has the request.
        :raises TimeIsUpError: where the time for the test is over; nothing is sent then.
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
        body: Any = NOTHING,
        optional: bool = False,
    ) -> Request:
        """A valid request with credentials that may make it; see :class:`contracts.probe.requests.RequestBuilder`."""
        return self.authorised(operation, self.build(operation, number, values=values, body=body, optional=optional))

    def authorised(self, operation: Operation, request: Request) -> Request:
        """The request with credentials that may make it; as it is where none are known."""
        for use, identity in chosen(operation.security, self.identities) or ():
            request = carried(use.scheme, identity.secret, request)
        return request

    def success(self, operation: Operation) -> Success | None:
        """A request that this operation answered with 2XX, made once; ``None`` where none of the attempts was.

        One that changes something is tried with path values for which reading succeeds, where there is such a
        reading.
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
            self.answers.setdefault(operation.id, []).append(response)
            if response.is_success:
                return Success(request, response, values)
        statuses = " or ".join(sorted({str(answer.status) for answer in self.answers[operation.id]}))
        self.note(f"{operation.id}: no request succeeded ({statuses}), so what follows a success was not looked at")
        return None

    def _path_values(self, operation: Operation, number: int) -> dict[tuple[str, str], Any]:
        builder = RequestBuilder(self.generators, self.plan.known)
        return {
            (one.location, one.name): builder.value(operation, one, number)
            for one in operation.parameters
            if one.location == "path"
        }

    def reader_of(self, operation: Operation) -> Operation | None:
        """The operation that reads the item which this one is about, itself if it is that; ``None``: there is none."""
        resource = operation.resource
        if resource is None or not resource.id_parameter:
            return None
        return self.role(resource.collection, "read")

    def role(self, collection: str, role: str) -> Operation | None:
        """The operation under test with a role on a collection (see :class:`contracts.spec.model.Resource`)."""
        found = (one for one in self.operations if one.resource is not None)
        return next(
            (
                one
                for one in found
                if one.resource and (one.resource.collection, one.resource.role) == (collection, role)
            ),
            None,
        )

    # ------------------------------------------------------------------ judging

    def looked(self, check: str, operation: Operation | None, response: Response | None = None) -> None:
        """Count one look of a check at an answer."""
        with self._lock:
            self._looked[_cell(check, operation, response)] += 1

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
    ) -> Finding:
        """A breach of the contract, counted.

        :param check: id of the check, or ``id/part``.
        :param pointer: what the document says of it, a JSON pointer of the tree; left out: the operation.
        """
        with self._lock:
            self._failed[_cell(check, operation, response)] += 1
        place = pointer or (operation.pointer if operation else "")
        evidence = Evidence(operation.id if operation else "", tuple(requests), response, expected, got)
        return Finding(check, severity, self.contract.locate(place), message, hint, evidence)

    def note(self, text: str) -> None:
        """Say what could not be looked at; the same text is kept once."""
        self.notes[text] = None

    def cells(self) -> tuple[Cell, ...]:
        """The matrix so far, in a stable order."""
        keys = sorted(self._looked.keys() | self._failed.keys())
        return tuple(Cell(key[0], key[1], key[2], self._looked[key], self._failed[key]) for key in keys)


def _cell(check: str, operation: Operation | None, response: Response | None) -> tuple[str, int, str]:
    return (operation.id if operation else "", response.status if response else 0, check.partition("/")[0])
