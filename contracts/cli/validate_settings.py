"""The settings of ``contracts validate``: flags override environment, which overrides the file and the defaults.

[validate]                                [tool.casemock.validate] in pyproject.toml
show = "hint"                             as --show hint, or CASEMOCK_SHOW=hint
fail-on = "warning"                       as --fail-on warning
ignore-file = "accepted.txt"              as --ignore accepted.txt, relative to the settings file

[rules]                                   [tool.casemock.rules]
operation-id-missing = "off"              as --severity operation-id-missing=off

[rules.family]
style = "hint"
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.cli.found_settings import is_readable, refusal
from contracts.cli.settings import CONFIG, table_in, table_of
from contracts.errors import SettingsError, UsageError
from contracts.findings import Location, Severity
from contracts.lint.severities import LEVELS, STRUCTURE
from contracts.wording import suggestion

KEYS = ("show", "fail-on", "ignore-file")
FAMILY = "family"
SEVERITIES = tuple(severity.value for severity in Severity)


@dataclass(frozen=True)
class ValidateSettings:
    """The settings of a run.

    :param show: minimum severity to report.
    :param fail_on: minimum severity that makes the exit code 1.
    :param ignore_file: file with ignored findings; ``None``: that of the folder, if it has one.
    :param levels: severity or ``off`` by rule id.
    :param families: the same by rule family.
    """

    show: Severity = Severity.WARNING
    fail_on: Severity = Severity.ERROR
    ignore_file: Path | None = None
    levels: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)


def gather(
    arguments: argparse.Namespace,
    known: Mapping[str, str],
    folder: Path,
    environ: Mapping[str, str] | None = None,
) -> ValidateSettings:
    """Return the settings of a run.

    :param known: families by rule id.
    :param folder: folder of the default settings file.
    :raises UsageError: for an invalid flag or environment variable.
    :raises SettingsError: for an invalid settings file.
    """
    variables = os.environ if environ is None else environ
    path, validate, rules = _tables(folder, arguments.config or variables.get(CONFIG))
    given = _from_file(path, validate) | _from_variables(variables) | _from_flags(arguments)
    levels, families = _levels(path, rules, known)
    levels |= _of_flags(arguments, known)
    show = Severity(given.get("show", ValidateSettings.show))
    fail_on = Severity(given.get("fail-on", ValidateSettings.fail_on))
    file = given.get("ignore-file")
    return ValidateSettings(show, fail_on, Path(file) if file else None, levels, families)


def check_rules(names: Collection[str], known: Collection[str], option: str) -> None:
    """Check rule ids. Raises :class:`UsageError` for an unknown one."""
    for name in names:
        if name not in known:
            hint = suggestion(name, known) or "see 'contracts rules'"
            raise UsageError(f"{option}: unknown rule '{name}'", hint=hint)


def _tables(folder: Path, named: str | None) -> tuple[Path, Mapping[str, Any], Mapping[str, Any]]:
    if named:
        path = Path(named)
        return path, table_in(path, "validate"), table_in(path, "rules")
    path, validate = table_of(folder, "validate")
    file = validate.get("ignore-file")
    if isinstance(file, str) and file and not is_readable(path, str(path.parent / file)):
        location = key_location(path, "validate", "ignore-file")
        reason = "name a file outside of this folder and its repository"
        raise refusal(path, "validate.ignore-file", reason, "--ignore", location)
    return path, validate, table_of(folder, "rules")[1]


def _from_file(path: Path, table: Mapping[str, Any]) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, value in table.items():
        location = key_location(path, "validate", key)
        if key not in KEYS:
            hint = suggestion(key, KEYS) or f"known keys: {', '.join(KEYS)}"
            raise SettingsError(f"unknown key 'validate.{key}'", location=location, hint=hint)
        if not isinstance(value, str) or (key != "ignore-file" and value not in SEVERITIES):
            expected = "a path" if key == "ignore-file" else f"one of {', '.join(SEVERITIES)}"
            raise SettingsError(f"validate.{key}: expected {expected}", location=location)
        values[key] = str(path.parent / value) if key == "ignore-file" else value
    return values


def _from_variables(environ: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for key in KEYS:
        variable = f"CASEMOCK_{key.upper().replace('-', '_')}"
        value = environ.get(variable)
        if value:
            if key != "ignore-file" and value not in SEVERITIES:
                raise UsageError(f"{variable}: expected one of {', '.join(SEVERITIES)}, not '{value}'")
            values[key] = value
    return values


def _from_flags(arguments: argparse.Namespace) -> dict[str, str]:
    given = {"show": arguments.show, "fail-on": arguments.fail_on, "ignore-file": arguments.ignore}
    return {key: value for key, value in given.items() if value is not None}


def _levels(path: Path, table: Mapping[str, Any], known: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the severities by rule, and by family, in the settings file."""
    of_families = table.get(FAMILY, {})
    if not isinstance(of_families, Mapping):
        raise SettingsError("rules.family: expected a table", location=key_location(path, "rules", FAMILY))
    families = dict(checked_levels(path, "rules.family", of_families, sorted({*known.values()}), "family"))
    of_rules = {key: value for key, value in table.items() if key != FAMILY}
    levels = dict(checked_levels(path, "rules", of_rules, known, "rule"))
    refused = [("rules.family", STRUCTURE)] * (STRUCTURE in families)
    refused += [("rules", name) for name in levels if known[name] == STRUCTURE]
    for within, name in refused:
        raise SettingsError(_locked(name), location=key_location(path, within, name), hint=_ALTERNATIVE)
    return levels, families


