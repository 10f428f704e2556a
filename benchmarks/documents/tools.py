"""The validators: how each is called, and what it says with which line."""

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
LONGEST = 600
"""Seconds after which a validator is given up."""


@dataclass(frozen=True)
class Said:
    """One thing that a validator says.

    :param line: from 1; 0 where it names none.
    :param file: absolute, or from the project's root; ``""`` where it names none.
    """

    rule: str
    line: int
    message: str
    file: str = ""


@dataclass(frozen=True)
class Outcome:
    """One call of a validator.

    :param seconds: wall time of the whole process.
    :param cpu: CPU seconds of it and its children.
    :param memory: largest resident set, MiB.
    :param said: what it says; ``None``: it gave up, or was given up.
    """

    seconds: float
    cpu: float
    memory: float
    said: list[Said] | None


@dataclass(frozen=True)
class Tool:
    """A validator.

    :param command: the words that call it on a document.
    :param read: what it says, out of its standard output.
    """

    name: str
    command: Callable[[Path, Path], list[str]]
    read: Callable[[str], list[Said]]

    def run(self, document: Path, cache: Path) -> Outcome:
        """Call it on a document and wait for it."""
        output = cache / f"{self.name}.out"
        began = time.perf_counter()
        with output.open("wb") as sink:
            process = subprocess.Popen(
                ["timeout", str(LONGEST), *self.command(document, cache)],
                stdout=sink,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        text = output.read_text("utf-8")
        try:
            said = None if process.returncode and not text.strip() else self.read(text)
        except (ValueError, ET.ParseError, KeyError):
            said = None
        return Outcome(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said)


def _ours(document: Path, _: Path) -> list[str]:
    # All rules, hints included.
    return [sys.executable, "-m", "contracts", "validate", str(document), "--format", "json", "--show", "hint"]


def _read_ours(text: str) -> list[Said]:
    found = json.loads(text)["findings"]
    return [Said(one["rule"], one["location"]["line"], one["message"], one["location"]["file"]) for one in found]


def _validator(document: Path, _: Path) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "openapi_spec_validator", "--validation-errors", "all", str(document)]


def _read_validator(text: str) -> list[Said]:
    if ": OK" in text:
        return []
    return [Said("invalid", 0, text.strip()[:200])]


def _redocly(document: Path, cache: Path) -> list[str]:
    script = cache / "npm" / "redocly" / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
    flags = ["--extends=recommended", "--format=checkstyle", "--max-problems=100000"]
    return [str(node(cache)), str(script), "lint", str(document), *flags]


def _read_redocly(text: str) -> list[Said]:
    if not text.strip():  # nothing to say
        return []
    root = ET.fromstring(text[text.index("<?xml") :])  # what we have just made a tool of ours print
    return [
        Said(error.get("source", ""), int(error.get("line", 0)), error.get("message", ""), file.get("name", ""))
        for file in root.iter("file")
        for error in file.iter("error")
    ]


def _spectral(document: Path, cache: Path) -> list[str]:
    rules = cache / "spectral.json"
    rules.write_text(json.dumps({"extends": ["spectral:oas"]}), "utf-8")
    script = cache / "npm" / "spectral" / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
    return [str(node(cache)), str(script), "lint", str(document), "-r", str(rules), "-f", "json", "--quiet"]


def _read_spectral(text: str) -> list[Said]:
    return [
        Said(str(one["code"]), one["range"]["start"]["line"] + 1, one["message"], one["source"])
        for one in json.loads(text[text.index("[") :])
    ]


TOOLS: Sequence[Tool] = (
    Tool("casemock", _ours, _read_ours),
    Tool("openapi-spec-validator", _validator, _read_validator),
    Tool("redocly", _redocly, _read_redocly),
    Tool("spectral", _spectral, _read_spectral),
)


def install(cache: Path, tools: Sequence[Tool]) -> None:
    """Have the npm packages of the validators in the cache.

    :raises UnavailableError: where npm cannot get them.
    """
    for tool in tools:
        if tool.name in ("redocly", "spectral"):
            install_npm(cache, tool.name)
