"""The engine that explores an implementation with generated requests: schemathesis, behind one function.

:func:`explore` hands it the contract's document, sends its requests through the session, and tells each failure of a
check as a finding, once for each operation, rule, status and cause. What it leaves alone and why stands in
``contracts.exploration``; no other module knows the engine, which is pinned exactly: its entry point is not public.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
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

from contracts.errors import UsageError
from contracts.exploration.collector import STATEFUL, Collector
from contracts.exploration.document import engine_document
from contracts.exploration.settings import default_profile, engine_settings, without_local_constants
from contracts.exploration.wire import EngineTransport
from contracts.findings import Finding, Severity
from contracts.messages import Request, Response
from contracts.probe.session import Session

PHASES = ("examples", "coverage", "fuzzing", STATEFUL)
"""Documented examples; each bound and each breach of each schema; drawn requests; drawn sequences of requests."""

NOT_EXPLORED = "not-explored"
"""The rule of a finding that tells where the engine itself broke off."""

FAST_PHASES = ("examples", "coverage", "fuzzing")

FAST_EXAMPLES = 25
"""Requests that the fast profile draws for each operation."""


@dataclass(frozen=True)
class Exploration:
    """How far to go.

    :param phases: some of :data:`PHASES`.
    :param max_examples: requests that are drawn for each operation, and sequences of requests in all; ``None``: 100
        requests and 40 sequences.
    :param max_time: seconds after which no further request is begun; ``None``: no limit.
    :param fast: few requests are drawn (:data:`FAST_EXAMPLES`), and no sequences.
    :param stop_at_first: whether to end with the first finding.
    :param database: where failing examples are kept for the next run: a directory or a ``redis://`` URL. With one, what
        a run sends depends on earlier runs.
    """

    phases: tuple[str, ...] = PHASES
    max_examples: int | None = None
    max_time: float | None = None
    fast: bool = False
    stop_at_first: bool = False
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far it has come.

    :param operation: id of the operation that was just explored; ``""`` for a sequence of several.
    :param done: operations explored in this phase.
    :param total: operations to explore in it; ``None`` where that is not known.
    :param requests: sent in the whole session so far.
    """

    phase: str
    operation: str
    done: int
    total: int | None
    requests: int


def explore(session: Session, exploration: Exploration | None = None) -> Iterator[Finding | Step]:
    """Explore the subject of a session; findings as they are met, and a step after each operation and sequence.

    Closing the generator early ends the engine and its threads. The same seed gives the same findings in the same
    order, as long as the subject answers the same.

    A request without an answer is a finding, ``no-answer``; after several in a row no more is sent. Where nothing can
    be generated from a schema, the session's notes say so; where the engine itself breaks off, a warning does,
    ``not-explored``.

    :raises UsageError: for a phase that is not known or a database that cannot be used.
    :raises KeyboardInterrupt: for Ctrl-C, after what was found until then.
    """
    exploration = exploration or Exploration()
    unknown = [phase for phase in exploration.phases if phase not in PHASES]
    if unknown:
        raise UsageError(f"no phase is called {unknown[0]!r}", hint=f"use some of {', '.join(PHASES)}")
    return _explored(session, exploration)


def _explored(session: Session, exploration: Exploration) -> Iterator[Finding | Step]:
    yield from _Run(session, exploration).run()


