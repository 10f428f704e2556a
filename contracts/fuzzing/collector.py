"""Turns failures of the engine into findings, each once, with the smallest request that reproduces it.

Failures that do not certainly violate the document are ignored. A rejected valid request is ignored if its status code
is documented and the request has an optional parameter: a document cannot express that parameters exclude each other or
are for some callers only. A body is invalid if two validators agree, apart from formats.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemathesis.core.failures import AcceptedNegativeData, ContentTypeServerError, Failure, ServerError
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import (
    AllowHeaderMismatch,
    IgnoredAuth,
    MissingHeaderNotRejected,
    RejectedPositiveData,
    UndefinedStatusCode,
)

from contracts.conformance.assertions.failure_cases import documents_success
from contracts.conformance.assertions.query_params import required_properties
from contracts.conformance.assertions.uncovered_errors import failures_at, failures_of_valid_requests, is_uncovered
from contracts.conformance.session import MAX_NAMED, Session
from contracts.findings import Finding
from contracts.fuzzing.confirmation import ERROR, Confirmation, Verdict
from contracts.fuzzing.engine_document import EngineDocument
from contracts.fuzzing.engine_transport import EngineTransport, Exchange
from contracts.fuzzing.failure_classification import (
    RULES,
    FuzzVerdict,
    body_errors,
    classify,
    mutated_location,
    plain_verdict,
    sent_media,
)
from contracts.fuzzing.state_dependence import DATA_STATUSES, is_inexpressible_form, may_depend_on_state
from contracts.fuzzing.undocumented_refusals import UndocumentedRefusals
from contracts.messages import Request, Response
from contracts.spec.model import MediaType, Operation
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
            return _is_mismatch(failure, self.wire.documented.get(case.operation.path, frozenset()))
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
        if not may_depend_on_state(operation, request, response.status, case, existing):
            return False
        if response.status in DATA_STATUSES:
            with self._lock:
                self._depending.setdefault(operation.id, set()).add(response.status)
        return True

    def _add(self, seen: _Seen, failure: Failure) -> bool:
        with self._lock:
            known = self._seen.get(_key(seen))
        if known is None:
            return self._add_new(seen, failure)
        if known.is_plain or known.owner != seen.owner:
            return not known.is_plain and known.owner == seen.owner
        is_smaller = seen.owner[0] != STATEFUL and _size(seen.exchange) < _size(known.exchange)
        if is_smaller and not known.reported and not known.is_intermittent:
            with self._lock:
                self._seen[_key(seen)] = seen
        return True

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


def _is_mismatch(failure: AllowHeaderMismatch, documented: frozenset[str]) -> bool:
    """Whether ``Allow`` differs from all documented methods; the engine knows those of the tested operations only."""
    failure.undocumented_methods = [one for one in failure.undocumented_methods if one not in documented]
    return bool(failure.undocumented_methods or failure.missing_methods)


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


def is_certain(failure: Failure, case: Case[Any], operation: Operation, exchange: Exchange) -> bool:
    """Whether a response certainly violates the document."""
    if isinstance(failure, IgnoredAuth) and any(not rule.uses for rule in operation.security):
        return False
    is_about_validity = isinstance(failure, RejectedPositiveData | AcceptedNegativeData)
    if is_about_validity and is_inexpressible_form(operation, exchange[0], case):
        return False
    if isinstance(failure, RejectedPositiveData | MissingHeaderNotRejected) and _is_precondition(operation, exchange):
        return False
    if isinstance(failure, AcceptedNegativeData):
        return _is_certainly_invalid(case, operation, exchange[0])
    if not isinstance(failure, RejectedPositiveData):
        return True
    if body_errors(operation, exchange[0]) or not documents_success(operation):
        return False
    is_doubtful = _is_json_patch(exchange[0]) or _is_empty(operation, exchange[0])
    if is_doubtful and operation.response(failure.status_code) is not None:
        return False
    return not operation.documents(failure.status_code) or not _sends_optional(case, operation)


def _is_json_patch(request: Request) -> bool:
    """Whether a body is a JSON Patch, which may not apply to the item although it matches its schema (RFC 6902)."""
    if (request.header("content-type") or "").lower().startswith("application/json-patch+json"):
        return True
    try:
        value = json.loads(request.body or b"null")
    except ValueError:
        return False
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "op" in one for one in value)


def _is_empty(operation: Operation, request: Request) -> bool:
    """Whether a required body is empty: a valid text, but a server may regard it as missing."""
    return operation.request_body is not None and operation.request_body.required and not request.body


def is_uncovered_error(case: Case[Any], operation: Operation, exchange: Exchange) -> bool:
    """Whether an undocumented status code is that of a failure for which the operation documents no error.

    Only requests that may be invalid are taken into account, and valid ones whose id or credential may be unknown.
    """
    meta, (request, response) = case.meta, exchange
    is_valid = meta is not None and meta.generation.mode.is_positive and not body_errors(operation, request)
    kinds = failures_of_valid_requests(operation) if is_valid else failures_at(operation, mutated_location(case))
    return is_uncovered(operation, kinds, response.status)


PRECONDITION_STATUSES = frozenset({412, 428})


def _is_precondition(operation: Operation, exchange: Exchange) -> bool:
    """Whether a request was rejected because of a precondition: a generated ``If-Match`` is not the tag of an item."""
    request, response = exchange
    conditional = request.header("if-match") is not None or request.header("if-none-match") is not None
    return operation.documents(response.status) and response.status in (PRECONDITION_STATUSES if conditional else {428})


def covers(check: str, case: Case[Any], response: Response) -> bool:
    """Whether a check of the engine applies to a response; most checks apply to some responses only."""
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


def _is_certainly_invalid(case: Case[Any], operation: Operation, request: Request) -> bool:
    """Whether a body that the engine made invalid is invalid for our validator, too, apart from formats.

    A format is an annotation that servers need not validate (JSON Schema 2020-12, validation, section 7.2.1).
    """
    if mutated_location(case) != "body" or not request.body:
        return True
    media = sent_media(operation, request)
    if media is not None and not media.is_json:
        return _lacks_required(case, media)
    errors = body_errors(operation, request)
    return errors is None or any(error.keyword != "format" for error in errors)


def _lacks_required(case: Case[Any], media: MediaType) -> bool:
    """Whether a form or an XML body lacks a required property.

    Values of other types are strings there like valid ones, and a repeated field may count once.
    """
    required = required_properties(media.schema) if media.schema is not None else frozenset()
    return isinstance(case.body, dict) and not required <= case.body.keys()


def _sends_optional(case: Case[Any], operation: Operation) -> bool:
    required = {(one.location, one.name) for one in operation.parameters if one.required and not one.strict_only}
    sent = {
        *(("query", name) for name in case.query or {}),
        *(("header", name) for name in case.headers or {}),
        *(("cookie", name) for name in case.cookies or {}),
    }
    return bool(sent & ({(one.location, one.name) for one in operation.parameters} - required))
