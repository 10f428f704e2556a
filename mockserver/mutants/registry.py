"""All mutants: every module of this folder that has a ``MUTANT``, so that a new file is a new mutant."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from contracts.errors import UsageError
from contracts.terminal import suggestion
from mockserver import mutants
from mockserver.mutants.mutant import Mutant


@cache
def all_mutants() -> tuple[Mutant, ...]:
    """The mutants in the order of their families and ids."""
    modules = (import_module(f"{mutants.__name__}.{module.name}") for module in pkgutil.iter_modules(mutants.__path__))
    found = (getattr(module, "MUTANT", None) for module in modules)
    known = (mutant for mutant in found if isinstance(mutant, Mutant))
    return tuple(sorted(known, key=lambda mutant: (mutant.family, mutant.id)))


def chosen_mutants(ids: Sequence[str]) -> tuple[Mutant, ...]:
    """The mutants of these ids; all for none. Raises :class:`UsageError` for an unknown one."""
    known = {mutant.id: mutant for mutant in all_mutants()}
    for identifier in ids:
        if identifier not in known:
            raise UsageError(f"unknown mutant '{identifier}'", hint=suggestion(identifier, known))
    return tuple(mutant for mutant in known.values() if not ids or mutant.id in ids)
