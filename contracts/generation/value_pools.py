"""Values drawn once per (provider, seed, locale), then only picked from.

faker costs 20 to 70 µs a value and keeps its state in one random generator. Each pool is filled at its first use by
faker seeded for that pool alone, so neither the order in which pools are filled nor what else was asked changes it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from contracts.generation.language import language
from contracts.generation.random_values import ulid
from contracts.generation.seed import RandomStream, origin
from contracts.generation.timestamps import DAY, START
from contracts.generation.words import WORDS

if TYPE_CHECKING:
    from faker import Faker

Record = dict[str, Any]
"""A mapping of facets to values, e.g. of a person's name and email address."""

SIZE = 240
"""Values of a faker pool; repeated ones are kept once."""
BEFORE = (START - 90 * DAY, START)
JSON_SCALARS = (str, int, float, bool)


class ValuePools(ABC):
    """The pools of one seed and locale. Records are added by :class:`contracts.generation.pools.Pools`.

    :param seed: as given by the user; any integer.
    :param locale: a faker locale, e.g. ``en_US``.
    """

    def __init__(self, seed: int, locale: str) -> None:
        self.language = language(locale)
        """The language of the strings."""
        self._seed = seed
        self.locale = locale
        """The locale as given."""
        self._faker: Faker | None = None
        self._values: dict[str, tuple[Any, ...]] = {}
        self._rows: dict[str, tuple[tuple[Any, ...], ...]] = {}

    @property
    def code(self) -> str:
        """The language code of the locale, supported or not: ``pl`` of ``pl_PL``."""
        return self.locale.replace("-", "_").partition("_")[0]

    def place(self, name: str) -> int:
        """The seed of a pool of our own: the same in every locale, so that only the wording differs."""
        return origin(self._seed, f"pool\0en_US\0{name}")

    def stream(self, name: str) -> RandomStream:
        """The stream that fills a pool of our own."""
        return RandomStream(self.place(name))

    @abstractmethod
    def records(self, group: str) -> tuple[Record, ...]:
        """All records of a group of :data:`contracts.generation.records.GROUPS`."""

    def words(self, name: str) -> tuple[str, ...]:
        """The values of provider ``words:NAME``, in the language of the locale if it has them."""
        if name == "phrase" and not self.language.english:
            name = "reason"
        return self.language.words.get(name) or WORDS[name]

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """First steps of object keys, ``p_01…/``, each with a ULID of the months before the window."""
        stream = self.stream("prefixes")
        return tuple(f"p_{ulid(stream.next(), BEFORE)}/" for _ in range(1024))

    def faker_values(self, provider: str) -> tuple[Any, ...]:
        """Distinct JSON scalars of a faker provider, at most :data:`SIZE`; empty if the locale lacks the provider."""
        if provider not in self._values:
            found = (value for value in map(_as_json, self._draw(provider)) if isinstance(value, JSON_SCALARS))
            self._values[provider] = tuple(dict.fromkeys(found))
        return self._values[provider]

    def faker_rows(self, provider: str) -> tuple[tuple[Any, ...], ...]:
        """Values of a faker provider that gives tuples."""
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
            except Exception:  # noqa: BLE001  # locales lack data in ways of their own; the field is filled otherwise
                return

    def _seeded(self, provider: str) -> Faker:
        if self._faker is None:
            from faker import Faker  # noqa: PLC0415  # 0.15 s at import, and not every run generates data

            self._faker = Faker(self.locale)
        self._faker.seed_instance(origin(self._seed, f"pool\0{self.locale}\0faker\0{provider}"))
        return self._faker


def _as_json(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
