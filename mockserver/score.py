"""The mutation score of a contract test: how many deliberately wrong servers does it turn red?

Each mutant is played against each test in this process. What a test says of the correct server too tells nothing, so it
kills nobody. A mutant counts where there is a witness: a request that it answers otherwise than the correct server.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from contracts.messages import Request, Response
from contracts.spec.model import Api, Contract
from mockserver.app import MockApp, create_app
from mockserver.http import Receive, Scope, Send
from mockserver.judges.judge import Alarm, Judge, Subject
from mockserver.mutants.application import OWN_PAGES, MutatedApp
from mockserver.mutants.mutant import Mutant
from mockserver.witnesses import recorded, witness


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one test says of one mutant.

    :param check: the check that killed it; ``""``: it survived.
    :param operation: where.
    :param requests: how many it took.
    """

    check: str
    operation: str
    requests: int

    @property
    def killed(self) -> bool:
        """Whether the mutant was found out."""
        return bool(self.check)


@dataclass(frozen=True)
class Control:
    """What one test says of the correct server of an API: false alarms."""

    api: str
    judge: str
    alarms: tuple[Alarm, ...]
    requests: int


@dataclass(frozen=True)
class Game:
    """One mutant of one API.

    :param witness: a request that shows it; ``None``: it is not applicable there, and nobody judged it.
    :param verdicts: by the judge's name.
    """

    mutant: Mutant
    api: str
    witness: Request | None
    verdicts: dict[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """How to play.

    :param api: one API of the document; ``""``: each of them.
    """

    mutants: tuple[Mutant, ...]
    judges: tuple[Judge, ...]
    api: str = ""
    seed: int = 1
    fast: bool = False


def play(contract: Contract, options: Options) -> Iterator[Control | Game]:
    """Play each mutant of each API; for each API the controls come first."""
    app = create_app(contract)
    for api in contract.apis:
        if options.api in {"", api.name}:
            yield from _Table(app, contract, api, options).games()


class _Table:
    """The games of one API. The correct server is compiled once, and its store emptied before each game."""

    def __init__(self, app: MockApp, contract: Contract, api: Api, options: Options) -> None:
        self._app = app
        self._contract = contract
        self._api = api
        self._options = options
        self._subject = Subject(contract, api.operations, options.seed, options.fast)

    def games(self) -> Iterator[Control | Game]:
        known: dict[str, frozenset[Alarm]] = {}
        for judge in self._options.judges:
            counted = Counted(self._fresh(None))
            with closing(judge.judge(counted, self._subject)) as told:
                alarms = tuple(dict.fromkeys(told))
            known[judge.name] = frozenset(alarms)
            yield Control(self._api.name, judge.name, alarms, counted.requests)
        exchanges = recorded(self._fresh(None), self._contract, self._api.operations)
        for mutant in self._options.mutants:
            yield self._game(mutant, exchanges, known)

    def _game(
        self, mutant: Mutant, exchanges: Sequence[tuple[Request, Response]], known: dict[str, frozenset[Alarm]]
    ) -> Game:
        applies = any(mutant.applies(operation) for operation in self._api.operations)
        shown = witness(self._fresh(mutant), exchanges) if applies else None
        if shown is None:
            return Game(mutant, self._api.name, None)
        verdicts = {judge.name: self._verdict(judge, mutant, known[judge.name]) for judge in self._options.judges}
        return Game(mutant, self._api.name, shown.request, verdicts)

    def _verdict(self, judge: Judge, mutant: Mutant, known: frozenset[Alarm]) -> Verdict:
        counted = Counted(self._fresh(mutant))
        with closing(judge.judge(counted, self._subject)) as told:
            first = next((alarm for alarm in told if alarm not in known), None)
        if counted.crash is not None:
            raise counted.crash
        return Verdict(first.check, first.operation, counted.requests) if first else Verdict("", "", counted.requests)

    def _fresh(self, mutant: Mutant | None) -> MutatedApp:
        self._app.store.close()
        return MutatedApp(self._app, self._contract, mutant, self._api.operations)


class Counted:
    """An ASGI application that counts the requests to the API that it serves.

    :ivar crash: what it raised last: a fault of the mutant's, not what the mutant is about.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self.requests = 0
        self.crash: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the server's start and end."""
        if scope["type"] == "http" and not str(scope["path"]).startswith(OWN_PAGES):
            self.requests += 1
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            self.crash = error
            raise
