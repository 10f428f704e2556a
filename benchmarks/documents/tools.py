"""The compared validators: how to run each and parse its findings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.install import install_npm, node

ROOT = Path(__file__).parents[2]
TIMEOUT = 600
"""Seconds after which a validator is stopped."""


@dataclass(frozen=True)
class ReportedFinding:
    """One finding of a validator.

    :param line: line number from 1; 0 if unknown.
    :param file: absolute path or path relative to the root of the project; ``""`` if unknown.
    """

    rule: str
    line: int
    message: str
    file: str = ""


@dataclass(frozen=True)
class ToolRun:
    """One run of a validator.

    :param seconds: wall time of the whole process.
    :param cpu: CPU seconds of the process and its children.
    :param memory: peak resident memory in MiB.
    :param findings: its findings; ``None`` if it failed or timed out.
    """

    seconds: float
    cpu: float
    memory: float
    findings: list[ReportedFinding] | None


@dataclass(frozen=True)
class Tool:
    """A validator.

    :param command: returns the command for a document and the cache folder.
    :param parse: returns the findings in its standard output.
    """

    name: str
    command: Callable[[Path, Path], list[str]]
    parse: Callable[[str], list[ReportedFinding]]

    def run(self, document: Path, cache: Path) -> ToolRun:
        """Run it on a document."""
        output = cache / f"{self.name}.out"
        start = time.perf_counter()
        with output.open("wb") as sink:
            process = subprocess.Popen(
                ["timeout", str(TIMEOUT), *self.command(document, cache)],
                stdout=sink,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        text = output.read_text("utf-8")
        try:
            findings = None if process.returncode and not text.strip() else self.parse(text)
        except (ValueError, ET.ParseError, KeyError):
            findings = None
        return ToolRun(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, findings)


def _ours(document: Path, _: Path) -> list[str]:
    return [sys.executable, "-m", "contracts", "validate", str(document), "--format", "json", "--show", "hint"]


def _parse_ours(text: str) -> list[ReportedFinding]:
    found = json.loads(text)["findings"]
    return [
        ReportedFinding(one["rule"], one["location"]["line"], one["message"], one["location"]["file"]) for one in found
    ]


def _validator(document: Path, _: Path) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "openapi_spec_validator", "--validation-errors", "all", str(document)]


def _parse_validator(text: str) -> list[ReportedFinding]:
    if ": OK" in text:
        return []
    return [ReportedFinding("invalid", 0, text.strip()[:200])]


def _redocly(document: Path, cache: Path) -> list[str]:
    script = cache / "npm" / "redocly" / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
    flags = ["--extends=recommended", "--format=checkstyle", "--max-problems=100000"]
    return [str(node(cache)), str(script), "lint", str(document), *flags]


def _parse_redocly(text: str) -> list[ReportedFinding]:
    if not text.strip():  # no findings
        return []
    root = ET.fromstring(text[text.index("<?xml") :])  # trusted: the output of redocly
    return [
        ReportedFinding(
            error.get("source", ""), int(error.get("line", 0)), error.get("message", ""), file.get("name", "")
        )
        for file in root.iter("file")
        for error in file.iter("error")
    ]


def _spectral(document: Path, cache: Path) -> list[str]:
    rules = cache / "spectral.json"
    rules.write_text(json.dumps({"extends": ["spectral:oas"]}), "utf-8")
    script = cache / "npm" / "spectral" / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
    return [str(node(cache)), str(script), "lint", str(document), "-r", str(rules), "-f", "json", "--quiet"]


def _parse_spectral(text: str) -> list[ReportedFinding]:
    return [
        ReportedFinding(str(one["code"]), one["range"]["start"]["line"] + 1, one["message"], one["source"])
        for one in json.loads(text[text.index("[") :])
    ]


TOOLS: Sequence[Tool] = (
    Tool("casemock", _ours, _parse_ours),
    Tool("openapi-spec-validator", _validator, _parse_validator),
    Tool("redocly", _redocly, _parse_redocly),
    Tool("spectral", _spectral, _parse_spectral),
)


def install(cache: Path, tools: Sequence[Tool]) -> None:
    """Install the npm packages of the validators into the cache.

    :raises UnavailableError: if npm cannot install them.
    """
    for tool in tools:
        if tool.name in ("redocly", "spectral"):
            install_npm(cache, tool.name)
