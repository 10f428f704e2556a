"""Fuzzing with generated requests: schemathesis, behind one function.

:func:`explore` runs the engine on the document, sends its requests through the session, and yields each failed check as
a finding, once per operation, rule, status code and cause. ``contracts.fuzzing`` documents which features are
disabled. Only these modules use schemathesis; its version is pinned because its entry point is not public.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from hypothesis.errors import HypothesisException
from jsonschema_rs import ValidationError
from schemathesis.core.errors import HookExecutionError, SchemathesisError
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response as EngineResponse
from schemathesis.engine import events
from schemathesis.engine.core import Engine
from schemathesis.engine.run import INTERNAL_PHASES, Phase, PhaseName, PhaseSkipReason
from schemathesis.generation.case import Case
from schemathesis.hooks import HookContext
from schemathesis.specs.openapi.schemas import OpenApiSchema

from contracts.conformance.client import NO_RESPONSE
from contracts.conformance.session import Session, TimeIsUpError
from contracts.errors import UsageError, WithheldRequestError
from contracts.findings import Finding, Severity
from contracts.fuzzing.collector import STATEFUL, Collector
from contracts.fuzzing.engine_document import engine_document
from contracts.fuzzing.engine_settings import default_profile, engine_settings, without_local_constants
from contracts.fuzzing.engine_transport import EngineTransport
from contracts.fuzzing.interruption import Interruption, ThreadInterrupter
from contracts.fuzzing.no_retrieval import without_retrieval
from contracts.messages import Request, Response
from contracts.spec.path_selectors import plain_path
from contracts.unraisable import without_messages_of
from contracts.wording import pluralize

PHASES = ("examples", "coverage", "fuzzing", STATEFUL)
"""Documented examples; systematic boundary and invalid values; generated requests; generated sequences of requests."""

NOT_EXPLORED = "not-explored"
"""Rule of the findings that report internal errors of the engine."""

ENGINE_THREADS = ("schemathesis_unit_tests", "schemathesis_stateful_tests")
"""Starts of the names of the threads in which the engine generates and sends requests."""

INTERRUPTED_AFTER = 0.25
"""Seconds after the time limit when these threads are interrupted; most end without it, at their next request."""

FAST_PHASES = ("examples", "coverage", "fuzzing")

FAST_EXAMPLES = 10
"""Number of generated requests per operation in the fast profile."""


@dataclass(frozen=True)
class Exploration:
    """Options of a fuzzing run.

    :param phases: some of :data:`PHASES`.
    :param max_examples: number of generated requests per operation, and of sequences; ``None`` for 100 requests and 40
        sequences.
    :param max_time: seconds after which no further request is sent; ``None`` for no limit.
    :param fast: generate few requests (:data:`FAST_EXAMPLES`) and no sequences.
    :param stop_at_first: stop after the first finding.
    :param database: directory or ``redis://`` URL that stores failing examples. With a database, the requests of a run
        depend on earlier runs.
    """

    phases: tuple[str, ...] = PHASES
    max_examples: int | None = None
    max_time: float | None = None
    fast: bool = False
    stop_at_first: bool = False
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of a run.

    :param operation: id of the operation that was just tested; ``""`` for a sequence of several operations.
    :param done: number of operations tested in this phase.
    :param total: number of operations to test in this phase; ``None`` if unknown.
    :param requests: number of requests sent in the session so far.
    """

    phase: str
    operation: str
    done: int
    total: int | None
    requests: int


def explore(session: Session, exploration: Exploration | None = None) -> Iterator[Finding | Step]:
    """Fuzz the server of a session; yield findings, and a step after each operation and sequence.

    Closing the generator stops the engine and its threads. The same seed gives the same findings in the same order if
    the server returns the same responses.

    A request without a response is added to the losses of the session. If no data can be generated from a schema, a
    note is added; an internal error of the engine is a warning, ``not-explored``.

    :raises SubjectError: if the server no longer responds to any request, after the findings so far.
    :raises UsageError: for an unknown phase or a database that cannot be used.
    :raises KeyboardInterrupt: on Ctrl-C, after the findings so far.
    """
    exploration = exploration or Exploration()
    unknown = [phase for phase in exploration.phases if phase not in PHASES]
    if unknown:
        raise UsageError(f"unknown phase {unknown[0]!r}", hint=f"phases: {', '.join(PHASES)}")
    return _explored(session, exploration)


def _explored(session: Session, exploration: Exploration) -> Iterator[Finding | Step]:
    yield from _Run(session, exploration).run()


