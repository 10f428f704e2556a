"""Who asks and what exists there, out of the settings file: ``[test]`` of ``casemock.toml``, or of ``pyproject.toml``.

[test.identities]                         [tool.casemock.test.identities] in pyproject.toml
full = "$API_TOKEN"                       as --identity full=$API_TOKEN
reader = "$READER_TOKEN:cases:read"

[test.known]
id = ["42", "43"]                         as --known id=42 --known id=43
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contracts.errors import SettingsError
from contracts.findings import Location

OWN_FILE = "casemock.toml"
PROJECT_FILE = "pyproject.toml"
TABLES = ("identities", "known")


def identities_in(folder: Path) -> list[str]:
    """The identities of the folder's settings file, each as ``--identity`` takes it.

    :raises SettingsError: for a file that cannot be used.
    """
    return [f"{name}={value}" for name, value in _pairs(folder, "identities")]


def known_in(folder: Path) -> list[str]:
    """The known values of the folder's settings file, each as ``--known`` takes it. Raises as above."""
    return [f"{name}={value}" for name, value in _pairs(folder, "known")]


def _pairs(folder: Path, table: str) -> Iterator[tuple[str, str]]:
    path, test = table_of(folder, "test")
    for name in test:
        if name not in TABLES:
            raise SettingsError(
                f"unknown key 'test.{name}'", location=Location(str(path)), hint=f"there are {' and '.join(TABLES)}"
            )
    entries = test.get(table, {})
    if not isinstance(entries, Mapping):
        raise SettingsError(f"test.{table}: expected a table", location=Location(str(path)))
    for name, value in entries.items():
        values = value if isinstance(value, list) and table == "known" else [value]
        for one in values:
            if not isinstance(one, str | int) or isinstance(one, bool):
                raise SettingsError(f"test.{table}.{name}: expected a text", location=Location(str(path)))
            yield name, str(one)


def settings_file(folder: Path) -> Path | None:
    """The settings file of a folder, for ``contracts`` and ``mockserver``; ``None`` without one.

    It is ``casemock.toml`` if that exists, whatever it holds, otherwise a ``pyproject.toml`` with ``[tool.casemock]``.
    The two are never merged. A ``pyproject.toml`` that cannot be parsed counts only if it mentions casemock.
    """
    own, project = folder / OWN_FILE, folder / PROJECT_FILE
    if own.exists():
        return own
    return project if project.exists() and _has_own_table(project) else None


def _has_own_table(project: Path) -> bool:
    """Whether a project file has ``[tool.casemock]``, or cannot be parsed, which whoever reads it reports."""
    try:
        content = project.read_bytes()
        tool = tomllib.loads(content.decode("utf-8-sig")).get("tool") if b"casemock" in content else None
    except (OSError, ValueError):  # unreadable, not UTF-8, or not TOML
        return True
    return isinstance(tool, Mapping) and "casemock" in tool


def table_of(folder: Path, name: str) -> tuple[Path, Mapping[str, Any]]:
    """A table of the folder's settings file, and the file; an empty one if the file is missing or has no such table.

    :raises SettingsError: for a file that cannot be used.
    """
    path = settings_file(folder)
    return (path, table_in(path, name)) if path else (folder / OWN_FILE, {})


def table_in(path: Path, name: str) -> Mapping[str, Any]:
    """A table of a settings file that is named; an empty one where it has none. Raises as above."""
    return _below(path, ("tool", "casemock", name) if path.name == PROJECT_FILE else (name,)) or {}


def _below(path: Path, keys: tuple[str, ...]) -> Mapping[str, Any] | None:
    table: Any = _parsed(path)
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    if table is not None and not isinstance(table, Mapping):
        raise SettingsError(f"{'.'.join(keys)}: expected a table", location=Location(str(path)))
    return table


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", location=Location(str(path))) from None
    except ValueError as error:  # no TOML, or not UTF-8
        raise SettingsError(f"not TOML: {error}", location=Location(str(path))) from None
