"""The settings of ``contracts diff``: flags override the settings file, which overrides the defaults.

[diff]                                    [tool.casemock.diff] in pyproject.toml
fail-on = "risky"                         as --fail-on risky

[diff.levels]
response-enum-value-added = "breaking"    as --level response-enum-value-added=breaking
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.cli.settings import table_in, table_of
from contracts.errors import SettingsError, UsageError
from contracts.findings import Location
from contracts.wording import suggestion

LEVELS = ("breaking", "risky", "safe", "off")
"""The levels that a rule can be set to."""

LIMITS = ("breaking", "risky", "safe", "never")
"""The values of ``--fail-on``."""

KEYS = ("fail-on", "levels")


@dataclass(frozen=True)
class DiffSettings:
    """The settings of a run.

    :param fail_on: the minimum level that makes the exit code 1, or ``never``.
    :param levels: overrides by rule id.
    """

    fail_on: str = "breaking"
    levels: Mapping[str, str] = field(default_factory=dict)


def gather(
    fail_on: str | None, levels: Sequence[str], config: str | None, known: Collection[str], folder: Path
) -> DiffSettings:
    """Return the settings of a run.

    :param levels: values of ``--level``: ``ID=LEVEL``.
    :param config: the settings file; ``None``: that of the folder, if it has one.
    :param known: ids of rules.
    :raises UsageError: for an invalid flag.
    :raises SettingsError: for an invalid settings file.
    """
    path, table = (Path(config), table_in(Path(config), "diff")) if config else table_of(folder, "diff")
    given, of_file = _of_file(path, table, known)
    return DiffSettings(fail_on or given, {**of_file, **_of_flags(levels, known)})


def _of_file(path: Path, table: Mapping[str, Any], known: Collection[str]) -> tuple[str, dict[str, str]]:
    location = Location(str(path))
    for key in table:
        if key not in KEYS:
            hint = suggestion(key, KEYS) or f"known keys: {', '.join(KEYS)}"
            raise SettingsError(f"unknown key 'diff.{key}'", location=location, hint=hint)
    limit, levels = table.get("fail-on", DiffSettings.fail_on), table.get("levels", {})
    if limit not in LIMITS:
        raise SettingsError(f"diff.fail-on: expected one of {', '.join(LIMITS)}", location=location)
    if not isinstance(levels, Mapping):
        raise SettingsError("diff.levels: expected a table", location=location)
    for name, level in levels.items():
        if name not in known:
            raise SettingsError(f"diff.levels: {_unknown(name)}", location=location, hint=_near(name, known))
        if level not in LEVELS:
            raise SettingsError(f"diff.levels.{name}: expected one of {', '.join(LEVELS)}", location=location)
    return limit, dict(levels)


def _of_flags(texts: Sequence[str], known: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, _, level = text.partition("=")
        if level not in LEVELS:
            hint = "for example response-enum-value-added=breaking"
            raise UsageError(f"--level: expected ID=LEVEL with one of {', '.join(LEVELS)}, not '{text}'", hint=hint)
        if name not in known:
            raise UsageError(f"--level: {_unknown(name)}", hint=_near(name, known))
        found[name] = level
    return found


def _unknown(name: str) -> str:
    return f"unknown change '{name}'"


def _near(name: str, known: Collection[str]) -> str:
    return suggestion(name, known) or "see 'contracts diff --list'"
