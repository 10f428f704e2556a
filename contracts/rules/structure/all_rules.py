"""The rules of the family ``structure``."""

from __future__ import annotations

from contracts.linting.rule import Rule
from contracts.rules.structure.loader_rules import (
    EMPTY,
    ENCODING,
    NESTING,
    STRUCTURE,
    SYNTAX,
    TOO_LARGE,
    UNREADABLE,
    VERSION,
)
from contracts.rules.structure.tags import TAG_DUPLICATE, TAG_PARENT

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
