"""Turns failures of the engine into findings, each once, with the smallest request that reproduces it.

Failures that do not certainly violate the document (``certainty.py``), or do not recur (``confirmation.py``), are
ignored.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemathesis.core.failures import AcceptedNegativeData, ContentTypeServerError, Failure, ServerError
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import (
    AllowHeaderMismatch,
    EnsureResourceAvailability,
    MissingHeaderNotRejected,
    RejectedPositiveData,
    UndefinedStatusCode,
)

from contracts.conformance.session import MAX_NAMED, Session
from contracts.findings import Finding
from contracts.fuzzing.certainty import covers, is_certain, is_mismatch, is_uncovered_error, must_exist
from contracts.fuzzing.confirmation import ERROR, Confirmation, Verdict
from contracts.fuzzing.engine_document import EngineDocument
from contracts.fuzzing.engine_transport import EngineTransport, Exchange
from contracts.fuzzing.failure_classification import (
    RULES,
    FuzzVerdict,
    classify,
    plain_verdict,
)
from contracts.fuzzing.state_dependence import DATA_STATUSES, depends_on_state
from contracts.fuzzing.undocumented_refusals import UndocumentedRefusals
from contracts.messages import Request
from contracts.spec.model import Operation
from contracts.wording import pluralize

STATEFUL = "stateful"

MAX_REFUTED = 3
"""Number of occurrences of a failure that are repeated; if none recurs, later ones are ignored."""

Key = tuple[str, str, int, str]
"""Operation, rule, status code and cause, which identify a failure."""

Owner = tuple[str, str]
"""The phase and the operation in which a failure occurred first; in sequences of requests, no operation."""


@dataclass
class _Seen:
    """A failure, with the smallest exchange that reproduces it so far.

    :param cases: ids of related cases, in addition to its own chain.
    :param is_intermittent: whether it did not recur when its request was repeated.
    """

    owner: Owner
    operation: Operation
    verdict: FuzzVerdict
    exchange: Exchange
    case_id: str
    cases: tuple[str, ...]
    is_intermittent: bool = False
    is_plain: bool = False
    reported: bool = False


class Collector:
    """Collects failures until their scenario is finished.

    The engine calls it from its own thread; findings are read in the thread of the caller.
    """

    def __init__(self, session: Session, document: EngineDocument, wire: EngineTransport) -> None:
        self.session = session
        self.operations = document.operations
        self.wire = wire
        self._known = document.known
        self._confirmation = Confirmation(session)
        self._refusals = UndocumentedRefusals()
        self._seen: dict[Key, _Seen] = {}
        self._refuted: Counter[Key] = Counter()
        self._depending: dict[str, set[int]] = {}
        self._lock = threading.Lock()

    def receive(self, case: Case[Any], exchange: Exchange) -> None:
        """Inspect a response that no check of the engine may see, such as that to a probe without credentials."""
        if case.method.upper() == case.operation.method.upper():
            self._refusals.add(self.operations[case.operation.label], exchange)

    def keep(self, failure: Failure, case: Case[Any]) -> bool:
        """Add a failed check; return whether the engine should shrink the request.

        It should not if an earlier scenario had the same failure, if there was no response, if the response does not
        certainly violate the document, or if it does not recur.
        """
        case_id = failure.case_id or case.id
        operation = self.operations[case.operation.label]
        if case_id in self.wire.unanswered or case.id in self.wire.unanswered:
            return False
        exchange = self.wire.exchanges[case_id]
        if not self._is_certain(failure, case, operation, exchange):
            return False
        verdict = classify(failure, case, operation, exchange)
        seen = _Seen(_owner(case), operation, verdict, exchange, case_id, failure.related_case_ids())
        return self._add(seen, failure)

    def _is_certain(self, failure: Failure, case: Case[Any], operation: Operation, exchange: Exchange) -> bool:
        status = exchange[1].status
        if not is_certain(failure, case, operation, exchange):
            return False
        if isinstance(failure, RejectedPositiveData) and self._may_depend_on_state(case, operation, exchange):
            return False
        if isinstance(failure, AllowHeaderMismatch):
            return is_mismatch(failure, self.wire.documented.get(case.operation.path, frozenset()))
        if isinstance(failure, EnsureResourceAvailability):
            return must_exist(self.operations.get(failure.created_with), operation)
        if isinstance(failure, UndefinedStatusCode):
            if self._refusals.add(operation, exchange):
                return False
            if is_uncovered_error(case, operation, exchange):
                self.session.uncovered(operation, status)
                return False
        return True

    def _may_depend_on_state(self, case: Case[Any], operation: Operation, exchange: Exchange) -> bool:
        request, response = exchange
        existing = {name: values for (owner, name), values in self._known.items() if owner == operation.id}
        if not operation.documents(response.status):
            return self._is_reported_as_undocumented(case, operation, exchange, existing)
        if not depends_on_state(operation, request, response.status, case, existing):
            return False
        if response.status in DATA_STATUSES:
            with self._lock:
                self._depending.setdefault(operation.id, set()).add(response.status)
        return True

    def _is_reported_as_undocumented(
        self, case: Case[Any], operation: Operation, exchange: Exchange, existing: Mapping[str, list[Any]]
    ) -> bool:
        """Whether a rejection that may depend on state is a finding already, for its undocumented status code."""
        return not is_uncovered_error(case, operation, exchange) and depends_on_state(
            operation, exchange[0], exchange[1].status, case, existing
        )

    def _add(self, seen: _Seen, failure: Failure) -> bool:
        with self._lock:
            known = self._seen.get(_key(seen))
            if known is None and not seen.verdict.cause and self._has_cause(seen):
                return False
        if known is None:
            return self._add_new(seen, failure)
        if known.is_plain or known.owner != seen.owner:
            return not known.is_plain and known.owner == seen.owner
        is_smaller = seen.owner[0] != STATEFUL and _size(seen.exchange) < _size(known.exchange)
        if is_smaller and not known.reported and not known.is_intermittent:
            with self._lock:
                self._seen[_key(seen)] = seen
        return True

    def _has_cause(self, seen: _Seen) -> bool:
        """Whether a failure of unknown cause is likely one whose cause is known: of the same rule and status code."""
        return any(key[:3] == _key(seen)[:3] for key in self._seen)

    def _add_new(self, seen: _Seen, failure: Failure) -> bool:
        """Add a failure that occurs for the first time, if it recurs and is not that of any valid request."""
        key = _key(seen)
        if self._refuted[key] >= MAX_REFUTED:
            return False
        plain = self._plain(seen, failure)
        if plain is not None and not isinstance(failure, SHARED_FAILURES):
            return False  # the request is not accepted: it fails like any other
        result = seen.owner[0] != STATEFUL and self._confirmation.repeated(seen.exchange)
        if result is Verdict.REFUTED:
            self._refuted[key] += 1
            return False
        seen.is_intermittent = result is Verdict.INTERMITTENT
        if plain is not None:
            seen.verdict, seen.exchange, seen.is_plain = plain_verdict(seen.verdict, plain[1].status), plain, True
            seen.is_intermittent = False
        with self._lock:
            self._seen[key] = self._seen.setdefault(_key(seen), seen)
        return not seen.is_plain

    def _plain(self, seen: _Seen, failure: Failure) -> Exchange | None:
        """Return a valid request that fails with the same status code, if the failure depends on the request."""
        status = seen.exchange[1].status
        if status < ERROR or not isinstance(failure, (*SHARED_FAILURES, *BLAMING_FAILURES)):
            return None
        return self._confirmation.plain_failure(seen.operation, status)

    def has_seen(self, operation: Operation) -> bool:
        """Whether a request to an operation has failed a check."""
        with self._lock:
            return any(key[0] == operation.id for key in self._seen)

    def finish(self, owner: Owner, recorder: ScenarioRecorder) -> Iterator[Finding]:
        """Yield the findings of a finished scenario, and count its assertions."""
        self._count(recorder)
        yield from self._take(owner, recorder)
        for case_id in recorder.cases:
            self.wire.forget(case_id)

    def rest(self) -> Iterator[Finding]:
        """Yield the findings of scenarios that were aborted, and those that concern several operations."""
        yield from self._take(None, None)
        yield from self._refusals.findings(self.session)
        self._note_depending()

    def _note_depending(self) -> None:
        if self._depending:
            found = [
                f"{one.id} ({', '.join(map(str, sorted(self._depending[one.id])))})"
                for one in self.session.operations
                if one.id in self._depending
            ]
            more = f" and {pluralize(len(found) - MAX_NAMED, 'more operation')}" if len(found) > MAX_NAMED else ""
            named = ", ".join(found[:MAX_NAMED]) + more
            self.session.note(f"documented rejections of valid requests, which may depend on other data: {named}")

    def _take(self, owner: Owner | None, recorder: ScenarioRecorder | None) -> Iterator[Finding]:
        with self._lock:
            seen = [one for one in self._seen.values() if not one.reported and _belongs(one, owner, recorder)]
            seen = list({id(one): one for one in seen}.values())
            for one in seen:
                one.reported = True
        for one in seen:
            yield self._finding(one, recorder)

    def _finding(self, seen: _Seen, recorder: ScenarioRecorder | None) -> Finding:
        verdict = seen.verdict
        intermittent = ", intermittent: not when the request was repeated" if seen.is_intermittent else ""
        return self.session.finding(
            verdict.rule,
            seen.operation,
            f"{seen.operation.id}: {verdict.message}{intermittent}",
            requests=self._chain(seen, recorder),
            response=seen.exchange[1],
            expected=verdict.expected,
            got=verdict.got,
            pointer=verdict.pointer,
            cause=verdict.fault or verdict.message,
        )

    def _chain(self, seen: _Seen, recorder: ScenarioRecorder | None) -> list[Request]:
        last = seen.exchange[0]
        if recorder is None or seen.owner[0] != STATEFUL or seen.is_plain:
            return [last]
        cases = recorder.iter_chain_cases(case_id=seen.case_id, related_case_ids=seen.cases)
        exchanges = (self.wire.exchanges.get(case.id) for case in cases if case.id != seen.case_id)
        return [*(exchange[0] for exchange in exchanges if exchange is not None), last]

    def _count(self, recorder: ScenarioRecorder) -> None:
        for case_id, nodes in recorder.checks.items():
            exchange = self.wire.exchanges.get(case_id)
            if exchange is None or case_id in self.wire.unanswered:
                continue
            case = recorder.cases[case_id].value
            operation = self.operations.get(case.operation.label)
            for check in dict.fromkeys(node.name for node in nodes):
                if check in RULES and covers(check, case, exchange[1]):
                    self.session.asserted(RULES[check], operation, exchange[1])


SHARED_FAILURES = (ServerError, ContentTypeServerError, UndefinedStatusCode)
"""Failures that a valid request may have as well; the finding is then about the valid request."""

BLAMING_FAILURES = (AcceptedNegativeData, MissingHeaderNotRejected)
"""Failures that blame a change of a valid request; without meaning if the valid request gets the same status code."""


def _key(seen: _Seen) -> Key:
    return seen.operation.id, seen.verdict.rule, seen.exchange[1].status, seen.verdict.cause


def _owner(case: Case[Any]) -> Owner:
    phase = case.meta.phase.name.value if case.meta is not None else ""
    return phase, "" if phase == STATEFUL else case.operation.label


def _belongs(seen: _Seen, owner: Owner | None, recorder: ScenarioRecorder | None) -> bool:
    """Whether a failure belongs to a scenario; the engine may be ahead, and all sequences have the same owner."""
    if owner is None or recorder is None:
        return True
    return seen.owner == owner and (owner[0] != STATEFUL or seen.case_id in recorder.cases)


def _size(exchange: Exchange) -> int:
    request = exchange[0]
    return len(request.target) + len(request.body) + sum(len(name) + len(value) for name, value in request.headers)
