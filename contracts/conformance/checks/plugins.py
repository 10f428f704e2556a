"""Checks of other distributions, from the entry point group ``casemock.checks``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.conformance.checks.check import Check
from contracts.entry_points import PluginGroup


def installed_checks(own: Sequence[Check]) -> tuple[Check, ...]:
    """The checks of installed distributions, see :meth:`PluginGroup.load`.

    :param own: the built-in checks.
    :raises SettingsError: for a check that cannot be used, naming its distribution.
    """
    return GROUP.load(own)


def _faults(check: Any) -> Iterator[str]:
    if not callable(check.run):
        yield "'run' is not callable"
    if not isinstance(check.title, str) or not check.title:
        yield "the title must be a string that is not empty"


GROUP = PluginGroup("casemock.checks", Check, _faults)
