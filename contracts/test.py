"""The contract test: diagnosis, our checks, then the engine; yields typed events and prints nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from contracts.checks.check import Check
from contracts.checks.plugins import installed_checks
from contracts.checks.registry import all_checks
from contracts.errors import SubjectError, TransportError, UsageError
from contracts.findings import Finding
from contracts.outcome import Event, Progress, Run
from contracts.probe.diagnosis import run_preflight
from contracts.probe.identities import written
from contracts.probe.session import Session, TimeIsUpError

VERB = "contracts test"

NO_ANSWER = "no-answer"
"""The rule of findings that say that a request got no whole answer."""

MAX_UNANSWERED_CHECKS = 3
"""Checks in a row that end for want of an answer, after which the subject counts as gone."""


@dataclass(frozen=True)
class Options:
    """How to test.

    :param checks: ids of our checks to run; ``None``: all.
    :param excluded_checks: ids of checks not to run.
    :param phases: of the engine; empty: none, our checks only; ``None``: its own choice.
    :param max_examples: requests that the engine draws for each operation and phase; ``None``: its own choice.
    :param max_time: seconds for the whole test; ``None``: no limit.
    :param fast: fewer requests of everything.
    :param stop_at_first: end with the first finding.
    :param database: where the engine keeps failing examples for the next run; ``None``: nowhere.
    """

    checks: tuple[str, ...] | None = None
    excluded_checks: tuple[str, ...] = ()
    phases: tuple[str, ...] | None = None
    max_examples: int | None = None
    max_time: float | None = None
    fast: bool = False
    stop_at_first: bool = False
    database: str | None = None


@dataclass
class ContractTest:
    """One test at work.

    :ivar findings: so far, in the order they were made.
    :ivar crashes: what of ours failed, one line each: the test is not to be relied on then.
    :ivar finished: it has come to its end: all was looked at that was to be.
    """

    session: Session
    options: Options = field(default_factory=Options)
    findings: list[Finding] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    finished: bool = False
    _gone: bool = False

    def run(self) -> Generator[Event, None, None]:
        """Test; findings as they are made, with progress between them.

        :raises SubjectError: where there is nothing that can be tested.
        :raises UsageError: for a check or a phase that there is not.
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
                    if self.options.stop_at_first:
                        return
            self.finished = not self._is_over(began) and not self.crashes and not self._gone
        except TimeIsUpError:
            self.session.note(f"the test was stopped after {self.options.max_time:g} seconds, before its end")

    def _is_over(self, began: float) -> bool:
        return self.options.max_time is not None and time.monotonic() - began >= self.options.max_time

    def _events(self, chosen: Sequence[Check], began: float) -> Iterator[Event]:
        broken = 0
        for number, check in enumerate(chosen):
            yield Progress("checks", check.title, number, len(chosen), self.session.requests)
            unanswered = yield from self._guarded(check.id, partial(_findings, check, self.session))
            broken = broken + 1 if unanswered else 0
            if broken == MAX_UNANSWERED_CHECKS:
                self.session.note("the subject answers no more: the rest was not looked at")
                self._gone = True
                return
        yield Progress("checks", "", len(chosen), len(chosen), self.session.requests)
        if self.options.phases != ():
            yield from self._guarded("engine", partial(self._explored, began))

    def _guarded(self, name: str, run: Callable[[], Iterator[Event]]) -> Generator[Event, None, bool]:
        """The events of one part; what ends it early is told, and is not the end of the others.

        :returns: whether it ended for want of an answer.
        """
        try:
            yield from run()
        except TransportError as error:
            yield self._unanswered(name, error)
            return True
        except (SubjectError, UsageError, TimeIsUpError):
            raise
        except Exception as error:
            # A fault of one part of ours is not to hide what the others find. Ctrl-C while a class is made, as in an
            # import, comes as a RuntimeError in Python 3.11.
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise KeyboardInterrupt from error
            self.crashes.append(f"{name}: {type(error).__name__}: {error}")
            self.session.note(f"{name} failed itself and was not finished: {type(error).__name__}: {error}")
        return False

    def _unanswered(self, name: str, error: TransportError) -> Finding:
        return self.session.finding(
            NO_ANSWER,
            None,
            f"a request of {name} got no whole answer: {error.message}",
            requests=(error.request,) if error.request else (),
            response=None,
            expected="an answer",
            got=error.message,
            hint=error.hint,
        )

    def _explored(self, began: float) -> Iterator[Event]:
        from contracts.engine import PHASES, Exploration, Step, explore  # noqa: PLC0415 - it takes half a second

        options = self.options
        left = None if options.max_time is None else max(options.max_time - (time.monotonic() - began), 0.1)
        self.session.deadline = None  # the engine ends by itself, in good order
        exploration = Exploration(
            phases=options.phases or PHASES,
            max_examples=options.max_examples,
            max_time=left,
            fast=options.fast,
            stop_at_first=options.stop_at_first,
            database=options.database,
        )
        for event in explore(self.session, exploration):
            if isinstance(event, Step):
                yield Progress(event.phase, event.operation, event.done, event.total, event.requests)
            else:
                yield event

    def result(self, *, document: str = "", reproduce: str = "") -> Run:
        """What was found and looked at so far.

        :param document: the document as the user named it.
        :param reproduce: the command that runs this again.
        """
        session = self.session
        return Run(
            verb=VERB,
            document=document,
            subject=session.transport.base,
            findings=tuple(self.findings),
            operations=tuple(one.id for one in session.operations),
            documented={one.id: tuple(known.status for known in one.responses) for one in session.operations},
            cells=session.cells(),
            requests=session.requests,
            notes=tuple(session.notes),
            reproduce=reproduce,
            seed=session.plan.seed,
            finished=self.finished,
            secrets=written(session.plan.identities),
        )


def select_checks(options: Options) -> tuple[Check, ...]:
    """The checks that the options ask for, those that only read before those that write.

    :raises UsageError: for an id that no check has.
    """
    own = all_checks()
    known = {check.id: check for check in (*own, *installed_checks(own))}
    for name in (*(options.checks or ()), *options.excluded_checks):
        if name not in known:
            raise UsageError(f"there is no check '{name}'", hint=f"there are {', '.join(known)}")
    wanted = known if options.checks is None else options.checks
    chosen = [known[name] for name in known if name in wanted and name not in options.excluded_checks]
    return tuple(sorted(chosen, key=lambda check: check.writes))


def _findings(check: Check, session: Session) -> Iterator[Finding]:
    """What a check yields. Raises :class:`TypeError` for anything but findings, which a plugin may yield."""
    for finding in check.run(session):
        if not isinstance(finding, Finding):
            raise TypeError(f"the check yields {type(finding).__name__}, not Finding")
        yield finding


def require_known_phases(options: Options) -> None:
    """Raise :class:`UsageError` for a phase that the engine has not."""
    if options.phases:
        from contracts.engine import PHASES  # noqa: PLC0415 - as above

        for name in options.phases:
            if name not in PHASES:
                raise UsageError(f"no phase is called '{name}'", hint=f"use some of {', '.join(PHASES)}, or none")
