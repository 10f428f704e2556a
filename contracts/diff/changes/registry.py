"""All rules for changes. A new area module must be listed here."""

from __future__ import annotations

from functools import cache

from contracts.diff.change import ChangeKind, ChangeRule
from contracts.diff.changes import (
    bodies,
    info,
    operations,
    parameters,
    responses,
    schema_composition,
    schema_properties,
    schema_types,
    schema_values,
    security,
    servers,
    webhooks,
)

AREAS = (
    info,
    servers,
    operations,
    parameters,
    bodies,
    responses,
    schema_types,
    schema_values,
    schema_properties,
    schema_composition,
    security,
    webhooks,
)


@cache
def all_rules() -> tuple[ChangeRule, ...]:
    """Return the rules, ordered by id."""
    return tuple(sorted((rule for area in AREAS for rule in area.RULES), key=lambda rule: rule.id))


@cache
def rules_by_kind() -> dict[ChangeKind, ChangeRule]:
    """Return the rules by the kind of change."""
    return {rule.kind: rule for rule in all_rules()}