class _Run:
    """One run of the engine."""

    def __init__(self, session: Session, exploration: Exploration) -> None:
        self.session = session
        self.exploration = exploration
        self.document = engine_document(session)
        self.wire = EngineTransport(self._send, self._stop)
        self.collector = Collector(session, self.document.operations, self.wire)
        phases = tuple(one for one in exploration.phases if not exploration.fast or one in FAST_PHASES)
        examples = exploration.max_examples or (FAST_EXAMPLES if exploration.fast else None)
        whole = engine_settings(self.document, session.plan.seed, phases, examples, exploration.database)
        self.schema = _Schema(raw_schema=self.document.tree, config=whole.projects.get(self.document.tree))
        self.schema.wire = self.wire
        self._watch_failures()
        self.deadline = None if exploration.max_time is None else time.monotonic() + exploration.max_time
        self.stream = _Engine(schema=self.schema).execute()
        self.done: dict[str, int] = {}
        self.warned: set[str] = set()
        self.stopped = self.interrupted = False

    def run(self) -> Iterator[Finding | Step]:
        with default_profile(), without_local_constants(), closing(self.stream.generator) as stream:
            for event in stream:
                for told in self._told(event):
                    yield told
                    if self.exploration.stop_at_first and isinstance(told, Finding):
                        return
            yield from self.collector.rest()
        if self.interrupted:
            raise KeyboardInterrupt

    def _watch_failures(self) -> None:
        collector = self.collector

        def filter_failure(_: HookContext, failure: Failure, case: Case[Any], __: EngineResponse) -> bool:
            return collector.keep(failure, case)

        self.schema.hooks.hook(filter_failure)

    def _told(self, event: events.EngineEvent) -> Iterator[Finding | Step]:
        match event:
            case events.PhaseStarted():
                # Drawn requests are made smaller when they fail; the systematic ones are small, and all are wanted.
                self.schema.config.continue_on_failure = event.phase.name is not PhaseName.FUZZING
            case events.ScenarioFinished():
                owner = (event.phase.value, event.label or "")
                yield from self.collector.finish(owner, event.recorder)
                yield self._step(*owner)
            case events.NonFatalError():
                yield from self._unexplored(event)
            case events.Interrupted():
                self.interrupted = not self.stopped
            case events.FatalError():
                raise event.exception

    def _unexplored(self, event: events.NonFatalError) -> Iterator[Finding]:
        """Say what could not be explored: schemas that nothing can be made from are noted, all else is a warning."""
        if isinstance(event.value, HookExecutionError):
            raise event.value  # a mistake of ours
        operation = self.document.operations.get(event.label)
        name = operation.id if operation else event.label
        first = next(iter(event.info.message.strip().splitlines()), "")
        text = f"{name}: not all could be explored ({event.phase.value if event.phase else 'start'}): {first}"
        if isinstance(event.value, SchemathesisError | HypothesisException | ValidationError):
            self.session.note(text)
        elif text not in self.warned:
            self.warned.add(text)
            place = self.session.contract.locate(operation.pointer if operation else "")
            hint = "leave the operation out, and report this with the document"
            yield Finding(NOT_EXPLORED, Severity.WARNING, place, text, hint)

    def _step(self, phase: str, label: str) -> Step:
        self.done[phase] = self.done.get(phase, 0) + 1
        total = None if phase == STATEFUL else len(self.document.operations)
        operation = self.document.operations.get(label)
        return Step(phase, operation.id if operation else "", self.done[phase], total, self.session.requests)

    def _send(self, request: Request) -> Response:
        if self.deadline is not None and time.monotonic() >= self.deadline:
            self.session.note("exploring was stopped before its end: the time was over")
            self._stop()
        return self.session.send(request)

    def _stop(self) -> None:
        self.stopped = True
        self.stream.stop()


class _Schema(OpenApiSchema):
    """The engine's schema, whose requests go through the session."""

    wire: EngineTransport

    @property
    def transport(self) -> EngineTransport:
        return self.wire


class _Engine(Engine):
    """The engine without the phases that send requests of their own."""

    def get_phase_config(self, phase_name: PhaseName, *, is_supported: bool, requires_transitions: bool) -> Phase:
        if phase_name in INTERNAL_PHASES:
            return Phase(phase_name, is_enabled=False, skip_reason=PhaseSkipReason.DISABLED)
        return super().get_phase_config(
            phase_name, is_supported=is_supported, requires_transitions=requires_transitions
        )
