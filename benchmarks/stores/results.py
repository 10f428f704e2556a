"""The figures of a run, what is required of them, and the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.report import table

OPTIONAL = "–"


@dataclass(frozen=True)
class Figure:
    """A figure with its requirement.

    :param required: the bound; ``None``: for information.
    :param is_minimum: the bound is a minimum, otherwise a maximum.
    :param unit: follows the number; ``%``: the value is a fraction.
    :param detail: what the figure was computed from.
    """

    part: str
    name: str
    value: float
    required: float | None = None
    is_minimum: bool = True
    unit: str = ""
    detail: str = ""

    @property
    def ok(self) -> bool:
        """Whether the requirement is met; true if there is none."""
        if self.required is None:
            return True
        return self.value >= self.required if self.is_minimum else self.value <= self.required

    def shown(self, value: float) -> str:
        """Return a value with the unit."""
        if self.unit == "%":
            return f"{value:.1%}"
        return f"{value:,.0f}{self.unit}" if value == int(value) else f"{value:,.2f}{self.unit}"


def report(facts: Mapping[str, str], figures: Iterable[Figure], title: str = "Stores") -> str:
    """Return the facts and a table of the figures as Markdown."""
    lines = [f"- {name}: {value}" for name, value in facts.items()]
    rows = [
        [
            one.part,
            one.name,
            one.shown(one.value),
            OPTIONAL if one.required is None else f"{'≥' if one.is_minimum else '≤'} {one.shown(one.required)}",
            OPTIONAL if one.required is None else "yes" if one.ok else "**no**",
            one.detail,
        ]
        for one in figures
    ]
    found = table(title, ["part", "figure", "actual", "required", "ok", ""], rows)
    return "\n".join(["### Run", "", *lines, "", found]) + "\n"


def as_json(facts: Mapping[str, str], figures: Iterable[Figure]) -> dict[str, object]:
    """Return facts and figures for a JSON file."""
    return {"facts": dict(facts), "figures": [{**dataclasses.asdict(one), "ok": one.ok} for one in figures]}
