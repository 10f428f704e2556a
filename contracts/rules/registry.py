"""All rules: those of the family folders, and every other module of this folder that has a ``RULE``."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from contracts import rules
from contracts.linting.rule import Rule
from contracts.rules.schemas.all_rules import RULES as SCHEMAS
from contracts.rules.style.all_rules import RULES as STYLE
from contracts.rules.values.all_rules import RULES as VALUES


@cache
def own_rules() -> tuple[Rule, ...]:
    """The built-in rules in the order of their ids."""
    modules = (import_module(f"{rules.__name__}.{module.name}") for module in pkgutil.iter_modules(rules.__path__))
    found = (getattr(module, "RULE", None) for module in modules)
    others = (rule for rule in found if isinstance(rule, Rule))
    return tuple(sorted((*SCHEMAS, *STYLE, *VALUES, *others), key=lambda rule: rule.id))
