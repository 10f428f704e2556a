"""All rules: every module of this folder that has a ``RULE``, so that a new file is a new rule; and those of others."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from contracts import rules
from contracts.linting.rule import Rule


@cache
def own_rules() -> tuple[Rule, ...]:
    """Our rules in the order of their ids."""
    modules = (import_module(f"{rules.__name__}.{module.name}") for module in pkgutil.iter_modules(rules.__path__))
    found = (getattr(module, "RULE", None) for module in modules)
    return tuple(sorted((rule for rule in found if isinstance(rule, Rule)), key=lambda rule: rule.id))
