"""The contract test: preflight, built-in checks, then fuzzing; yields typed events and prints nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module

from contracts.conformance.checks.check import Check
from contracts.conformance.checks.registry import all_checks, current_id, installed_checks
from contracts.conformance.client import NO_RESPONSE
from contracts.conformance.credentials import public_credentials, secret_references, secret_strings
from contracts.conformance.given_headers import header_secrets
from contracts.conformance.preflight import run_preflight
from contracts.conformance.restoration import put_back
from contracts.conformance.session import Session, TimeIsUpError
from contracts.errors import (
    CasemockError,
    GenerationError,
    SubjectError,
    TransportError,
    UsageError,
    WithheldRequestError,
)
from contracts.findings import Finding, Severity
from contracts.fuzzing.installation import engine_imports, require_engine
from contracts.fuzzing.rule_descriptions import FUZZING_RULES
from contracts.messages import Request
from contracts.run_result import Event, Progress, RuleDescription, Run
from contracts.spec.model import Operation
from contracts.wording import suggestion

VERB = "contracts test"

NO_ANSWER = "no-answer"
"""Rule of the findings about requests without a complete response."""

PUT_BACK_TIME = 300.0
"""Maximum number of seconds for putting back what the test has changed."""

LAST_SECOND = 1.0
"""Seconds after the time limit of a test for putting back what it has changed."""


@dataclass(frozen=True)
class ContractTestOptions:
    """Options of a contract test.

    :param checks: ids of the built-in checks to run; ``None`` for all.
    :param excluded_checks: ids of checks to skip.
    :param phases: fuzzing phases; empty for built-in checks only, ``None`` for all phases.
    :param max_examples: number of generated requests per operation and phase; ``None`` for the default.
    :param max_time: time limit of the whole test in seconds; ``None`` for no limit.
    :param fast: send fewer requests.
    :param stop_at_first: stop after the first finding.
    :param counts: whether a finding counts for ``stop_at_first``; ``None`` for all.
    :param database: directory or ``redis://`` URL that stores failing examples; ``None`` to store none.
    :param put_back: whether to put back what the test has changed; not needed for a server that is thrown away.
    """

    checks: tuple[str, ...] | None = None
    excluded_checks: tuple[str, ...] = ()
    phases: tuple[str, ...] | None = None
    max_examples: int | None = None
    max_time: float | None = None
    fast: bool = False
    stop_at_first: bool = False
    counts: Callable[[Finding], bool] | None = None
    database: str | None = None
    put_back: bool = True


@dataclass
class ContractTestRun:
    """A run of the contract test.

    :ivar findings: findings so far, in order.
    :ivar crashes: internal errors of checks, one line each; the result is incomplete if there are any.
    :ivar finished: whether all selected checks and phases are complete.
    """

    session: Session
    options: ContractTestOptions = field(default_factory=ContractTestOptions)
    findings: list[Finding] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    finished: bool = False
    _reported_losses: int = 0
    _began: float = 0.0

    def run(self) -> Generator[Event, None, None]:
        """Run the test; yield findings and progress.

        Whatever ends it, the values that it has changed are put back and the items that it has created are deleted.

        :raises SubjectError: if there is nothing to test.
        :raises UsageError: for an unknown check or phase, or if the fuzzing engine cannot be imported.
        """
        chosen = select_checks(self.options)
        require_known_phases(self.options)
        if self.options.phases != ():
            with engine_imports():
                import_module("contracts.fuzzing.engine")  # takes half a second
        began = self._began = time.monotonic()
        if self.options.max_time is not None:
            self.session.deadline = began + self.options.max_time
        try:
            self.session.leave_out_impossible()
            run_preflight(self.session)
        except TimeIsUpError:
            self._note_time_is_up()
            return
        try:
            yield from self._recorded(self._events(chosen, began))
        finally:
            if self.options.put_back:
                self.findings += self._put_back()

    def _recorded(self, events: Iterator[Event]) -> Iterator[Event]:
        """Yield events and keep the findings among them; stop at the first one if the user wants that."""
        for event in events:
            yield event
            if isinstance(event, Finding):
                self.findings.append(event)
                if self.options.stop_at_first and (not self.options.counts or self.options.counts(event)):
                    return

    def _events(self, chosen: Sequence[Check], began: float) -> Iterator[Event]:
        try:
            self.session.items.take_snapshot()
            yield from self._checks(chosen)
            if self.options.phases != ():
                yield from self._guarded("fuzzing", partial(self._fuzz, began))
                yield from self._losses()
            self.finished = not self._is_over(began) and not self.crashes
        except TimeIsUpError:
            self._note_time_is_up()
        except SubjectError as error:
            yield self._server_gone(error)

    def _checks(self, chosen: Sequence[Check]) -> Iterator[Event]:
        for number, check in enumerate(chosen):
            yield Progress("checks", check.title, number, len(chosen), self.session.requests)
            self.session.start_timing()
            yield from self._guarded(f"check {check.id}", partial(_findings, check, self.session))
            yield from self._losses()
        yield Progress("checks", "", len(chosen), len(chosen), self.session.requests)

    def _is_over(self, began: float) -> bool:
        return self.options.max_time is not None and time.monotonic() - began >= self.options.max_time

    def _note_time_is_up(self) -> None:
        self.session.note(f"the test was stopped early, after {self.options.max_time:g} seconds")

    def _guarded(self, name: str, run: Callable[[], Iterator[Event]]) -> Iterator[Event]:
        """Yield the events of a check or of fuzzing; report an internal error that aborts it."""
        try:
            for event in run():
                if not _is_of_lost_response(event):
                    yield event
        except (SubjectError, UsageError, TimeIsUpError):
            raise
        except WithheldRequestError as error:
            self.session.note(f"{name} ended at {error.request.method} {error.request.path}, not sent: {error.message}")
        except GenerationError as error:
            self.session.note(f"{name} ended, because a value could not be generated: {error.message}")
        except Exception as error:
            # An internal error of one check must not hide the findings of others. Python 3.11 raises RuntimeError for
            # Ctrl-C during class creation, e.g. in an import.
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise KeyboardInterrupt from error
            self.crashes.append(f"{name}: {type(error).__name__}: {error}")
            self.session.note(f"internal error in {name}; it was aborted: {type(error).__name__}: {error}")

    def _losses(self) -> Iterator[Finding]:
        """Yield a finding for each request without a response since the last call."""
        losses = self.session.losses[self._reported_losses :]
        self._reported_losses += len(losses)
        for loss in losses:
            name = loss.operation.id if loss.operation else f"{loss.request.method} {loss.request.path}"
            yield self._no_response(loss.operation, f"{name}: {loss.error.message}", loss.error, loss.request)

    def _server_gone(self, error: SubjectError) -> Finding:
        self.session.note("the server stopped responding; the rest of the test was skipped")
        cause = error.__cause__ if isinstance(error.__cause__, TransportError) else None
        return self._no_response(None, error.message, error, cause.request if cause else None)

    def _no_response(
        self, operation: Operation | None, message: str, error: CasemockError, request: Request | None
    ) -> Finding:
        return self.session.finding(
            NO_ANSWER,
            operation,
            message,
            requests=(request,) if request else (),
            response=None,
            expected="a complete response",
            got=error.message,
            hint=error.hint,
        )

    def _put_back(self) -> list[Finding]:
        """Put back what the test has changed; return findings about what is lost."""
        session = self.session
        session.deadline = time.monotonic() + (
            PUT_BACK_TIME if self.options.max_time is None else self._time_to_put_back()
        )
        try:
            return list(put_back(session))
        except (TimeIsUpError, SubjectError) as error:
            reason = "the server stopped responding" if isinstance(error, SubjectError) else "it took too long"
            session.note(f"what the test has created or changed was not put back completely: {reason}")
            return []

    def _time_to_put_back(self) -> float:
        """Return the seconds that are left of the time limit and the second after it, at least one."""
        limit = (self.options.max_time or 0.0) - (time.monotonic() - self._began)
        return min(max(limit, 0.0) + LAST_SECOND, PUT_BACK_TIME)

    def _fuzz(self, began: float) -> Iterator[Event]:
        from contracts.fuzzing.engine import PHASES, Exploration, Step, explore  # noqa: PLC0415 - slow to import

        options = self.options
        remaining = None if options.max_time is None else max(options.max_time - (time.monotonic() - began), 0.1)
        if remaining is not None:  # the engine stops earlier; this is for what it does afterwards
            self.session.deadline = time.monotonic() + remaining + LAST_SECOND / 2
        exploration = Exploration(
            phases=options.phases or PHASES,
            max_examples=options.max_examples,
            max_time=remaining,
            fast=options.fast,
            stop_at_first=options.stop_at_first and options.counts is None,
            database=options.database,
        )
        for event in explore(self.session, exploration):
            if isinstance(event, Step):
                yield Progress(event.phase, event.operation, event.done, event.total, event.requests)
            else:
                yield event

    @property
    def secrets(self) -> tuple[str, ...]:
        """Strings that must be masked in output: the credentials and headers that the user gave."""
        plan = self.session.plan
        return (*secret_strings(plan.identities), *header_secrets(plan.headers))

    def result(self, *, document: str = "", reproduce: str = "") -> Run:
        """Return the result so far.

        :param document: the document as named by the user.
        :param reproduce: the command that repeats the test.
        """
        session = self.session
        return Run(
            command=VERB,
            document=document,
            subject=session.transport.base,
            findings=tuple(self.findings),
            operations=tuple(one.id for one in session.operations),
            documented={one.id: tuple(known.status for known in one.responses) for one in session.operations},
            cells=session.cells(),
            requests=session.requests,
            notes=session.all_notes(),
            reproduce=reproduce,
            seed=session.plan.seed,
            finished=self.finished,
            secrets=self.secrets,
            references=secret_references(session.plan.identities),
            public=public_credentials(session.contract),
            skips=tuple(session.skips),
            rules=(*map(_description, known_checks()), *FUZZING_RULES),
            seconds=dict(session.seconds),
        )


def select_checks(options: ContractTestOptions) -> tuple[Check, ...]:
    """Return the selected checks, in the order of the registry, those of plugins last.

    :raises UsageError: for an unknown check id.
    """
    known = {check.id: check for check in known_checks()}
    excluded = [current_id(name) for name in options.excluded_checks]
    wanted = [*known] if options.checks is None else [current_id(name) for name in options.checks]
    for name in (*wanted, *excluded):
        if name not in known:
            raise UsageError(
                f"unknown check '{name}'", hint=suggestion(name, known) or "list them with 'contracts checks'"
            )
    chosen = [known[name] for name in known if name in wanted and name not in excluded]
    return tuple(chosen)


def known_checks() -> tuple[Check, ...]:
    """Return the built-in checks and those of plugins."""
    built_in = all_checks()
    return (*built_in, *installed_checks(built_in))


def _description(check: Check) -> RuleDescription:
    """Return the description of a check for reports."""
    example = f"Passes: {check.good}\nFails: {check.bad}"
    return RuleDescription(check.id, check.title, check.why, "", Severity.ERROR, example)


def _findings(check: Check, session: Session) -> Iterator[Finding]:
    """Yield the findings of a check. Raises :class:`TypeError` if a plugin yields anything else."""
    for finding in check.run(session):
        if not isinstance(finding, Finding):
            raise TypeError(f"the check yields {type(finding).__name__}, not Finding")
        yield finding


def _is_of_lost_response(event: Event) -> bool:
    """Whether a finding is about a request without a response, which is a finding of its own."""
    return isinstance(event, Finding) and event.evidence is not None and event.evidence.response is NO_RESPONSE


def require_known_phases(options: ContractTestOptions) -> None:
    """Raise :class:`UsageError` for an unknown phase, or if the packages for generated requests are not installed."""
    if options.phases != ():
        require_engine()
    if options.phases:
        with engine_imports():
            from contracts.fuzzing.engine import PHASES  # noqa: PLC0415 - as above

        for name in options.phases:
            if name not in PHASES:
                raise UsageError(f"unknown phase '{name}'", hint=f"phases: {', '.join(PHASES)}, or none")
