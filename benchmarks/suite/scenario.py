"""Scenario files: read them from a folder or a git repository, and split them into sections."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import BenchmarkError

SPECS = "test-harness/specs"
"""The folder of the scenarios in the repository of the suite."""

SECTION = re.compile(r"====(server|test|spec|command|expect|expect-loose|expect-keysOnly)====\r?\n", re.IGNORECASE)
_STATUS_LINE = re.compile(r"HTTP/[\d.]+ (\d{3})")


@dataclass(frozen=True)
class Expected:
    """The expected response of a scenario.

    :param status: the status code.
    :param headers: values by name in lower case.
    :param body: the text after the headers.
    :param mode: ``expect`` (the body is equal), ``expect-loose`` or ``expect-keysOnly`` (the values may differ).
    """

    status: int
    headers: dict[str, str]
    body: str
    mode: str


@dataclass(frozen=True)
class Scenario:
    """One file of the suite.

    :param name: its path below the folder of the scenarios.
    :param title: the text of its section ``test``.
    :param document: the OpenAPI document, YAML or JSON.
    :param server: the command line of the mock server.
    :param command: the curl command.
    """

    name: str
    title: str
    document: str
    server: str
    command: str
    expected: Expected


def read_suite(source: Path) -> list[Scenario]:
    """Return the scenarios of a folder, or of a git directory with or without a work tree, in the order of their names.

    :raises BenchmarkError: if there are none.
    """
    read = _from_git(source) if _is_git_directory(source) else _from_folder(source)
    found = [parse_scenario(name, text) for name, text in sorted(read) if SECTION.search(text)]
    if not found:
        raise BenchmarkError(f"--suite: no scenario files in {source}")
    return found


def parse_scenario(name: str, text: str) -> Scenario:
    """Split a file into its sections. Raises :class:`BenchmarkError` if a section is missing."""
    parts = SECTION.split(text)
    sections: dict[str, str] = dict(zip(parts[1::2], parts[2::2], strict=True))
    mode = next((key for key in ("expect", "expect-loose", "expect-keysOnly") if key in sections), "")
    missing = [key for key in ("spec", "server", "command") if key not in sections]
    if missing or not mode:
        raise BenchmarkError(f"{name}: section {(*missing, 'expect')[0]} is missing")
    return Scenario(
        name,
        sections.get("test", "").strip(),
        sections["spec"],
        sections["server"].strip(),
        sections["command"].strip(),
        _expected(name, sections[mode], mode),
    )


def _expected(name: str, text: str, mode: str) -> Expected:
    head, _, body = text.replace("\r\n", "\n").strip().partition("\n\n")
    first, *lines = head.split("\n")
    status = _STATUS_LINE.match(first)
    if status is None:
        raise BenchmarkError(f"{name}: the expected response has no status line: {first!r}")
    headers = {}
    for line in lines:
        key, _, value = line.partition(":")
        headers[key.strip().lower()] = value.strip()
    return Expected(int(status[1]), headers, body.strip(), mode)


def _from_folder(folder: Path) -> Iterator[tuple[str, str]]:
    below = folder / SPECS
    root = below if below.is_dir() else folder
    for path in root.rglob("*.txt"):
        yield path.relative_to(root).as_posix(), path.read_text("utf-8")


def _is_git_directory(folder: Path) -> bool:
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()


def _from_git(folder: Path) -> Iterator[tuple[str, str]]:
    names = _git(folder, "ls-tree", "-r", "--name-only", "HEAD", SPECS).splitlines()
    for name in names:
        if name.endswith(".txt"):
            yield name.removeprefix(f"{SPECS}/"), _git(folder, "show", f"HEAD:{name}")


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"--suite: git {arguments[0]} failed: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout.decode("utf-8")
