"""Replay: recorded exchanges sent to an implementation, and each answer that is not as it was written down.

:class:`Replay` sends the cases and yields typed events; it prints nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from contracts.errors import SubjectError, TransportError
from contracts.findings import Evidence, Finding, Severity
from contracts.messages import Request, Response
from contracts.outcome import Cell, Event, Progress, Run
from contracts.probe.identities import Identity, written
from contracts.recordings.cases import FOR_EVERYONE, Case, Exchange
from contracts.recordings.expectations import differences
from contracts.recordings.operations import operation_of
from contracts.recordings.stand_ins import recorded_as, secrets_of, stand_ins
from contracts.recordings.turns import Difference, Turn
from contracts.spec.model import Api, Contract, Operation
from contracts.transports.transport import Transport

VERB = "contracts replay"

NO_ANSWER = "no-answer"
"""The rule of findings that say that a request got no whole answer."""

CONVINCED = 10
"""Answers that were to be a success, all refused alike, after which it is no use to go on."""

BROKEN = 3
"""Requests without a whole answer, one after the other, after which it is no use to go on."""


@dataclass(frozen=True)
class Choice:
    """Which cases are sent, and how.

    :param sources: of :data:`contracts.recordings.cases.SOURCES`: on whose word expectations may rest.
    :param api: the one API that the subject serves, at its root; ``None``: all, under the document's prefixes.
    :param identities: the user's credentials instead of the recorded ones; empty: these are sent.
    """

    sources: tuple[str, ...] = FOR_EVERYONE
    api: Api | None = None
    identities: tuple[Identity, ...] = ()


class _UnsendableError(Exception):
    """A request that a transport has no form for, e.g. one that announces another length than its body has."""


def play(
    case: Case, send: Callable[[Request], Response], contract: Contract | None, *, api: str = ""
) -> Iterator[tuple[Exchange, Turn, list[Difference]]]:
    """Send a case; each exchange as it went, with what is not as expected.

    :param api: the one API that is served at the root, without the document's prefix; ``""``: none is.
    """
    turns: list[Turn] = []
    for exchange in case.exchanges:
        turn = Turn(exchange.request, send(exchange.request), tuple(turns), contract, api)
        yield exchange, turn, list(differences(exchange.expected, turn))
        turns.append(turn)


class Replay:
    """One replay at work.

    :ivar cases: those that are sent.
    :ivar findings: so far, in the order they were made.
    :ivar requests: how many were sent.
    :ivar notes: what was not sent or not looked at, and why.
    """

    def __init__(
        self,
        cases: Iterable[Case],
        transport: Transport,
        contract: Contract | None = None,
        choice: Choice | None = None,
    ) -> None:
        self._transport = transport
        self._contract = contract
        self._choice = choice or Choice()
        self._root = self._choice.api.name if self._choice.api else ""
        self.requests = 0
        self.findings: list[Finding] = []
        given = list(cases)
        self.notes = [note for case in given for note in case.notes]
        self.cases = tuple(self._chosen(given))
        self._looked: Counter[tuple[str, int, str]] = Counter()
        self._failed: Counter[tuple[str, int, str]] = Counter()
        self._refused: Counter[int] = Counter()
        self._successes = 0
        self._broken = 0

    # ------------------------------------------------------------------ choosing

    def _chosen(self, cases: list[Case]) -> Iterator[Case]:
        voices = stand_ins(self._contract, self._choice.identities) if self._contract else None
        left: Counter[str] = Counter()
        for case in cases:
            at_home = self._at_home(case)
            if case.source and case.source not in self._choice.sources:
                left[f"whose expectations rest on '{case.source}'; --source names those to send"] += 1
            elif case.settings:
                left["that need settings of casemock, which no other implementation has"] += 1
            elif at_home is None:
                left["for another API than the one of --api"] += 1
            elif case.source and voices is not None and voices.missing_for(at_home):
                left["for which no --identity has the scopes of the recorded credential"] += 1
            elif case.source:
                yield voices.speak_in(at_home) if voices is not None else at_home
            elif case.exchanges:
                yield recorded_as(at_home, self._choice.identities, self._contract, api=self._root)
        self.notes += [f"left out: {number} case{'s' * (number > 1)} {reason}" for reason, number in left.items()]

    def _at_home(self, case: Case) -> Case | None:
        """The case with the paths that the subject has; ``None`` where it is about another API."""
        prefix = self._choice.api.prefix if self._choice.api else ""
        moved = []
        for exchange in case.exchanges:
            target = exchange.request.target
            below = target.removeprefix(prefix) if target.startswith((f"{prefix}/", f"{prefix}?")) else None
            if below is None and case.source:
                return None
            moved.append(replace(exchange, request=replace(exchange.request, target=below or target)))
        return replace(case, exchanges=tuple(moved))

    # ------------------------------------------------------------------ sending

    def run(self) -> Generator[Event, None, None]:
        """Send the cases; findings as they are made, and a progress after each case.

        :raises SubjectError: where nothing answers, or everything is refused alike.
        """
        for done, case in enumerate(self.cases, start=1):
            for finding in self._play(case):
                self.findings.append(finding)
                yield finding
            yield Progress("cases", case.name, done, len(self.cases), self.requests)

    def _play(self, case: Case) -> Iterator[Finding]:
        sent: list[Request] = []
        playing = play(case, self._send, self._contract, api=self._root)
        while True:
            try:
                exchange, turn, found = next(playing)
            except StopIteration:
                return
            except TransportError as error:
                yield self._unanswered(case, sent, error)
                return
            except _UnsendableError as error:
                self.notes.append(f"{case.exchanges[len(sent)].location}: the request cannot be sent: {error}")
                return
            sent.append(turn.request)
            self._count(exchange, turn, found)
            for _, same in groupby(found, key=lambda difference: difference.key):
                yield _finding(case, exchange, turn, list(same), sent)

    def _send(self, request: Request) -> Response:
        self.requests += 1
        try:
            response = self._transport.send(request)
        except ValueError as error:
            raise _UnsendableError(str(error)) from error
        self._broken = 0
        return response

    def _unanswered(self, case: Case, sent: Sequence[Request], error: TransportError) -> Finding:
        """The request that got no answer; the case ends with it."""
        self._broken += 1
        if error.kind in {"unreachable", "tls"} or self._broken == BROKEN:
            raise SubjectError(f"{self._transport.base}: {error.message}", hint=error.hint or "is this its base URL?")
        exchange = case.exchanges[len(sent)]
        self._failed["", 0, NO_ANSWER] += 1
        evidence = Evidence("", (*sent, exchange.request), None, "an answer", error.message)
        message = f"{_title(case)}: there is no whole answer"
        return Finding(NO_ANSWER, Severity.ERROR, exchange.location, message, error.hint, evidence)

    def _count(self, exchange: Exchange, turn: Turn, found: Sequence[Difference]) -> None:
        operation = turn.operation.id if turn.operation else ""
        looked = [*exchange.expected, *(["contract"] if operation else [])]
        for key in looked:
            self._looked[operation, turn.response.status, key] += 1
        for key in {difference.key for difference in found}:
            self._failed[operation, turn.response.status, key] += 1
        if exchange.expected["status"] < 400:
            self._successes += 1
            self._refused[turn.response.status] += turn.response.status in {401, 403, 404}
            self._despair()

    def _despair(self) -> None:
        """Raise where all that was to succeed is refused alike: this is not one failure after the other."""
        for status, number in self._refused.items():
            if number == self._successes == CONVINCED:
                hint = (
                    "check the base URL, and whether the paths have the document's prefix there (--api)"
                    if status == 404
                    else "name credentials that are let in: --identity NAME=TOKEN"
                )
                message = f"{self._transport.base} answers {status} to everything"
                raise SubjectError(message, hint=hint)

    # ------------------------------------------------------------------ result

    def _operations(self) -> tuple[Operation, ...]:
        """All operations of the APIs that the cases are about."""
        if self._contract is None:
            return ()
        requests = [exchange.request for case in self.cases for exchange in case.exchanges]
        meant = [operation_of(self._contract, one.method, one.path, api=self._root) for one in requests]
        apis = {operation.api for operation in meant if operation is not None}
        return tuple(operation for operation in self._contract.operations if operation.api in apis)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Texts that no output may show: the user's credentials, and those of recorded traffic."""
        recorded = [case for case in self.cases if not case.source]
        return (*written(self._choice.identities), *secrets_of(recorded))

    def result(self, *, document: str = "", reproduce: str = "", finished: bool = True) -> Run:
        """What was found and looked at so far.

        :param document: the document as the user named it.
        :param reproduce: the command that runs this again.
        """
        operations = self._operations()
        keys = sorted(self._looked.keys() | self._failed.keys())
        return Run(
            verb=VERB,
            document=document,
            subject=self._transport.base,
            findings=tuple(self.findings),
            operations=tuple(one.id for one in operations),
            documented={one.id: tuple(response.status for response in one.responses) for one in operations},
            cells=tuple(Cell(*key, self._looked[key], self._failed[key]) for key in keys),
            requests=self.requests,
            notes=tuple(self.notes),
            reproduce=reproduce,
            finished=finished,
            secrets=self.secrets,
        )


def _finding(
    case: Case, exchange: Exchange, turn: Turn, found: Sequence[Difference], sent: Sequence[Request]
) -> Finding:
    """One finding for all that one key of an expectation finds wrong; the first place speaks for it."""
    first = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    operation = turn.operation.id if turn.operation else ""
    requests = tuple(map(_plain, sent))
    evidence = Evidence(operation, requests, turn.response, f"{first.place}: {first.expected}", first.got)
    message = (
        f"{_title(case)}: {turn.request.method} {turn.request.target} is answered with another {first.place}{more}"
    )
    return Finding(f"replay/{first.key}", Severity.ERROR, exchange.location, message, "", evidence)


def _title(case: Case) -> str:
    return case.sentence.removesuffix(".")


def _plain(request: Request) -> Request:
    """A request without what any client adds by itself."""
    right = request.header("content-length") == str(len(request.body))
    return request.without("content-length") if right else request
