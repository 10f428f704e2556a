"""The raw figures of a run, as in ``results.json``; medians and ratios are computed from them."""

from __future__ import annotations

import dataclasses
import json
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.load import Round


@dataclass
class Load:
    """One server in one scenario.

    :ivar idle_mb: resident memory after the first correct response, in MiB.
    :ivar loaded_mb: resident memory after the last round, in MiB.
    """

    server: str
    scenario: str
    idle_mb: float
    loaded_mb: float = 0.0
    rounds: list[Round] = field(default_factory=list)

    def median(self, figure: str) -> float:
        """Return the median of a field of the rounds, e.g. ``rps``."""
        return float(statistics.median(getattr(each, figure) for each in self.rounds))

    @property
    def errors(self) -> int:
        """Number of errors in all rounds; a row with errors is not used."""
        return sum(each.errors for each in self.rounds)


@dataclass
class Bodies:
    """Response bodies of GET validated against the schema.

    :ivar asked: number of requests.
    :ivar faults: number of invalid bodies by violation.
    """

    asked: int
    invalid: int
    distinct: int
    mean_bytes: int
    faults: dict[str, int] = field(default_factory=dict)


@dataclass
class Results:
    """A run, possibly incomplete.

    :ivar facts: the machine and the settings of the run.
    :ivar versions: versions by server.
    :ivar left_out: reasons why servers were excluded, by server.
    :ivar cold: seconds from the start to the first correct response, by server.
    :ivar micro: microseconds of CPU time per call for each round, by function.
    :ivar generate: cases per second for each round, by generator.
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
        """Return the row of a server in a scenario; ``None`` if it has no rounds or any errors."""
        rows = (row for row in self.loads if (row.scenario, row.server) == (scenario, server))
        row = next(rows, None)
        return row if row is not None and row.rounds and not row.errors else None

    def ratio(self, scenario: str, server: str, other: str, figure: str = "rps") -> float | None:
        """Return a server's median divided by another's; ``None`` unless both were measured."""
        mine, theirs = self.load(scenario, server), self.load(scenario, other)
        return mine.median(figure) / theirs.median(figure) if mine and theirs else None

    def write(self, file: Path) -> None:
        """Write the figures to a JSON file."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(dataclasses.asdict(self), indent=1) + "\n", "utf-8")


def read(file: Path) -> Results:
    """Read the JSON file of an earlier run.

    :raises ValueError: if it cannot be read or is not such a file.
    """
    try:
        data: dict[str, Any] = json.loads(file.read_text("utf-8"))
        loads = [Load(**row | {"rounds": [Round(**each) for each in row["rounds"]]}) for row in data["loads"]]
        bodies = {name: Bodies(**each) for name, each in data["bodies"].items()}
        return Results(**data | {"loads": loads, "bodies": bodies})
    except (OSError, TypeError, KeyError, ValueError) as error:
        raise ValueError(f"{file}: not benchmark results: {error}") from None
