"""The rules of the family ``structure``."""

from __future__ import annotations

from contracts.lint.rule import Rule
from contracts.lint.rules.structure.loader_rules import (
    EMPTY,
    ENCODING,
    NESTING,
    STRUCTURE,
    SYNTAX,
    TOO_LARGE,
    UNREADABLE,
    VERSION,
)
from contracts.lint.rules.structure.tags import TAG_DUPLICATE, TAG_PARENT

RULES: tuple[Rule, ...] = (
    EMPTY,
    ENCODING,
    NESTING,
    STRUCTURE,
    SYNTAX,
    TAG_DUPLICATE,
    TAG_PARENT,
    TOO_LARGE,
    UNREADABLE,
    VERSION,
)
"""In the order of their ids."""
