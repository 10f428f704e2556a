"""From the engine's failures to findings: each once, with the smallest request that shows it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import RejectedPositiveData

from contracts.exploration.judgements import RULES, FuzzVerdict, body_errors, classify, mutated_location
from contracts.exploration.wire import EngineTransport, Exchange, TransportLoss
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation

NO_ANSWER = "no-answer"

STATEFUL = "stateful"

Key = tuple[str, str, int, str]
"""Operation, rule, status, cause: what makes two failures one."""

Owner = tuple[str, str]
"""The phase and the operation in which a failure was seen first; in sequences of requests, no operation."""


@dataclass
class _Seen:
    """A failure, with the smallest exchange that shows it so far.

    :param cases: ids of the cases that lead to it, beside its own chain.
    """

    owner: Owner
    operation: Operation
    judgement: FuzzVerdict
    exchange: Exchange
    case_id: str
    cases: tuple[str, ...]
    told: bool = False


@dataclass
class Collector:
    """Keeps failures until the scenario in which they are met is over.

    The engine asks in its own thread, findings are taken in the caller's.
    """

    session: Session
    operations: dict[str, Operation]
    wire: EngineTransport
    _seen: dict[Key, _Seen] = field(default_factory=dict)
    _losses: set[tuple[str, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, failure: Failure, case: Case[Any]) -> bool:
        """Take in a failed check; whether the engine is to go after it, making the request smaller.

        It is not where an earlier scenario has shown the same, where there was no answer, or where the document does
        not say for sure that the answer is wrong.
        """
        case_id = failure.case_id or case.id
        operation = self.operations[case.operation.label]
        if case_id in self.wire.lost or case.id in self.wire.lost:
            return False
        exchange = self.wire.exchanges[case_id]
        if not is_certain(failure, case, operation, exchange):
            return False
        judgement = classify(failure, case, operation, exchange)
        key = (operation.id, judgement.rule, exchange[1].status, judgement.cause)
        owner = _owner(case)
        seen = _Seen(owner, operation, judgement, exchange, case_id, failure.related_case_ids())
        with self._lock:
            known = self._seen.setdefault(key, seen)
            if known is seen:
                return True
            if known.owner != owner:
                return False
            if not known.told and owner[0] != STATEFUL and _size(exchange) < _size(known.exchange):
                self._seen[key] = seen
        return True

    def finish(self, owner: Owner, recorder: ScenarioRecorder) -> Iterator[Finding]:
        """Findings of a scenario that is over; counts what was looked at."""
        self._count(recorder)
        yield from self._take(owner, recorder)
        for case_id in recorder.cases:
            self.wire.forget(case_id)

    def rest(self) -> Iterator[Finding]:
        """Findings of scenarios that were broken off."""
        yield from self._take(None, None)

    def _take(self, owner: Owner | None, recorder: ScenarioRecorder | None) -> Iterator[Finding]:
        with self._lock:
            seen = [one for one in self._seen.values() if not one.told and _belongs(one, owner, recorder)]
            for one in seen:
                one.told = True
        for loss in list(self.wire.losses):
            if (loss.label, loss.error.kind) not in self._losses:
                self._losses.add((loss.label, loss.error.kind))
                yield self._without_answer(loss)
        for one in seen:
            yield self._finding(one, recorder)

    def _finding(self, seen: _Seen, recorder: ScenarioRecorder | None) -> Finding:
        judgement = seen.judgement
        return self.session.finding(
            judgement.rule,
            seen.operation,
            f"{seen.operation.id}: {judgement.message}",
            requests=self._chain(seen, recorder),
            response=seen.exchange[1],
            expected=judgement.expected,
            got=judgement.got,
            pointer=judgement.pointer,
        )

    def _chain(self, seen: _Seen, recorder: ScenarioRecorder | None) -> list[Request]:
        last = seen.exchange[0]
        if recorder is None or seen.owner[0] != STATEFUL:
            return [last]
        cases = recorder.iter_chain_cases(case_id=seen.case_id, related_case_ids=seen.cases)
        exchanges = (self.wire.exchanges.get(case.id) for case in cases if case.id != seen.case_id)
        return [*(exchange[0] for exchange in exchanges if exchange is not None), last]

    def _without_answer(self, loss: TransportLoss) -> Finding:
        operation, error = self.operations.get(loss.label), loss.error
        return self.session.finding(
            NO_ANSWER,
            operation,
            f"{operation.id if operation else loss.request.target}: {error.message}",
            requests=[loss.request],
            response=None,
            expected="an answer",
            got=error.message,
            hint=error.hint,
        )

    def _count(self, recorder: ScenarioRecorder) -> None:
        for case_id, nodes in recorder.checks.items():
            exchange = self.wire.exchanges.get(case_id)
            if exchange is None or case_id in self.wire.lost:
                continue
            case = recorder.cases[case_id].value
            operation = self.operations.get(case.operation.label)
            for check in dict.fromkeys(node.name for node in nodes):
                if check in RULES and covers(check, case, exchange[1]):
                    self.session.looked(RULES[check], operation, exchange[1])


def _owner(case: Case[Any]) -> Owner:
    phase = case.meta.phase.name.value if case.meta is not None else ""
    return phase, "" if phase == STATEFUL else case.operation.label


def _belongs(seen: _Seen, owner: Owner | None, recorder: ScenarioRecorder | None) -> bool:
    """Whether a failure is of this scenario: the engine may be sequences ahead, and all have one owner."""
    if owner is None or recorder is None:
        return True
    return seen.owner == owner and (owner[0] != STATEFUL or seen.case_id in recorder.cases)


def _size(exchange: Exchange) -> int:
    request = exchange[0]
    return len(request.target) + len(request.body) + sum(len(name) + len(value) for name, value in request.headers)


def is_certain(failure: Failure, case: Case[Any], operation: Operation, exchange: Exchange) -> bool:
    """Whether the document says for sure that the answer is wrong."""
    if isinstance(failure, AcceptedNegativeData):
        return _is_surely_invalid(case, operation, exchange[0])
    if not isinstance(failure, RejectedPositiveData):
        return True
    if body_errors(operation, exchange[0]):
        return False
    return not operation.documents(failure.status_code) or not _sends_optional(case, operation)


def covers(check: str, case: Case[Any], response: Response) -> bool:
    """Whether one of the engine's checks has something to judge in an answer; most of them look at some only."""
    meta = case.meta
    mode = meta.generation.mode if meta is not None else None
    match check:
        case "positive_data_acceptance":
            return mode is not None and mode.is_positive
        case "negative_data_rejection":
            return mode is not None and mode.is_negative
        case "ignored_auth":
            return response.is_success
        case "unsupported_method":
            return bool(case.method.upper() != case.operation.method.upper())
        case "allow_header_conformance":
            return response.header("allow") is not None
        case "missing_required_header":
            return mutated_location(case).startswith("header ")
        case "use_after_free" | "ensure_resource_availability":
            return meta is not None and meta.phase.name.value == "stateful"
    return True


def _is_surely_invalid(case: Case[Any], operation: Operation, request: Request) -> bool:
    """Whether a body that the engine calls invalid is so for this project's validator too, its formats aside.

    A format is an annotation, which a server need not check (JSON Schema 2020-12, validation, section 7.2.1).
    """
    if mutated_location(case) != "body" or not request.body:
        return True
    breaches = body_errors(operation, request)
    return breaches is None or any(breach.keyword != "format" for breach in breaches)


def _sends_optional(case: Case[Any], operation: Operation) -> bool:
    required = {(one.location, one.name) for one in operation.parameters if one.required and not one.strict_only}
    sent = {
        *(("query", name) for name in case.query or {}),
        *(("header", name) for name in case.headers or {}),
        *(("cookie", name) for name in case.cookies or {}),
    }
    return bool(sent & ({(one.location, one.name) for one in operation.parameters} - required))
