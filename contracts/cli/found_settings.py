"""What a settings file may say that was found in the working directory.

Nobody has named such a file, and the folder may be a download or the repository of somebody else. So it must not read
files outside of the folder and its repository, send secrets of the environment, or make a test more dangerous. A file
that is named with ``--config`` may.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from contracts.errors import SettingsError
from contracts.findings import Location
from contracts.spec.source import may_reference

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")

REFUSED_FLAGS = ("allow-destructive", "allow-remote")
"""Flags that lift a restriction of a contract test."""


def refusal(path: Path, name: str, reason: str, option: str, location: Location | None = None) -> SettingsError:
    """Return the error about a setting that only the user may choose.

    :param path: the settings file.
    :param name: the setting.
    :param reason: what the file must not do, as the end of a sentence.
    :param option: what the user may write instead.
    """
    hint = f"use {option}, or name the file with --config {path.name}"
    message = f"{name}: a settings file that was not named with --config must not {reason}"
    return SettingsError(message, location=location or Location(str(path)), hint=hint)


def is_readable(path: Path, file: str) -> bool:
    """Whether a found settings file may have a file or folder read: one in its folder or its repository."""
    return may_reference(Path(file).resolve(), path.resolve()) or Path(file).resolve() == path.resolve().parent


def is_writable(path: Path, file: str) -> bool:
    """Whether a found settings file may have a file written: one in its folder, symbolic links followed."""
    return Path(file).resolve().is_relative_to(path.resolve().parent)


def check_test_table(path: Path, test: Mapping[str, Any], allowed: Collection[str]) -> None:
    """Check the table ``[test]`` of a settings file that was found.

    :param allowed: environment variables that it may read.
    :raises SettingsError: if it has what only the user may choose.
    """
    for name in REFUSED_FLAGS:
        if test.get(name):
            raise refusal(path, f"test.{name}", "set it", f"--{name}")
    values = test.get("values")
    if isinstance(values, str) and values and not is_readable(path, str(path.parent / values)):
        raise refusal(path, "test.values", "name a file outside of this folder and its repository", "--values")
    for name, variable in _variables(test):
        if variable not in allowed:
            option = f"--allow-env {variable}"
            raise refusal(path, name, f"read the environment variable {variable}", option)


def _variables(test: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the settings whose values refer to environment variables, each with the name of the variable."""
    for table in ("identities", "headers"):
        entries = test.get(table)
        for name, value in entries.items() if isinstance(entries, Mapping) else ():
            for match in _VARIABLE.finditer(str(value).replace("$$", "")):
                yield f"test.{table}.{name}", match[1] or match[2]
