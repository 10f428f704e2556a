"""Rules of others: what installed distributions offer under the entry point group ``casemock.rules``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

from contracts.errors import SettingsError
from contracts.findings import Severity
from contracts.linting.rule import FAMILIES, Rule
from contracts.spec.shapes import SHAPES

GROUP = "casemock.rules"


def installed_rules(own: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules of others, by their ids.

    :param own: ours, whose ids are taken.
    :raises SettingsError: for an entry point that cannot be loaded or is no rule, naming its distribution.
    """
    owners: dict[str, str] = {rule.id: "casemock" for rule in own}
    found = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (_distribution(entry), entry.name)):
        for rule in _rules_of(entry):
            if rule.id in owners:
                raise _error(entry, f"the id {rule.id!r} is taken by a rule of {owners[rule.id]}")
            owners[rule.id] = _distribution(entry)
            found.append(rule)
    return tuple(sorted(found, key=lambda rule: rule.id))


def _rules_of(entry: EntryPoint) -> Iterator[Rule]:
    try:
        loaded = entry.load()
    except Exception as error:  # what somebody's module raises while it is imported may be anything
        raise _error(entry, f"cannot be loaded: {type(error).__name__}: {error}") from error
    rules: list[Any] = list(_spread(loaded))
    if not rules:
        raise _error(entry, f"{_kind(loaded)}; expected a Rule, a module with RULE, or several of them")
    for rule in rules:
        if not isinstance(rule, Rule):
            raise _error(entry, f"holds {_kind(rule)} where a Rule is expected")
        for fault in _faults(rule):
            raise _error(entry, f"the rule {rule.id!r} {fault}")
        yield rule


def _spread(loaded: object) -> Iterator[object]:
    """What an entry names: a rule, a module with ``RULE`` or ``RULES``, or a sequence of any of them."""
    if isinstance(loaded, ModuleType):
        named: Any = getattr(loaded, "RULES", getattr(loaded, "RULE", ()))
        yield from _spread(named)
    elif isinstance(loaded, Iterable) and not isinstance(loaded, str | bytes | Mapping):
        for one in loaded:
            yield from _spread(one)
    else:
        yield loaded


def _faults(rule: Any) -> Iterator[str]:
    if not rule.id or rule.id != rule.id.lower() or " " in rule.id:
        yield "has an id that is not lower case with dashes"
    if rule.family not in FAMILIES:
        yield f"is of the family {rule.family!r}; there are {', '.join(FAMILIES)}"
    if not isinstance(rule.severity, Severity):
        yield f"has the severity {rule.severity!r}; expected a Severity"
    if not callable(rule.check):
        yield "has a check that cannot be called"
    for entry in rule.looks_at:
        kind = entry.partition(".")[0]
        if kind not in SHAPES:
            yield f"looks at {entry!r}; kinds of objects are {', '.join(sorted(SHAPES))}"


def _kind(value: object) -> str:
    if isinstance(value, ModuleType):
        return f"a module without RULE, {value.__name__}"
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else "an unknown distribution"


def _error(entry: EntryPoint, message: str) -> SettingsError:
    hint = "mend it, or uninstall the distribution"
    return SettingsError(f"rules of {_distribution(entry)}: {entry.value}: {message}", hint=hint)
