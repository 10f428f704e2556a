"""Pools of values, created once per provider, seed and locale.

faker takes 20 to 70 µs per value and has a single random generator. Each pool is created at its first use with faker
seeded for this pool, so pools do not depend on the order in which they are created.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from contracts.generation.language import language
from contracts.generation.random_values import ulid
from contracts.generation.seed import RandomStream, value_seed
from contracts.generation.timestamps import DAY, START
from contracts.generation.word_lists import WORDS
from contracts.spec.processor_time import TooCostlyError

if TYPE_CHECKING:
    from faker import Faker

Record = dict[str, Any]
"""A mapping of facets to values, e.g. of a person's name and email address."""

SIZE = 240
"""The number of values generated for a faker pool, including duplicates."""
BEFORE = (START - 90 * DAY, START)
JSON_SCALARS = (str, int, float, bool)


class ValuePools(ABC):
    """The pools of one seed and locale; :class:`contracts.generation.records.Pools` adds records.

    :param seed: the user's seed, any integer.
    :param locale: a faker locale, e.g. ``en_US``.
    """

    def __init__(self, seed: int, locale: str) -> None:
        self.language = language(locale)
        """The language of the strings."""
        self._seed = seed
        self.locale = locale
        """The locale."""
        self._faker: Faker | None = None
        self._values: dict[str, tuple[Any, ...]] = {}
        self._rows: dict[str, tuple[tuple[Any, ...], ...]] = {}

    @property
    def code(self) -> str:
        """The language code of the locale, e.g. ``pl`` for ``pl_PL``, whether or not it has a language pack."""
        return self.locale.replace("-", "_").partition("_")[0]

    def seed_of(self, name: str) -> int:
        """Return the seed of a built-in pool, the same in all locales, so that only the wording differs."""
        return value_seed(self._seed, f"pool\0en_US\0{name}")

    def stream(self, name: str) -> RandomStream:
        """Return the random stream for a built-in pool."""
        return RandomStream(self.seed_of(name))

    @abstractmethod
    def records(self, group: str) -> tuple[Record, ...]:
        """Return all records of a group of :data:`contracts.generation.records.GROUPS`."""

    def words(self, name: str) -> tuple[str, ...]:
        """Return the values of a provider ``words:NAME``, in the language of the locale if available."""
        if name == "phrase" and not self.language.english:
            name = "reason"
        return self.language.words.get(name) or WORDS[name]

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """Prefixes of object keys, ``p_01…/``, with ULIDs of the three months before the time range."""
        stream = self.stream("prefixes")
        return tuple(f"p_{ulid(stream.next(), BEFORE)}/" for _ in range(1024))

    def faker_values(self, provider: str) -> tuple[Any, ...]:
        """Return distinct JSON scalars of a faker provider, at most :data:`SIZE`; empty if the locale lacks it."""
        if provider not in self._values:
            found = (value for value in map(_as_json, self._draw(provider)) if isinstance(value, JSON_SCALARS))
            self._values[provider] = tuple(dict.fromkeys(found))
        return self._values[provider]

    def faker_rows(self, provider: str) -> tuple[tuple[Any, ...], ...]:
        """Return distinct values of a faker provider that returns tuples."""
        if provider not in self._rows:
            self._rows[provider] = tuple(dict.fromkeys(tuple(row) for row in self._draw(provider)))
        return self._rows[provider]

    def _draw(self, provider: str) -> Iterator[Any]:
        method = getattr(self._seeded(provider), provider, None)
        if method is None:
            return
        for _ in range(SIZE):
            try:
                yield method()
            except TooCostlyError:
                raise
            except Exception:  # noqa: BLE001  # locales lack data in various ways; another provider is used
                return

    def _seeded(self, provider: str) -> Faker:
        if self._faker is None:
            from contracts.generation.faker_draws import new_faker  # noqa: PLC0415 (imports faker, in 0.1 s)

            self._faker = new_faker(self.locale)
        self._faker.seed_instance(value_seed(self._seed, f"pool\0{self.locale}\0faker\0{provider}"))
        return self._faker


def _as_json(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