def checked_levels(
    path: Path, table: str, entries: Mapping[str, Any], known: Collection[str], what: str
) -> Iterator[tuple[str, str]]:
    """Yield the entries of a table with severities.

    :param table: its name, e.g. ``rules.family``.
    :param known: valid keys.
    :param what: what the keys name: ``rule``, ``family`` or ``check``.
    :raises SettingsError: for an unknown key or an invalid severity.
    """
    for name, level in entries.items():
        location = key_location(path, table, name)
        if name not in known:
            hint = suggestion(name, known) or f"see 'contracts {'checks' if what == 'check' else 'rules'}'"
            raise SettingsError(f"unknown {what} '{name}'", location=location, hint=hint)
        if level not in LEVELS:
            raise SettingsError(f"{table}.{name}: expected one of {', '.join(LEVELS)}", location=location)
        yield name, level


def _of_flags(arguments: argparse.Namespace, known: Mapping[str, str]) -> dict[str, str]:
    check_rules(arguments.rule, known, "--rule")
    check_rules(arguments.no_rule, known, "--no-rule")
    levels = levels_of_flags(arguments.severity, "operation-id-missing=warning")
    check_rules(levels, known, "--severity")
    for name in [*arguments.no_rule, *levels]:
        if known[name] == STRUCTURE:
            raise UsageError(_locked(name), hint=_ALTERNATIVE)
    return levels


def levels_of_flags(texts: Iterable[str], example: str) -> dict[str, str]:
    """Return the severities in the values of ``--severity`` by rule. Raises :class:`UsageError`."""
    levels: dict[str, str] = {}
    for text in texts:
        name, _, level = text.partition("=")
        if level not in LEVELS or not name:
            hint = f"for example {example}"
            raise UsageError(f"--severity: expected ID=LEVEL with one of {', '.join(LEVELS)}, not '{text}'", hint=hint)
        levels[name] = level
    return levels


_ALTERNATIVE = "ignore single findings in the document or in an ignore file"


def _locked(name: str) -> str:
    what = "family structure" if name == STRUCTURE else f"rule '{name}' of family structure"
    return f"{what} cannot be turned off or given another severity"


def key_location(path: Path, table: str, key: str) -> Location:
    """Return the location of a key in a settings file, found by its line because tomllib has no positions."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return Location(str(path))
    here = ""
    for number, line in enumerate(lines, 1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        here = header[1].strip().removeprefix("tool.casemock.") if header else here
        found = re.match(rf"\s*([\"']?){re.escape(key)}\1\s*=", line)
        if (found and here == table) or (header and here == f"{table}.{key}"):
            return Location(str(path), number, line.index(key) + 1)
    return Location(str(path))
