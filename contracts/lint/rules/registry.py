"""The registry of the built-in rules: each family lists its own in ``all_rules``."""

from __future__ import annotations

from functools import cache

from contracts.lint.rule import Rule
from contracts.lint.rules.parameters import all_rules as parameters
from contracts.lint.rules.paths import all_rules as paths
from contracts.lint.rules.references import all_rules as references
from contracts.lint.rules.responses import all_rules as responses
from contracts.lint.rules.schemas import all_rules as schemas
from contracts.lint.rules.security import all_rules as security
from contracts.lint.rules.structure import all_rules as structure
from contracts.lint.rules.style import all_rules as style
from contracts.lint.rules.values import all_rules as values

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
