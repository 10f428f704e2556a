"""Which rules count in a run, and how much each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.findings import Finding, Severity
from contracts.lint.rule import Rule

OFF = "off"
LEVELS = (OFF, *(severity.value for severity in reversed(Severity)))
"""What a rule can be set to: ``off``, ``hint``, ``warning``, ``error``."""

STRUCTURE = "structure"
"""The family that is never turned off nor made less of: without it nothing else that is said could be relied on."""

_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.HINT: 0}


@dataclass(frozen=True)
class Severities:
    """What the settings make of the rules.

    :param rules: those that count.
    :param severities: of rules that are to have another one than their own.
    :param silent: ids of rules that are known and do not count.
    """

    rules: tuple[Rule, ...]
    severities: Mapping[str, Severity]
    silent: frozenset[str]

    def counting(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings without those of rules that do not count, which are found while a document is read."""
        return [finding for finding in findings if finding.rule not in self.silent]

    def severity_of(self, rule: Rule) -> Severity:
        """How much its findings matter."""
        return self.severities.get(rule.id, rule.severity)


def grade(
    rules: Sequence[Rule],
    levels: Mapping[str, str],
    families: Mapping[str, str],
    only: Collection[str] = (),
    without: Collection[str] = (),
) -> Severities:
    """Put together what is said of rules; what is said of one goes before what is said of its family.

    :param levels: of :data:`LEVELS`, by a rule's id.
    :param families: the same by family.
    :param only: ids of those that alone count, whatever their level is set to; empty: all.
    :param without: ids of those that do not count.
    """
    said = {rule.id: levels.get(rule.id, families.get(rule.family, "")) for rule in rules}
    counting = tuple(rule for rule in rules if _counts(rule, said[rule.id], only, without))
    severities = {
        rule.id: Severity(said[rule.id])
        for rule in counting
        if said[rule.id] not in ("", OFF) and rule.family != STRUCTURE
    }
    return Severities(counting, severities, frozenset(rule.id for rule in rules) - {rule.id for rule in counting})


def _counts(rule: Rule, level: str, only: Collection[str], without: Collection[str]) -> bool:
    if rule.family == STRUCTURE:
        return True
    if rule.id in without:
        return False
    return rule.id in only if only else level != OFF


def at_least(severity: Severity, least: Severity) -> bool:
    """Whether a finding of a severity matters as much as one of another."""
    return _WEIGHT[severity] >= _WEIGHT[least]
