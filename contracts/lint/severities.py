"""The rules that run, and their severities."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.findings import Finding, Severity
from contracts.lint.rule import Rule

OFF = "off"
LEVELS = (OFF, *(severity.value for severity in reversed(Severity)))
"""The levels of a rule in the settings: ``off``, ``hint``, ``warning``, ``error``."""

STRUCTURE = "structure"
"""The family whose rules cannot be turned off or changed: no other finding is reliable without them."""

_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.HINT: 0}


@dataclass(frozen=True)
class Severities:
    """The rules with the settings applied.

    :param rules: the rules that are on.
    :param severities: by rule id: severities that differ from the rule's own.
    :param silent: ids of the rules that are off.
    """

    rules: tuple[Rule, ...]
    severities: Mapping[str, Severity]
    silent: frozenset[str]

    def counting(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings without those of rules that are off; the loader reports findings of all its rules."""
        return [finding for finding in findings if finding.rule not in self.silent]

    def severity_of(self, rule: Rule) -> Severity:
        """Return the severity of a rule's findings."""
        return self.severities.get(rule.id, rule.severity)


def apply_settings(
    rules: Sequence[Rule],
    levels: Mapping[str, str],
    families: Mapping[str, str],
    only: Collection[str] = (),
    without: Collection[str] = (),
) -> Severities:
    """Apply the settings to the rules; the level of a rule takes precedence over that of its family.

    :param levels: one of :data:`LEVELS` by rule id.
    :param families: one of :data:`LEVELS` by family.
    :param only: ids of the only rules that are on, regardless of their levels; empty for all.
    :param without: ids of rules that are off.
    """
    given = {rule.id: levels.get(rule.id, families.get(rule.family, "")) for rule in rules}
    active = tuple(rule for rule in rules if _is_active(rule, given[rule.id], only, without))
    severities = {
        rule.id: Severity(given[rule.id])
        for rule in active
        if given[rule.id] not in ("", OFF) and rule.family != STRUCTURE
    }
    return Severities(active, severities, frozenset(rule.id for rule in rules) - {rule.id for rule in active})


def _is_active(rule: Rule, level: str, only: Collection[str], without: Collection[str]) -> bool:
    if rule.family == STRUCTURE:
        return True
    if rule.id in without:
        return False
    return rule.id in only if only else level != OFF


def at_least(severity: Severity, least: Severity) -> bool:
    """Return whether a severity is at least as high as another."""
    return _WEIGHT[severity] >= _WEIGHT[least]
