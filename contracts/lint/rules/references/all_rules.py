"""The rules of the family ``references``."""

from __future__ import annotations

from contracts.lint.rule import Rule
from contracts.lint.rules.references.component_names import COMPONENT_NAME_INVALID
from contracts.lint.rules.references.reference_siblings import REFERENCE_SIBLINGS
from contracts.lint.rules.references.unused_component import UNUSED_COMPONENT
from contracts.lint.rules.structure.loader_rules import (
    CIRCULAR_REFERENCE,
    DISCRIMINATOR,
    REMOTE_REFERENCE,
    UNRESOLVED_REFERENCE,
    WRONG_REFERENCE,
)

RULES: tuple[Rule, ...] = (
    CIRCULAR_REFERENCE,
    COMPONENT_NAME_INVALID,
    DISCRIMINATOR,
    REFERENCE_SIBLINGS,
    REMOTE_REFERENCE,
    UNRESOLVED_REFERENCE,
    UNUSED_COMPONENT,
    WRONG_REFERENCE,
)
"""In the order of their ids."""
