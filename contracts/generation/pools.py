"""The pools of values and records of one seed and locale."""

from __future__ import annotations

from contracts.generation.records import GROUPS
from contracts.generation.value_pools import Record, ValuePools


class Pools(ValuePools):
    """The pools of one seed and locale.

    :param seed: as given by the user; any integer.
    :param locale: a faker locale, e.g. ``en_US``.
    """

    def __init__(self, seed: int, locale: str) -> None:
        super().__init__(seed, locale)
        self._records: dict[str, tuple[Record, ...]] = {}

    def records(self, group: str) -> tuple[Record, ...]:
        """All records of a group of :data:`contracts.generation.records.GROUPS`, made on first use."""
        if group not in self._records:
            self._records[group] = tuple(GROUPS[group](self))
        return self._records[group]
