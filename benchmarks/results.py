"""All figures of a run, raw, as they stand in the JSON file; medians and ratios are taken from them."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import Round


@dataclass
class Load:
    """One server under one kind of request.

    :ivar idle_mb: resident memory after the first correct answer.
    :ivar loaded_mb: the same after the last round.
    """

    server: str
    scenario: str
    idle_mb: float
    loaded_mb: float = 0.0
    rounds: list[Round] = field(default_factory=list)

    def middle(self, figure: str) -> float:
        """The median of a figure of the rounds, e.g. ``rps``."""
        return float(median(getattr(each, figure) for each in self.rounds))

    @property
    def errors(self) -> int:
        """Wrong answers of all rounds; a row that has any counts for nothing."""
        return sum(each.errors for each in self.rounds)


@dataclass
class Bodies:
    """Answers to GET held against the schema.

    :ivar faults: what was wrong, with how many bodies had it.
    """

    asked: int
    invalid: int
    distinct: int
    mean_bytes: int
    faults: dict[str, int] = field(default_factory=dict)


@dataclass
class Results:
    """A run, or what there is of it.

    :ivar facts: the machine and the settings of the run.
    :ivar versions: of what was measured, by server.
    :ivar left_out: by server, why it has no figures.
    :ivar cold: seconds from the start to the first correct answer, by server.
    :ivar micro: microseconds of CPU time per call, by function, one figure a round.
    :ivar generate: cases a second, by way, one figure a round.
    """

    facts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    loads: list[Load] = field(default_factory=list)
    cold: dict[str, list[float]] = field(default_factory=dict)
    bodies: dict[str, Bodies] = field(default_factory=dict)
    micro: dict[str, list[float]] = field(default_factory=dict)
    generate: dict[str, list[float]] = field(default_factory=dict)

    def load(self, scenario: str, server: str) -> Load | None:
        """A row that can be relied on: it has rounds, and no wrong answer."""
        rows = (row for row in self.loads if (row.scenario, row.server) == (scenario, server))
        row = next(rows, None)
        return row if row is not None and row.rounds and not row.errors else None

    def ratio(self, scenario: str, server: str, other: str, figure: str = "rps") -> float | None:
        """How many times as much as the other's a server's median is; ``None``: not both were measured."""
        mine, theirs = self.load(scenario, server), self.load(scenario, other)
        return mine.middle(figure) / theirs.middle(figure) if mine and theirs else None

    def write(self, file: Path) -> None:
        """Write the JSON file."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(dataclasses.asdict(self), indent=1) + "\n", "utf-8")


def read(file: Path) -> Results:
    """Read a JSON file of an earlier run.

    :raises ValueError: where it is none.
    """
    try:
        told: dict[str, Any] = json.loads(file.read_text("utf-8"))
        loads = [Load(**row | {"rounds": [Round(**each) for each in row["rounds"]]}) for row in told["loads"]]
        bodies = {name: Bodies(**each) for name, each in told["bodies"].items()}
        return Results(**told | {"loads": loads, "bodies": bodies})
    except (OSError, TypeError, KeyError, ValueError) as error:
        raise ValueError(f"{file}: these are no results of a benchmark: {error}") from None
