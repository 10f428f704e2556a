"""Sends the requests of a contract test: with credentials, within the safety rules, and however connections break."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from contracts.conformance.credentials import Identity, add_credential, choose_credentials, documented_identities
from contracts.conformance.given_headers import basic_secrets, split_credentials, with_headers
from contracts.conformance.given_values import NO_VALUES, GivenValues
from contracts.conformance.health import Health
from contracts.conformance.request_builder import OMITTED, RequestBuilder, Values
from contracts.conformance.routes import Routes
from contracts.conformance.safety import SAFE_METHODS, Safety, SafetyRules, is_destructive
from contracts.errors import SubjectError, TransportError, WithheldRequestError
from contracts.generation.generate import Generators
from contracts.messages import Headers, Request, Response
from contracts.spec.model import Contract, MediaType, Operation
from contracts.spec.path_selectors import hidden_by
from contracts.transports.transport import Transport

NO_RESPONSE = Response(503, (("x-casemock-no-response", "1"),))
"""What checks get for a request without a response: a status code from which nothing can be concluded."""

MAX_TIMEOUTS = 2
"""Number of requests to an operation without a response in time, after which no more are sent to it."""


@dataclass(frozen=True)
class SessionPlan:
    """The settings of a session.

    :param seed: the same seed gives the same requests.
    :param identities: credentials to use; if empty, the documented ones.
    :param known: existing values, by path parameter.
    :param operations: ids of the operations to test; ``None`` for all.
    :param excluded: ids of operations that must not be sent, not even to prepare the test of another one.
    :param native: whether the server uses its own paths, without the prefix of the API in the document (``--api``).
    :param fast: send fewer requests.
    :param headers: headers of every request that does not have them already.
    :param read_only: send only safe methods.
    :param no_delete: delete nothing, not even what the test has created.
    :param allow_destructive: also delete what the test has not created.
    :param values: parameters, bodies and headers that succeed (``--values``).
    """

    seed: int = 1
    identities: tuple[Identity, ...] = ()
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    operations: tuple[str, ...] | None = None
    excluded: tuple[str, ...] = ()
    native: bool = False
    fast: bool = False
    headers: Headers = ()
    read_only: bool = False
    no_delete: bool = False
    allow_destructive: bool = False
    values: GivenValues = NO_VALUES


class TimeIsUpError(Exception):
    """The time limit of the test is reached."""


@dataclass(frozen=True)
class Loss:
    """A request without a response, on a new connection too."""

    operation: Operation | None
    request: Request
    error: TransportError


class Watcher(Protocol):
    """Is informed about requests that may change data."""

    def objection(self, request: Request) -> str:
        """Return why a request with an unsafe method must not be sent; ``""`` if it may be sent."""

    def before_write(self, request: Request) -> None:
        """Called before a request with an unsafe method is sent."""

    def after_write(self, request: Request, response: Response) -> None:
        """Called after its response was received."""

    def owns(self, path: str) -> bool:
        """Whether the test has created the item at a decoded path, or an item above it."""


class Client:
    """Builds and sends requests.

    :ivar contract: the document.
    :ivar operations: the tested operations, in the order of the document.
    :ivar hidden: the selected operations that are not tested, each with the one that has the same path.
    :ivar usable: the operations that may be sent, also to prepare the test of another one.
    :ivar requests: the number of requests sent.
    :ivar losses: requests without a response, each operation and kind of error once.
    :ivar withheld: the number of requests that were not sent, by reason.
    """

    def __init__(self, contract: Contract, transport: Transport, plan: SessionPlan | None = None) -> None:
        self.plan = plan or SessionPlan()
        self.contract = contract
        self.transport = transport
        selected = _operations(contract, self.plan)
        apis = {one.api for one in selected}
        served = [one for one in contract.operations if not self.plan.native or one.api in apis]
        hidden = _hidden(served, native=self.plan.native)
        self.operations = tuple(one for one in selected if one.id not in hidden)
        self.hidden = [(one, hidden[one.id]) for one in selected if one.id in hidden]
        self.usable = tuple(one for one in served if one.id not in self.plan.excluded and one.id not in hidden)
        self.identities = self.plan.identities or documented_identities(contract)
        self.headers, self._credentials = split_credentials(self.plan.headers, contract)
        self.generators = Generators(seed=self.plan.seed)
        self.builder = RequestBuilder(self.generators, self.plan.known, native=self.plan.native, given=self.plan.values)
        self.build = self.builder.build
        self.routes = Routes(served, native=self.plan.native)
        self.requests = 0
        self._deadline: float | None = None
        self.losses: list[Loss] = []
        self.withheld: Counter[str] = Counter()
        self.watcher: Watcher | None = None
        self._timeouts: Counter[str] = Counter()
        self._absent: dict[str, bool] = {}
        self._health = Health(lambda request: self.transport.send(request, fresh=True))
        self._lock = threading.RLock()
        self._safety = self._rules(served)

    def _rules(self, served: Sequence[Operation]) -> Safety:
        plan = self.plan
        return Safety(
            served,
            SafetyRules(plan.read_only, plan.no_delete, plan.allow_destructive),
            [one for one in served if one.id in plan.excluded],
            (*(one.secret for one in self.identities), *basic_secrets(plan.headers)),
            native=plan.native,
            owns=lambda path: self.watcher is not None and self.watcher.owns(path),
            is_absent=self.is_absent,
        )

    @property
    def deadline(self) -> float | None:
        """Time after which no request is sent or waited for, in seconds of ``time.monotonic``, or ``None``."""
        return self._deadline

    @deadline.setter
    def deadline(self, deadline: float | None) -> None:
        self._deadline = self.transport.deadline = deadline

    @property
    def is_time_up(self) -> bool:
        """Whether the deadline has passed."""
        return self._deadline is not None and time.monotonic() >= self._deadline

    # ------------------------------------------------------------------ building

    def request(
        self,
        operation: Operation,
        number: int = 0,
        *,
        values: Values | None = None,
        body: Any = OMITTED,
        optional: bool = False,
        media: MediaType | None = None,
    ) -> Request:
        """Return a valid request with credentials; see :class:`RequestBuilder`."""
        return self.authorised(
            operation, self.build(operation, number, values=values, body=body, optional=optional, media=media)
        )

    def authorised(self, operation: Operation, request: Request) -> Request:
        """Return the request with credentials for the operation; unchanged if none are known.

        Credentials among the headers of the plan are used if no identity is.
        """
        chosen = choose_credentials(operation.security, self.identities)
        for use, identity in chosen or ():
            request = add_credential(use.scheme, identity.secret, request)
        return request if chosen else with_headers(request, self._credentials)

    # ------------------------------------------------------------------ sending

    def allows(self, request: Request) -> bool:
        """Return whether the safety rules allow a request."""
        return not self._objection(request)

    def _objection(self, request: Request) -> str:
        watcher = self.watcher if request.method not in SAFE_METHODS else None
        return self._safety.objection(request) or (watcher.objection(request) if watcher is not None else "")

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        """Send a request, with the headers of the plan that it does not have already.

        A request without a response is sent again on a new connection. If there is no response again, it is added to
        ``losses``, and :data:`NO_RESPONSE` is returned if the server still responds to other requests.

        :param fresh: use a connection of its own.
        :raises WithheldRequestError: if the safety rules do not allow the request.
        :raises SubjectError: if the server no longer responds to any request.
        :raises TimeIsUpError: if the time limit is reached, before the request is sent or before there is a response.
        """
        if self.is_time_up:
            raise TimeIsUpError
        objection = self._objection(request)
        if objection:
            with self._lock:
                self.withheld[objection] += 1
            raise WithheldRequestError(objection, request)
        watcher = self.watcher if request.method not in SAFE_METHODS else None
        if watcher is not None:
            watcher.before_write(request)
        response = self.exchange(request, fresh=fresh)
        if watcher is not None and response is not NO_RESPONSE:
            self._absent.pop(request.path, None)
            watcher.after_write(request, response)
        return response

    def exchange(self, request: Request, *, fresh: bool = False) -> Response:
        """Send a request without asking the safety rules; otherwise like :meth:`send`."""
        if self._timeouts and self._timeouts[self._owner(request)] >= MAX_TIMEOUTS:
            return NO_RESPONSE
        with self._lock:
            self.requests += 1
        request = with_headers(request, self.headers)
        try:
            response = self.transport.send(request, fresh=fresh)
        except TransportError as error:
            if self.is_time_up:
                raise TimeIsUpError from error
            return self._again(request, error)
        if request.method == "GET" and response.is_success:
            self._health.has_responded(request.path.rpartition("/")[0], request)
        return response

    def _again(self, request: Request, error: TransportError) -> Response:
        """Send a request without a response again; the loss is a finding even if the second attempt succeeds."""
        error.request = request
        try:
            if error.kind != "timeout":
                with self._lock:
                    self.requests += 1
                response = self.transport.send(request, fresh=True)
                self._lose(request, error)
                return response
        except TransportError as again:
            if self.is_time_up:
                raise TimeIsUpError from again
            again.request = request
            error = again
        if not self._health.is_alive(request.path.rpartition("/")[0]):
            raise SubjectError(f"{self.transport.base} stopped responding: {error.message}", hint=error.hint) from error
        self._lose(request, error)
        return NO_RESPONSE

    def _lose(self, request: Request, error: TransportError) -> None:
        owner = self._owner(request)
        with self._lock:
            if error.kind == "timeout":
                self._timeouts[owner] += 1
            if all(self._owner(one.request) != owner or one.error.kind != error.kind for one in self.losses):
                route = self.routes.match(request.method, request.path, request)
                self.losses.append(Loss(route.operation if route else None, request, error))

    def _owner(self, request: Request) -> str:
        route = self.routes.match(request.method, request.path, request)
        return route.operation.id if route else f"{request.method} {request.path}"

    def is_absent(self, request: Request) -> bool:
        """Return whether a read shows that nothing exists at the path of a request."""
        route = self.routes.match("GET", request.path)
        if route is None:
            return False
        if request.path not in self._absent:
            read = self.authorised(route.operation, Request("GET", request.path))
            self._absent[request.path] = self.exchange(read).status in ABSENT_STATUSES
        return self._absent[request.path]


ABSENT_STATUSES = frozenset({400, 404, 410, 422})
"""Status codes of reads that show that an item does not exist, or that its id is invalid."""


def _hidden(operations: Sequence[Operation], *, native: bool) -> dict[str, Operation]:
    """Return the operations whose requests belong to another one, by id, each with the other one."""
    templates = [(one.method, one.native_path if native else one.path, one.parameters) for one in operations]
    return {operations[index].id: operations[owner] for index, owner in hidden_by(templates).items()}


def _operations(contract: Contract, plan: SessionPlan) -> tuple[Operation, ...]:
    """Return the tested operations; those that the safety rules can allow."""
    return tuple(
        one
        for one in contract.operations
        if (plan.operations is None or one.id in plan.operations)
        and one.id not in plan.excluded
        and not (plan.read_only and one.method not in SAFE_METHODS)
        and not (plan.no_delete and is_destructive(one))
    )
