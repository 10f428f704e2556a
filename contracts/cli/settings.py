"""The settings of ``contracts test`` in the settings file: ``[test]`` of ``casemock.toml`` or ``pyproject.toml``.

[test]                                    [tool.casemock.test] in pyproject.toml
read-only = true                          as --read-only; also no-delete, allow-destructive, allow-remote, lenient
values = "values.yaml"                    as --values values.yaml, relative to the settings file

[test.identities]                         [tool.casemock.test.identities] in pyproject.toml
full = "$API_TOKEN"                       as --identity full=$API_TOKEN
reader = "$READER_TOKEN:cases:read"

[test.known]
id = ["42", "43"]                         as --known id=42 --known id=43

[test.headers]
X-Tenant = "$TENANT"                      as --header 'X-Tenant: $TENANT'

[test.severities]
protocol-allow = "off"                    as --severity protocol-allow=off

[test]
fail-on = "error"                         as --fail-on error
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contracts.errors import SettingsError
from contracts.findings import Location

CONFIG = "CASEMOCK_CONFIG"
"""The environment variable that names the settings file, as ``--config`` does."""

OWN_FILE = "casemock.toml"
PROJECT_FILE = "pyproject.toml"
TABLES = ("identities", "known", "headers", "severities")
FLAGS = ("read-only", "no-delete", "allow-destructive", "allow-remote", "lenient")
FAIL_ON = "fail-on"
KEYS = (*TABLES, *FLAGS, "values", FAIL_ON)


def identities_in(folder: Path, config: str | None = None) -> list[str]:
    """Return the identities in the settings file of a folder, in the format of ``--identity``.

    :param config: the settings file, if the user has named one.
    :raises SettingsError: for an invalid settings file.
    """
    return [f"{name}={value}" for name, value in _pairs(folder, config, "identities")]


def known_in(folder: Path, config: str | None = None) -> list[str]:
    """Return the known values in the settings file of a folder, in the format of ``--known``. Raises as above."""
    return [f"{name}={value}" for name, value in _pairs(folder, config, "known")]


def headers_in(folder: Path, config: str | None = None) -> list[str]:
    """Return the headers in the settings file of a folder, in the format of ``--header``. Raises as above."""
    return [f"{name}: {value}" for name, value in _pairs(folder, config, "headers")]


def flags_in(folder: Path, config: str | None = None) -> frozenset[str]:
    """Return the names of the flags that are ``true`` in the settings file of a folder. Raises as above."""
    path, test = _test_table(folder, config)
    for name in FLAGS:
        if not isinstance(test.get(name, False), bool):
            raise SettingsError(f"test.{name}: expected true or false", location=Location(str(path)))
    return frozenset(name for name in FLAGS if test.get(name))


def _test_table(folder: Path, config: str | None) -> tuple[Path, Mapping[str, Any]]:
    path, test = table_of_test(folder, config)
    for name in test:
        if name not in KEYS:
            hint = f"keys: {', '.join(KEYS)}"
            raise SettingsError(f"unknown key 'test.{name}'", location=Location(str(path)), hint=hint)
    return path, test


def values_in(folder: Path, config: str | None = None) -> str:
    """Return the path of the file of values in the settings file of a folder; ``""`` if missing. Raises as above."""
    path, test = _test_table(folder, config)
    value = test.get("values", "")
    if not isinstance(value, str):
        raise SettingsError("test.values: expected a path", location=Location(str(path)))
    return str(path.parent / value) if value else ""


def _pairs(folder: Path, config: str | None, table: str) -> Iterator[tuple[str, str]]:
    path, test = _test_table(folder, config)
    entries = test.get(table, {})
    if not isinstance(entries, Mapping):
        raise SettingsError(f"test.{table}: expected a table", location=Location(str(path)))
    for name, value in entries.items():
        values = value if isinstance(value, list) and table == "known" else [value]
        for one in values:
            if not isinstance(one, str | int) or isinstance(one, bool):
                raise SettingsError(f"test.{table}.{name}: expected a string", location=Location(str(path)))
            yield name, str(one)


def settings_file(folder: Path) -> Path | None:
    """Return the settings file of a folder, for ``contracts`` and ``mockserver``; ``None`` if there is none.

    It is ``casemock.toml`` if that exists, whatever its content, or else a ``pyproject.toml`` with ``[tool.casemock]``.
    The two are never merged. A ``pyproject.toml`` that cannot be parsed counts only if it mentions casemock.
    """
    own, project = folder / OWN_FILE, folder / PROJECT_FILE
    if own.exists():
        return own
    return project if project.exists() and _has_own_table(project) else None


def _has_own_table(project: Path) -> bool:
    """Whether a project file has ``[tool.casemock]``, or cannot be parsed, which its reader reports."""
    try:
        content = project.read_bytes()
        tool = tomllib.loads(content.decode("utf-8-sig")).get("tool") if b"casemock" in content else None
    except (OSError, ValueError):  # unreadable, not UTF-8, or not TOML
        return True
    return isinstance(tool, Mapping) and "casemock" in tool


def table_of(folder: Path, name: str) -> tuple[Path, Mapping[str, Any]]:
    """Return the settings file of a folder and a table in it; the table is empty if the file or the table is missing.

    :raises SettingsError: for an invalid settings file.
    """
    path = settings_file(folder)
    return (path, table_in(path, name)) if path else (folder / OWN_FILE, {})


def table_of_test(folder: Path, config: str | None) -> tuple[Path, Mapping[str, Any]]:
    """Return the settings file and its table ``[test]``: the named file, else that of the folder. Raises as above."""
    return (Path(config), table_in(Path(config), "test")) if config else table_of(folder, "test")


def table_in(path: Path, name: str) -> Mapping[str, Any]:
    """Return a table of a settings file; empty if the file has no such table. Raises as above."""
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
        raise SettingsError(f"cannot read the file: {error.strerror}", location=Location(str(path))) from None
    except ValueError as error:  # not valid TOML, or not UTF-8
        raise SettingsError(f"not valid TOML: {error}", location=Location(str(path))) from None
