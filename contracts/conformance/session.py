"""The session of a contract test: finds successful requests and items, counts assertions, makes findings."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.conformance.causes import cause_of
from contracts.conformance.client import Client, SessionPlan, TimeIsUpError
from contracts.conformance.given_headers import with_headers
from contracts.conformance.items.changes import renamed
from contracts.conformance.items.creation import Creation
from contracts.conformance.items.pool import ATTEMPTS, ItemPool
from contracts.conformance.request_builder import OMITTED, Values
from contracts.conformance.safety import is_destructive
from contracts.errors import GenerationError, SubjectError, WithheldRequestError
from contracts.findings import Evidence, Finding, Severity
from contracts.messages import Request, Response
from contracts.run_result import CoverageCell, Skip
from contracts.spec.model import Contract, Operation
from contracts.transports.transport import Transport
from contracts.wording import pluralize

__all__ = ["ATTEMPTS", "Session", "SessionPlan", "Success", "TimeIsUpError"]

MAX_NAMED = 200
"""Number of operations that a note names."""


@dataclass(frozen=True, slots=True)
class Success:
    """A request that succeeded, with its response.

    :param values: the path values of the request.
    :param number: the number from which its other values were generated.
    :param body: the value of its body, if it was not generated from the number.
    """

    request: Request
    response: Response
    values: Values
    number: int = 0
    body: Any = OMITTED


class Session(Client):
    """The context of the checks; see :class:`Client` for what sends requests.

    :ivar items: the items that checks use.
    :ivar responses: the responses to attempts to get a successful response, by operation id.
    :ivar notes: what was skipped and why, without duplicates.
    :ivar skips: the notes about operations that were not or not completely tested, without duplicates.
    :ivar seconds: wall time by operation and check, in seconds.
    """

    def __init__(self, contract: Contract, transport: Transport, plan: SessionPlan | None = None) -> None:
        super().__init__(contract, transport, plan)
        self.items = ItemPool(self, self._path_values)
        self.watcher = self.items.changes
        self.responses: dict[str, list[Response]] = {}
        self.notes: dict[str, None] = {}
        self.skips: dict[Skip, None] = {}
        self.seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._since = time.monotonic()
        self._successes: dict[str, Success | None] = {}
        self._first_values: dict[str, Values] = {}
        self._uncovered: dict[str, set[int]] = {}
        self._asserted: Counter[tuple[str, int, str]] = Counter()
        self._failed: Counter[tuple[str, int, str]] = Counter()
        for one, other in self.hidden:
            reason = f"its path is that of {other.id} without the label, so no request belongs to it"
            self.note(f"{one.id}: {reason}; it was not tested", skipped=one.id)

    def leave_out_impossible(self) -> None:
        """Leave out the operations for which no valid request can be generated.

        :raises SubjectError: if no operation remains.
        :raises TimeIsUpError: if the time limit is reached.
        """
        possible: list[Operation] = []
        for one in self.operations:
            if self.is_time_up:
                raise TimeIsUpError
            try:
                self.build(one)
                possible.append(one)
            except GenerationError as error:
                self.note(f"{one.id} was not tested: it has no valid request: {error.message}", skipped=one.id)
        if self.operations and not possible:
            reason = next(reversed(self.notes))
            raise SubjectError(f"nothing to test: {reason}", hint="run contracts validate on the document")
        self.operations = tuple(possible)

    # ------------------------------------------------------------------ successful requests

    def success(self, operation: Operation) -> Success | None:
        """Return a request to this operation that got 2XX, from the first call on; ``None`` if all attempts failed.

        Operations that write use path values of an item that can be read, if there is an operation that reads it;
        operations that delete use an item that the test has created.
        """
        if operation.id not in self._successes:
            self._successes[operation.id] = None  # ends cycles
            self._successes[operation.id] = self._try(operation)
        return self._successes[operation.id]

    def first_values(self, operation: Operation) -> Values:
        """Return the path values with which a request to an operation is tried first; each time the same."""
        if operation.id not in self._first_values:
            self._first_values[operation.id] = next(self.items.candidates(operation), {})
        return self._first_values[operation.id]

    def _path_values(self, operation: Operation) -> Values | None:
        success = self.success(operation)
        return success.values if success else None

    def _try(self, operation: Operation) -> Success | None:
        if is_destructive(operation) and not self.plan.allow_destructive:
            return self._delete(operation)
        creation = self.creation_by(operation)
        if creation is not None:
            return self._create(operation, creation)
        for number, values in enumerate(self.items.candidates(operation)):
            found = self._attempt(operation, number, values)
            if found is not None:
                return found
        self._note_failure(operation)
        return None

    def creation_by(self, operation: Operation) -> Creation | None:
        """Return what creates items with an operation that does; ``None`` for any other operation."""
        resource = operation.resource
        reader = self.items.roles.find(resource.home or resource.collection, "read") if resource else None
        creation = self.items.creation(reader) if reader is not None else None
        return creation if creation is not None and creation.creator is operation else None

    def _create(self, operation: Operation, creation: Creation) -> Success | None:
        made = self.items.create(creation.reader)
        self.responses.setdefault(operation.id, []).extend([*creation.refusals, *([made.response] if made else [])])
        if made is None:
            self._note_failure(operation)
            return None
        return Success(made.request, made.response, self.items.parents(operation), made.number, made.whole_body)

    def _attempt(self, operation: Operation, number: int, values: Values) -> Success | None:
        try:
            body = self.items.update_body(operation, number, values)
            values_sent = {**values, **self.precondition(operation, values)}
            request = self.request(operation, number, values=values_sent, body=body)
            response = self.send(request)
        except WithheldRequestError as error:
            self.note(
                f"{operation.id}: {error.message}; checks that need a successful response were skipped",
                skipped=operation.id,
            )
            return None
        self.responses.setdefault(operation.id, []).append(response)
        if not response.is_success:
            return None
        if self.items.roles.reader_of(operation) is operation:
            self.items.is_found(operation, dict(values))
        return Success(request, response, values, number, body)

    def precondition(self, operation: Operation, values: Values) -> Values:
        """Return the ``ETag`` of the item of an operation as the value of its ``If-Match``; empty if not needed."""
        names = [one.name for one in operation.parameters if (one.location, one.name.lower()) == ("header", "if-match")]
        reader = self.items.roles.reader_of(operation)
        if not names or reader is None or names[0] in self.plan.known:
            return {}
        tag = self.items.read(reader, renamed(operation, reader, values)).header("etag")
        return {("header", names[0]): tag} if tag else {}

    def _delete(self, operation: Operation) -> Success | None:
        reader = self.items.roles.reader_of(operation)
        values = self.items.disposable(reader) if reader is not None else None
        if values is None:
            self.note(
                f"{operation.id}: the test can create no item to delete; checks that need one were skipped",
                skipped=operation.id,
            )
            return None
        found = self._attempt(operation, 0, values)
        if found is None:
            self._note_failure(operation)
        return found

    def _note_failure(self, operation: Operation) -> None:
        responses = self.responses.get(operation.id, ())
        statuses = " or ".join(sorted({str(response.status) for response in responses}))
        if statuses and operation in self.operations:
            skipped = "checks that need a successful response were skipped"
            self.note(f"{operation.id}: no request succeeded ({statuses}); {skipped}", skipped=operation.id)

    def reader_of(self, operation: Operation) -> Operation | None:
        """Return the operation that reads the item of this operation, possibly itself; ``None`` if there is none."""
        resource = operation.resource
        if resource is None or not (resource.id_parameter or resource.single):
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
        sent = tuple(with_headers(request, self.headers) for request in requests)
        evidence = Evidence(operation.id if operation else "", sent, response, expected, got)
        cause = cause or cause_of(message, operation)
        return Finding(check, severity, self.contract.locate(location), message, hint, evidence, cause=cause)

    def withdraw(self, finding: Finding) -> None:
        """Do not count a finding as a failed assertion, because it was not confirmed."""
        evidence = finding.evidence
        if evidence is not None:
            status = evidence.response.status if evidence.response else 0
            key = (evidence.operation, status, finding.rule.partition("/")[0])
            with self._lock:
                self._failed[key] -= 1

    def has_findings(self, operation: Operation) -> bool:
        """Whether an assertion about an operation has failed."""
        with self._lock:
            return any(key[0] == operation.id and number > 0 for key, number in self._failed.items())

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
        keys = sorted(self._asserted.keys() | {key for key, number in self._failed.items() if number > 0})
        return tuple(CoverageCell(key[0], key[1], key[2], self._asserted[key], self._failed[key]) for key in keys)


def _cell(check: str, operation: Operation | None, response: Response | None) -> tuple[str, int, str]:
    return (operation.id if operation else "", response.status if response else 0, check.partition("/")[0])
