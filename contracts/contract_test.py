"""The contract test: preflight, built-in checks, then fuzzing; yields typed events and prints nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from contracts.conformance.checks.check import Check
from contracts.conformance.checks.registry import all_checks, current_id, installed_checks
from contracts.conformance.credentials import secret_references, secret_strings
from contracts.conformance.preflight import run_preflight
from contracts.conformance.session import Session, TimeIsUpError
from contracts.errors import SubjectError, TransportError, UsageError
from contracts.findings import Finding, Severity
from contracts.fuzzing.rule_descriptions import FUZZING_RULES
from contracts.run_result import Event, Progress, RuleDescription, Run
from contracts.wording import suggestion

VERB = "contracts test"

NO_ANSWER = "no-answer"
"""Rule of the findings about requests without a complete response."""

MAX_UNANSWERED_CHECKS = 3
"""Number of consecutive checks aborted for lack of a response after which the test stops."""


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
    _server_gone: bool = False

    def run(self) -> Generator[Event, None, None]:
        """Run the test; yield findings and progress.

        :raises SubjectError: if there is nothing to test.
        :raises UsageError: for an unknown check or phase.
        """
        chosen = select_checks(self.options)
        require_known_phases(self.options)
        began = time.monotonic()
        if self.options.max_time is not None:
            self.session.deadline = began + self.options.max_time
        try:
            run_preflight(self.session)
            for event in self._events(chosen, began):
                yield event
                if isinstance(event, Finding):
                    self.findings.append(event)
                    if self.options.stop_at_first and (not self.options.counts or self.options.counts(event)):
                        return
            self.finished = not self._is_over(began) and not self.crashes and not self._server_gone
        except TimeIsUpError:
            self.session.note(f"the test was stopped early, after {self.options.max_time:g} seconds")

    def _is_over(self, began: float) -> bool:
        return self.options.max_time is not None and time.monotonic() - began >= self.options.max_time

    def _events(self, chosen: Sequence[Check], began: float) -> Iterator[Event]:
        unanswered_checks = 0
        for number, check in enumerate(chosen):
            yield Progress("checks", check.title, number, len(chosen), self.session.requests)
            self.session.start_timing()
            was_unanswered = yield from self._guarded(f"check {check.id}", partial(_findings, check, self.session))
            unanswered_checks = unanswered_checks + 1 if was_unanswered else 0
            if unanswered_checks == MAX_UNANSWERED_CHECKS:
                self.session.note("server stopped responding; remaining checks skipped")
                self._server_gone = True
                return
        yield Progress("checks", "", len(chosen), len(chosen), self.session.requests)
        if self.options.phases != ():
            yield from self._guarded("fuzzing", partial(self._fuzz, began))

    def _guarded(self, name: str, run: Callable[[], Iterator[Event]]) -> Generator[Event, None, bool]:
        """Yield the events of a check or of fuzzing; report an error that aborts it.

        :returns: whether it was aborted because there was no response.
        """
        try:
            yield from run()
        except TransportError as error:
            yield self._no_response(name, error)
            return True
        except (SubjectError, UsageError, TimeIsUpError):
            raise
        except Exception as error:
            # An internal error of one check must not hide the findings of others. Python 3.11 raises RuntimeError for
            # Ctrl-C during class creation, e.g. in an import.
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise KeyboardInterrupt from error
            self.crashes.append(f"{name}: {type(error).__name__}: {error}")
            self.session.note(f"internal error in {name}; it was aborted: {type(error).__name__}: {error}")
        return False

    def _no_response(self, name: str, error: TransportError) -> Finding:
        return self.session.finding(
            NO_ANSWER,
            None,
            f"{name}: incomplete response: {error.message}",
            requests=(error.request,) if error.request else (),
            response=None,
            expected="a complete response",
            got=error.message,
            hint=error.hint,
        )

    def _fuzz(self, began: float) -> Iterator[Event]:
        from contracts.fuzzing.engine import PHASES, Exploration, Step, explore  # noqa: PLC0415 - importing it takes half a second

        options = self.options
        remaining = None if options.max_time is None else max(options.max_time - (time.monotonic() - began), 0.1)
        self.session.deadline = None  # the engine enforces the limit itself
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
            secrets=secret_strings(session.plan.identities),
            references=secret_references(session.plan.identities),
            skips=tuple(session.skips),
            rules=(*map(_description, all_checks()), *FUZZING_RULES),
            seconds=dict(session.seconds),
        )


def select_checks(options: ContractTestOptions) -> tuple[Check, ...]:
    """Return the selected checks, those that only read before those that write.

    :raises UsageError: for an unknown check id.
    """
    built_in = all_checks()
    known = {check.id: check for check in (*built_in, *installed_checks(built_in))}
    excluded = [current_id(name) for name in options.excluded_checks]
    wanted = [*known] if options.checks is None else [current_id(name) for name in options.checks]
    for name in (*wanted, *excluded):
        if name not in known:
            raise UsageError(
                f"unknown check '{name}'", hint=suggestion(name, known) or "list them with 'contracts checks'"
            )
    chosen = [known[name] for name in known if name in wanted and name not in excluded]
    return tuple(sorted(chosen, key=lambda check: check.writes))


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


def require_known_phases(options: ContractTestOptions) -> None:
    """Raise :class:`UsageError` for an unknown phase."""
    if options.phases:
        from contracts.fuzzing.engine import PHASES  # noqa: PLC0415 - as above

        for name in options.phases:
            if name not in PHASES:
                raise UsageError(f"unknown phase '{name}'", hint=f"phases: {', '.join(PHASES)}, or none")
