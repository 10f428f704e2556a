"""The severities of ``contracts test``: flags override the settings file, which overrides the defaults.

[test]                                    [tool.casemock.test] in pyproject.toml
fail-on = "error"                         as --fail-on error

[test.severities]                         [tool.casemock.test.severities]
protocol-allow = "off"                    as --severity protocol-allow=off
"protocol-*" = "hint"                     a pattern; exact ids take precedence
quirks = "warning"                        the known behavior of frameworks
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from contracts.cli.settings import FAIL_ON, table_of_test
from contracts.cli.validate_settings import SEVERITIES, checked_levels, key_location, levels_of_flags
from contracts.conformance.checks.registry import all_checks, current_id, installed_checks
from contracts.conformance.faults import TABLE
from contracts.conformance.grading import COVERAGE, QUIRKS, Grading
from contracts.errors import SettingsError, UsageError
from contracts.findings import Severity
from contracts.wording import suggestion

SEVERITIES_TABLE = "severities"


def gather_grading(arguments: argparse.Namespace, folder: Path) -> Grading:
    """Return the severities of a run.

    :param folder: folder of the settings file.
    :raises UsageError: for an invalid flag.
    :raises SettingsError: for an invalid settings file.
    """
    path, table = table_of_test(folder, arguments.config)
    known = known_rules()
    levels = _levels_in(path, table, known) | _levels_given(arguments, known)
    return Grading({current_id(name): level for name, level in levels.items()}, _fails_at(arguments, path, table))


def known_rules() -> tuple[str, ...]:
    """Return the ids of checks and rules, with the pseudo-rules."""
    own = all_checks()
    checks = [check.id for check in (*own, *installed_checks(own))]
    return tuple(dict.fromkeys([*checks, *(row.rule for row in TABLE), *_FUZZING, COVERAGE, QUIRKS]))


_FUZZING = ("not-explored", "response-header", "valid-refused")
"""Rules of fuzzing that have no row in the table of faults."""


def _levels_in(path: Path, table: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, str]:
    entries = table.get(SEVERITIES_TABLE, {})
    name = f"test.{SEVERITIES_TABLE}"
    if not isinstance(entries, Mapping):
        raise SettingsError(f"{name}: expected a table", location=key_location(path, "test", SEVERITIES_TABLE))
    accepted = [*known, *(key for key in entries if _is_known(key, known))]
    return dict(checked_levels(path, name, entries, accepted, "check"))


def _levels_given(arguments: argparse.Namespace, known: tuple[str, ...]) -> dict[str, str]:
    levels = levels_of_flags(arguments.severity, "protocol-allow=off")
    for name in levels:
        if not _is_known(name, known):
            hint = suggestion(name, known) or "see 'contracts checks'"
            raise UsageError(f"--severity: unknown check '{name}'", hint=hint)
    return levels


def _is_known(name: str, known: tuple[str, ...]) -> bool:
    """Whether a name is that of a rule, of a check or its part, also a former one, or a pattern that matches one."""
    current = current_id(name)
    return current in known or current.partition("/")[0] in known or any(fnmatchcase(one, current) for one in known)


def _fails_at(arguments: argparse.Namespace, path: Path, table: Mapping[str, Any]) -> Severity:
    expected = f"expected one of {', '.join(SEVERITIES)}"
    if arguments.fail_on is not None:
        if arguments.fail_on not in SEVERITIES:
            raise UsageError(f"--fail-on: {expected}, not '{arguments.fail_on}'")
        return Severity(arguments.fail_on)
    level = table.get(FAIL_ON, Grading.fails_at)
    if level not in SEVERITIES:
        raise SettingsError(f"test.{FAIL_ON}: {expected}", location=key_location(path, "test", FAIL_ON))
    return Severity(level)
