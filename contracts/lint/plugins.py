"""Rules of other distributions, from the entry point group ``casemock.rules``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.entry_points import PluginGroup
from contracts.findings import Severity
from contracts.lint.rule import FAMILIES, Rule
from contracts.spec.object_model import SHAPES


def installed_rules(own: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules of installed distributions, see :meth:`PluginGroup.load`.

    :param own: the built-in rules.
    :raises SettingsError: for a rule that cannot be used, naming its distribution.
    """
    return GROUP.load(own)


def _faults(rule: Any) -> Iterator[str]:
    if rule.family not in FAMILIES:
        yield f"unknown family {rule.family!r}; families are {', '.join(FAMILIES)}"
    if not isinstance(rule.severity, Severity):
        yield f"severity is {rule.severity!r}; expected a Severity"
    if not callable(rule.check):
        yield "'check' is not callable"
    for entry in rule.node_types:
        kind = entry.partition(".")[0]
        if kind not in SHAPES:
            yield f"looks at {entry!r}; kinds of objects are {', '.join(sorted(SHAPES))}"


GROUP = PluginGroup("casemock.rules", Rule, _faults)
