"""All checks: every module of this folder that has a ``CHECK``, by its name, so that a new file is a new check."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from contracts import checks
from contracts.checks.check import Check


@cache
def all_checks() -> tuple[Check, ...]:
    """The checks in the order of their ids."""
    modules = (import_module(f"{checks.__name__}.{module.name}") for module in pkgutil.iter_modules(checks.__path__))
    found = (getattr(module, "CHECK", None) for module in modules)
    return tuple(sorted((check for check in found if isinstance(check, Check)), key=lambda check: check.id))
