"""How many documents that are broken in known ways each validator refuses, and at how many it names the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.documents.tools import Outcome, Said, Tool
from tests.test_faults import CASES, broken


@dataclass
class Score:
    """Of one validator.

    :ivar found: names of the documents about which it says something that it does not say about the valid one.
    :ivar placed: of those, the ones where it does so at the right line.
    """

    found: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)


def score(tools: Sequence[Tool], cache: Path) -> Iterator[tuple[str, dict[str, Score]]]:
    """Try every broken document; yields the name of each and the scores so far."""
    scores = {tool.name: Score() for tool in tools}
    usual: dict[tuple[str, Path], set[tuple[str, str]]] = {}
    folder = cache / "broken"
    folder.mkdir(parents=True, exist_ok=True)
    for base, case in CASES:
        name = f"{base.stem}-{case['name']}"
        text, lines = broken(base, case)
        path = folder / f"{name}.yaml"
        path.write_text(text, "utf-8")
        for tool in tools:
            if (tool.name, base) not in usual:
                usual[tool.name, base] = {_identity(one) for one in _said(tool.run(base, cache))}
            new = [one for one in _said(tool.run(path, cache)) if _identity(one) not in usual[tool.name, base]]
            if new:
                scores[tool.name].found.append(name)
            if any(one.line in lines for one in new):
                scores[tool.name].placed.append(name)
        yield name, scores


def names() -> list[str]:
    """The names of all broken documents."""
    return [f"{base.stem}-{case['name']}" for base, case in CASES]


def _said(outcome: Outcome) -> list[Said]:
    return [Said("broke", 0, "it gave up")] if outcome.said is None else outcome.said


def _identity(said: Said) -> tuple[str, str]:
    return said.rule, said.message
