"""Detection of known errors: how many each validator reports, and how many at the right line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.documents.tools import ROOT, ReportedFinding, Tool, ToolRun
from tests.broken_documents import BASES, CASES, break_document, name_of


@dataclass
class Score:
    """The result of one validator.

    :ivar detected: names of the documents with a finding that the valid document does not have.
    :ivar located: names of those with such a finding at the right line.
    """

    detected: list[str] = field(default_factory=list)
    located: list[str] = field(default_factory=list)


def score(tools: Sequence[Tool], cache: Path) -> Iterator[tuple[str, dict[str, Score]]]:
    """Run the validators on every broken document; yield its name and the scores so far."""
    scores = {tool.name: Score() for tool in tools}
    expected = {
        (tool.name, base.name): {_identity(one) for one in _reported(tool.run(base.root, cache))}
        for tool in tools
        for base in BASES
    }
    for base, case in CASES:
        name = name_of(base, case)
        folder = cache / "broken" / name
        folder.mkdir(parents=True, exist_ok=True)
        broken = break_document(base, case, folder)
        for tool in tools:
            reported = _reported(tool.run(broken.root, cache))
            new = [one for one in reported if _identity(one) not in expected[tool.name, base.name]]
            if new:
                scores[tool.name].detected.append(name)
            if any(one.line in broken.lines and _is_in(one, broken.file) for one in new):
                scores[tool.name].located.append(name)
        yield name, scores


def names() -> list[str]:
    """Return the names of all broken documents."""
    return [name_of(base, case) for base, case in CASES]


def _reported(tool_run: ToolRun) -> list[ReportedFinding]:
    return [ReportedFinding("failed", 0, "the validator failed")] if tool_run.findings is None else tool_run.findings


def _is_in(finding: ReportedFinding, file: Path) -> bool:
    return (ROOT / finding.file).resolve() == file.resolve()


def _identity(finding: ReportedFinding) -> tuple[str, str]:
    return finding.rule, finding.message