class _Run:
    """A run of the engine."""

    def __init__(self, session: Session, exploration: Exploration) -> None:
        self.session = session
        self.exploration = exploration
        self.document = engine_document(session)
        self.wire = EngineTransport(self._send, self._stop, _documented_methods(session), self.document.selected)
        self.collector = Collector(session, self.document, self.wire)
        self.wire.on_response = self.collector.receive
        phases = tuple(one for one in exploration.phases if not exploration.fast or one in FAST_PHASES)
        examples = exploration.max_examples or (FAST_EXAMPLES if exploration.fast else None)
        seed, database, more = session.plan.seed, exploration.database, self._has_findings
        config = engine_settings(self.document, seed, phases, examples, database, explores_more=more)
        self.schema = _Schema(raw_schema=self.document.tree, config=config.projects.get(self.document.tree))
        self.schema.wire = self.wire
        self._watch_failures()
        self.deadline = None if exploration.max_time is None else time.monotonic() + exploration.max_time
        self.stream = _Engine(schema=self.schema).execute()
        self.done: dict[str, int] = {}
        self.warned: set[str] = set()
        self.stopped = self.interrupted = False

    def run(self) -> Iterator[Finding | Step]:
        is_time_up = False
        with default_profile(), without_local_constants(), without_retrieval(), self._interrupted_in_time():
            try:
                with closing(self.stream.generator) as stream:
                    for event in stream:
                        for event_or_finding in self._results(event):
                            yield event_or_finding
                            if self.exploration.stop_at_first and isinstance(event_or_finding, Finding):
                                return
                yield from self.collector.rest()
            except TimeIsUpError:  # while a finding was confirmed
                is_time_up = True
        self._note_withheld()
        if is_time_up:
            self._note_time_is_up()
        if self.wire.gone is not None:
            raise self.wire.gone
        if self.interrupted:
            raise KeyboardInterrupt

    @contextmanager
    def _interrupted_in_time(self) -> Iterator[None]:
        """Interrupt the threads of the engine at the time limit: generating data may take any time."""
        if self.deadline is None:
            yield
            return
        watch = ThreadInterrupter(ENGINE_THREADS, self.deadline + INTERRUPTED_AFTER, self._stop)
        with without_messages_of(Interruption):
            watch.start()
            try:
                yield
            finally:
                watch.end()
                if watch.has_interrupted:
                    self._note_time_is_up()

    def _note_time_is_up(self) -> None:
        self.session.note("fuzzing was stopped early: the time limit was reached")

    def _watch_failures(self) -> None:
        collector = self.collector

        def filter_failure(_: HookContext, failure: Failure, case: Case[Any], __: EngineResponse) -> bool:
            return collector.keep(failure, case)

        self.schema.hooks.hook(filter_failure)

    def _results(self, event: events.EngineEvent) -> Iterator[Finding | Step]:
        match event:
            case events.PhaseStarted():
                # Generated requests are shrunk if they fail; systematic ones are small already and must all run.
                self.schema.config.continue_on_failure = event.phase.name is not PhaseName.FUZZING
            case events.ScenarioFinished():
                owner = (event.phase.value, event.label or "")
                yield from self.collector.finish(owner, event.recorder)
                yield self._step(*owner)
            case events.NonFatalError():
                yield from self._engine_error(event)
            case events.Interrupted():
                self.interrupted = not self.stopped
            case events.FatalError():
                raise event.exception

    def _engine_error(self, event: events.NonFatalError) -> Iterator[Finding]:
        """Report an error of the engine: schemas without valid data become notes, other errors warnings."""
        if isinstance(event.value, HookExecutionError):
            raise event.value  # an error in our hook
        operation = self.document.operations.get(event.label)
        name = operation.id if operation else event.label
        first = next(iter(event.info.message.strip().splitlines()), "")
        message = f"{name}: fuzzing is incomplete ({event.phase.value if event.phase else 'start'}): {first}"
        if isinstance(event.value, SchemathesisError | HypothesisException | ValidationError):
            self.session.note(message, skipped=operation.id if operation else "")
        elif message not in self.warned:
            self.warned.add(message)
            location = self.session.contract.locate(operation.pointer if operation else "")
            hint = "exclude the operation, and report this with the document"
            yield Finding(NOT_EXPLORED, Severity.WARNING, location, message, hint)

    def _step(self, phase: str, label: str) -> Step:
        self.done[phase] = self.done.get(phase, 0) + 1
        total = None if phase == STATEFUL else len(self.document.operations)
        operation = self.document.operations.get(label)
        return Step(phase, operation.id if operation else "", self.done[phase], total, self.session.requests)

    def _send(self, request: Request) -> Response:
        if self.deadline is not None and time.monotonic() >= self.deadline:
            self._note_time_is_up()
            self._stop()
        if self.session.items.is_of_others(request):
            reason = "the test did not create what it would change; --allow-destructive allows it"
            raise WithheldRequestError(reason, request)
        try:
            return self.session.send(request)
        except TimeIsUpError:
            self._note_time_is_up()
            self._stop()
            return NO_RESPONSE

    def _has_findings(self, label: str) -> bool:
        operation = self.document.operations.get(label)
        return operation is not None and (self.session.has_findings(operation) or self.collector.has_seen(operation))

    def _note_withheld(self) -> None:
        for reason, number in sorted(self.wire.withheld.items()):
            verb = "was" if number == 1 else "were"
            self.session.note(f"{pluralize(number, 'generated request')} {verb} not sent: {reason}")

    def _stop(self) -> None:
        self.stopped = True
        self.stream.stop()


def _documented_methods(session: Session) -> dict[str, frozenset[str]]:
    """Return the documented methods by path template, those of operations that are not tested too.

    Templates that differ only by selectors and labels (``/files/{id}#share``), or by the names of parameters, are those
    of one path.
    """
    templates: dict[str, str] = {}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in session.contract.operations:
        template = one.native_path if session.plan.native else one.path
        templates[template] = shape = _PARAMETER.sub("{}", plain_path(template, one.parameters))
        found[shape].add(one.method)
    return {template: frozenset(found[shape]) for template, shape in templates.items()}


_PARAMETER = re.compile(r"\{[^{}]*\}")


class _Schema(OpenApiSchema):
    """A schema of the engine whose requests are sent through the session."""

    wire: EngineTransport

    @property
    def transport(self) -> EngineTransport:
        return self.wire


class _Engine(Engine):
    """The engine without the phases that bypass the session."""

    def get_phase_config(self, phase_name: PhaseName, *, is_supported: bool, requires_transitions: bool) -> Phase:
        if phase_name in INTERNAL_PHASES:
            return Phase(phase_name, is_enabled=False, skip_reason=PhaseSkipReason.DISABLED)
        return super().get_phase_config(
            phase_name, is_supported=is_supported, requires_transitions=requires_transitions
        )
