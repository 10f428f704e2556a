"""All mutants, one module per family; a family with many mutants has several modules."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from contracts.errors import UsageError
from contracts.wording import suggestion
from mockserver.mutation.families import (
    access,
    auth,
    documented_rules,
    envelope,
    filters,
    forms,
    pages,
    protocol,
    query,
    rejections,
    schema,
    schema_types,
    schema_values,
    stability,
    state,
    state_creations,
    state_deletions,
    state_lists,
    state_neighbours,
    state_timestamps,
    state_updates,
    status,
    validation,
)
from mockserver.mutation.mutant import Mutant

FAMILIES = (
    access.FAMILY,
    auth.FAMILY,
    documented_rules.FAMILY,
    envelope.FAMILY,
    filters.FAMILY,
    forms.FAMILY,
    pages.FAMILY,
    protocol.FAMILY,
    query.FAMILY,
    rejections.FAMILY,
    schema.FAMILY,
    schema_types.FAMILY,
    schema_values.FAMILY,
    stability.FAMILY,
    state.FAMILY,
    state_creations.FAMILY,
    state_deletions.FAMILY,
    state_lists.FAMILY,
    state_neighbours.FAMILY,
    state_timestamps.FAMILY,
    state_updates.FAMILY,
    status.FAMILY,
    validation.FAMILY,
)


@cache
def all_mutants() -> tuple[Mutant, ...]:
    """Return the mutants, sorted by family and id."""
    mutants = (mutant for family in FAMILIES for mutant in family.mutants)
    return tuple(sorted(mutants, key=lambda mutant: (mutant.family, mutant.id)))


def select_mutants(ids: Sequence[str]) -> tuple[Mutant, ...]:
    """Return the mutants with these ids; all if empty. Raises :class:`UsageError` for an unknown id."""
    known = {mutant.id: mutant for mutant in all_mutants()}
    for identifier in ids:
        if identifier not in known:
            raise UsageError(
                f"--mutant: unknown mutant '{identifier}'",
                hint=suggestion(identifier, known) or "list them with 'mockserver score --list'",
            )
    return tuple(mutant for mutant in known.values() if not ids or mutant.id in ids)
