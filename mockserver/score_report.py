"""The mutation score as text for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.score import Control, Game


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the applicable mutants one test killed."""

    killed: int
    applicable: int

    def __str__(self) -> str:
        share = f"{100 * self.killed / self.applicable:.1f} %" if self.applicable else "no mutant"
        return f"{self.killed}/{self.applicable} ({share})"


def tally(games: Iterable[Game], judge: str, api: str = "") -> Tally:
    """The score of a test.

    :param api: of one API only; ``""``: of all.
    """
    verdicts = [game.verdicts[judge] for game in games if game.verdicts and api in {"", game.api}]
    return Tally(sum(verdict.killed for verdict in verdicts), len(verdicts))


@dataclass(frozen=True)
class Played:
    """What was played.

    :param finished: ``False`` where it was stopped before its end.
    """

    document: str
    seed: int
    controls: tuple[Control, ...]
    games: tuple[Game, ...]
    finished: bool = True

    @property
    def judges(self) -> tuple[str, ...]:
        """Names of the tests, in the order in which they played."""
        return tuple(dict.fromkeys(control.judge for control in self.controls))

    @property
    def apis(self) -> tuple[str, ...]:
        """Names of the APIs, in the document's order."""
        return tuple(dict.fromkeys(control.api for control in self.controls))


def text_report(played: Played) -> str:
    """A line for each mutant and test, then the scores."""
    return "\n".join([*_game_lines(played), "", *_score_lines(played)]) + "\n"


def _game_lines(played: Played) -> Iterator[str]:
    for api in played.apis:
        yield f"{api}"
        for game in (game for game in played.games if game.api == api):
            if game.witness is None:
                yield f"  {game.mutant.id:34} not applicable"
            for name, verdict in game.verdicts.items():
                how = f"killed by {verdict.check}" if verdict.killed else "SURVIVED"
                yield f"  {game.mutant.id:34} {name:13} {how}, {verdict.requests} requests"
            if game.witness is not None and any(not verdict.killed for verdict in game.verdicts.values()):
                yield f"  {'':34} witness: {game.witness.method} {_short(game.witness.target)}"


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"


def _score_lines(played: Played) -> Sequence[str]:
    lines = [] if played.finished else ["stopped before its end: what follows counts what was played", ""]
    lines += [
        f"false alarm of {control.judge} on {control.api}: {alarm.check} {alarm.operation}".rstrip()
        for control in played.controls
        for alarm in control.alarms
    ]
    for judge in played.judges:
        lines += [f"{judge}, {api}: {tally(played.games, judge, api)}" for api in played.apis]
        lines.append(f"{judge}, overall: {tally(played.games, judge)}")
    return lines


def json_report(played: Played) -> str:
    """The same as JSON."""
    return json.dumps(_tree(played), indent=2, ensure_ascii=False) + "\n"


def _tree(played: Played) -> dict[str, Any]:
    return {
        "document": played.document,
        "seed": played.seed,
        "finished": played.finished,
        "controls": [
            {
                "api": control.api,
                "test": control.judge,
                "requests": control.requests,
                "false_alarms": [{"check": one.check, "operation": one.operation} for one in control.alarms],
            }
            for control in played.controls
        ],
        "mutants": [_game_tree(game) for game in played.games],
        "scores": {
            judge: {
                api or "overall": {"killed": found.killed, "applicable": found.applicable}
                for api in (*played.apis, "")
                for found in (tally(played.games, judge, api),)
            }
            for judge in played.judges
        },
    }


def _game_tree(game: Game) -> dict[str, Any]:
    return {
        "mutant": game.mutant.id,
        "family": game.mutant.family,
        "title": game.mutant.title,
        "api": game.api,
        "applicable": game.witness is not None,
        "witness": f"{game.witness.method} {game.witness.target}" if game.witness else None,
        "verdicts": {
            name: {
                "killed": verdict.killed,
                "check": verdict.check,
                "operation": verdict.operation,
                "requests": verdict.requests,
            }
            for name, verdict in game.verdicts.items()
        },
    }
