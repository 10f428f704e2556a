"""How many documents that are broken in known ways each validator refuses, and at how many it names the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.documents.tools import ROOT, Outcome, Said, Tool
from tests.broken_documents import BASES, CASES, break_document, name_of


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
    usual = {
        (tool.name, base.name): {_identity(one) for one in _said(tool.run(base.root, cache))}
        for tool in tools
        for base in BASES
    }
    for base, case in CASES:
        name = name_of(base, case)
        folder = cache / "broken" / name
        folder.mkdir(parents=True, exist_ok=True)
        broken = break_document(base, case, folder)
        for tool in tools:
            said = _said(tool.run(broken.root, cache))
            new = [one for one in said if _identity(one) not in usual[tool.name, base.name]]
            if new:
                scores[tool.name].found.append(name)
            if any(one.line in broken.lines and _is_in(one, broken.file) for one in new):
                scores[tool.name].placed.append(name)
        yield name, scores


def names() -> list[str]:
    """The names of all broken documents."""
    return [name_of(base, case) for base, case in CASES]


def _said(outcome: Outcome) -> list[Said]:
    return [Said("broke", 0, "it gave up")] if outcome.said is None else outcome.said


def _is_in(said: Said, file: Path) -> bool:
    return (ROOT / said.file).resolve() == file.resolve()


def _identity(said: Said) -> tuple[str, str]:
    return said.rule, said.message
