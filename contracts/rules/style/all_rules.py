"""The rules of the family ``style``."""

from __future__ import annotations

from contracts.linting.rule import Rule

RULES: tuple[Rule, ...] = ()
