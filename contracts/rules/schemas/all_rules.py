"""The rules of the family ``schemas``."""

from __future__ import annotations

from contracts.linting.rule import Rule

RULES: tuple[Rule, ...] = ()
