"""Mutation testing of contract tests: run each mutant of each API against each test.

The correct server is tested first: its detections are false positives and do not kill mutants. A mutant counts only if
it is detectable, see :mod:`mockserver.mutation.detectability`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from contracts.messages import Request, Response
from contracts.spec.model import Api, Contract
from mockserver.app import MockApp, create_app
from mockserver.http.messages import Receive, Scope, Send
from mockserver.mutation.detectability import (
    Counterexample,
    find_counterexample,
    record_exchanges,
)
from mockserver.mutation.mutant import Mutant
from mockserver.mutation.mutated_app import INTERNAL_PATHS, MutatedApp
from mockserver.mutation.reference_server import ReferenceServer
from mockserver.mutation.subjects_under_test import Detection, SubjectUnderTest, TargetApi


@dataclass(frozen=True, slots=True)
class MutantResult:
    """The result of one contract test for one mutant.

    :param check: the check that killed the mutant; ``""`` if the mutant survived.
    :param operation: the operation of that check.
    :param requests: number of requests sent.
    """

    check: str
    operation: str
    requests: int

    @property
    def killed(self) -> bool:
        """Whether the test detected the mutant."""
        return bool(self.check)


@dataclass(frozen=True)
class Baseline:
    """The detections of one contract test on the correct server of an API: false positives."""

    api: str
    subject: str
    detections: tuple[Detection, ...]
    requests: int


@dataclass(frozen=True)
class MutantRun:
    """One mutant of one API.

    :param counterexample: a request that shows the defect; ``None`` if the mutant is not applicable and was not run.
    :param results: by name of the contract test.
    """

    mutant: Mutant
    api: str
    counterexample: Request | None
    results: dict[str, MutantResult] = field(default_factory=dict)


@dataclass(frozen=True)
class RunOptions:
    """What to run.

    :param api: one API of the document; ``""`` for all.
    :param closed: only listed and created items exist on the correct server.
    """

    mutants: tuple[Mutant, ...]
    subjects: tuple[SubjectUnderTest, ...]
    api: str = ""
    seed: int = 1
    fast: bool = False
    closed: bool = False


def run(contract: Contract, options: RunOptions) -> Iterator[Baseline | MutantRun]:
    """Run each mutant of each API; the baselines of an API precede its mutants."""
    app = create_app(contract, closed=options.closed)
    for api in contract.apis:
        if options.api in {"", api.name}:
            yield from _ApiRunner(app, contract, api, options).run()


class _ApiRunner:
    """Runs the mutants of one API. The correct server is compiled once; its store is emptied before each run."""

    def __init__(self, app: MockApp, contract: Contract, api: Api, options: RunOptions) -> None:
        self._app = app
        self._contract = contract
        self._api = api
        self._options = options
        self._target = TargetApi(contract, api.operations, options.seed, options.fast)

    def run(self) -> Iterator[Baseline | MutantRun]:
        false_positives: dict[str, frozenset[Detection]] = {}
        for subject in self._options.subjects:
            baseline = self._baseline(subject)
            false_positives[subject.name] = frozenset(baseline.detections)
            yield baseline
        closed = self._options.closed
        exchanges = record_exchanges(self._reset_app(None), self._contract, self._api.operations, closed=closed)
        for mutant in self._options.mutants:
            yield self._run_mutant(mutant, exchanges, false_positives)

    def _baseline(self, subject: SubjectUnderTest) -> Baseline:
        counter = RequestCounter(self._reset_app(None))
        with closing(subject.run(counter, self._target)) as detections:
            found = tuple(dict.fromkeys(detections))
        return Baseline(self._api.name, subject.name, found, counter.requests)

    def _run_mutant(
        self,
        mutant: Mutant,
        exchanges: Sequence[tuple[Request, Response]],
        false_positives: dict[str, frozenset[Detection]],
    ) -> MutantRun:
        applies = any(mutant.applies(operation) for operation in self._api.operations)
        counterexample = self._counterexample(mutant, exchanges) if applies else None
        if counterexample is None:
            return MutantRun(mutant, self._api.name, None)
        results = {
            subject.name: self._result(subject, mutant, false_positives[subject.name])
            for subject in self._options.subjects
        }
        return MutantRun(mutant, self._api.name, counterexample.request, results)

    def _counterexample(self, mutant: Mutant, exchanges: Sequence[tuple[Request, Response]]) -> Counterexample | None:
        def mutated(server: Any) -> MutatedApp:
            return MutatedApp(server, self._contract, mutant, self._api.operations)

        return find_counterexample(mutated, self._server(), exchanges)

    def _result(self, subject: SubjectUnderTest, mutant: Mutant, false_positives: frozenset[Detection]) -> MutantResult:
        counter = RequestCounter(self._reset_app(mutant))
        with closing(subject.run(counter, self._target)) as detections:
            first = next((one for one in detections if one not in false_positives), Detection("", ""))
        if counter.crash is not None:
            raise counter.crash
        return MutantResult(first.check, first.operation, counter.requests)

    def _reset_app(self, mutant: Mutant | None) -> MutatedApp:
        return MutatedApp(self._server(), self._contract, mutant, self._api.operations)

    def _server(self) -> ReferenceServer:
        """The correct server without the items of earlier runs."""
        self._app.store.close()
        return ReferenceServer(self._app, self._contract, closed=self._options.closed)


class RequestCounter:
    """An ASGI application that counts the requests to the API.

    :ivar crash: the last exception of the application: an error in the mutant's code, which is not its defect.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self.requests = 0
        self.crash: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or lifespan event."""
        if scope["type"] == "http" and not str(scope["path"]).startswith(INTERNAL_PATHS):
            self.requests += 1
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            self.crash = error
            raise
