"""The registry of the built-in rules: each family lists its own in ``all_rules``."""

from __future__ import annotations

from functools import cache

from contracts.linting.rule import Rule
from contracts.rules.parameters import all_rules as parameters
from contracts.rules.paths import all_rules as paths
from contracts.rules.references import all_rules as references
from contracts.rules.responses import all_rules as responses
from contracts.rules.schemas import all_rules as schemas
from contracts.rules.security import all_rules as security
from contracts.rules.structure import all_rules as structure
from contracts.rules.style import all_rules as style
from contracts.rules.values import all_rules as values

FAMILY_RULES: tuple[tuple[Rule, ...], ...] = (
    structure.RULES,
    references.RULES,
    paths.RULES,
    parameters.RULES,
    schemas.RULES,
    values.RULES,
    responses.RULES,
    security.RULES,
    style.RULES,
)
"""The rules by family, in the order of ``FAMILIES``."""


@cache
def own_rules() -> tuple[Rule, ...]:
    """Return the built-in rules, sorted by id."""
    return tuple(sorted((rule for family in FAMILY_RULES for rule in family), key=lambda rule: rule.id))
