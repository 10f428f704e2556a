"""Rows that users add to the table of fields: ``[[fields]]`` of the settings file.

A row names properties, and says which values they have: ``values``, ``range``, ``pattern`` or ``provider``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.generation.faker_providers import provider_named, similar_names
from contracts.generation.field_names import NAMES
from contracts.generation.name_words import singular
from contracts.generation.number_names import RANGES
from contracts.generation.pattern_values import PatternGenerator
from contracts.generation.random_values import DRAWS
from contracts.generation.requested import Request
from contracts.generation.timestamps import ROLES
from contracts.generation.word_lists import WORDS
from contracts.schema.regex.parser import PatternError
from contracts.spec.names import Words, words
from contracts.wording import close_matches

TYPES = ("string", "number", "integer", "boolean")
CHOICES = ("values", "range", "pattern", "provider")
KEYS = ("names", "parents", "types", *CHOICES, "decimals")
MOST_ROWS = 1_000
MOST_DECIMALS = 9
SCALARS = (str, int, float, bool)


NO_MATCH = (0, False, False, False)


@dataclass(frozen=True)
class FieldRow:
    """A row of the table.

    :param names: the names of properties that it applies to, each as words; also of longer names that end with it.
    :param exact: names that it applies to only as a whole.
    :param parents: words of names of objects, one of which must contain the property; empty for any object.
    :param types: the types of schemas that it applies to.
    :param request: the values.
    """

    names: tuple[Words, ...]
    exact: tuple[Words, ...]
    parents: tuple[Words, ...]
    types: frozenset[str]
    request: Request

    def match(self, name: Words, owners: Words) -> tuple[int, bool, bool, bool]:
        """Return how well the row matches a property; :data:`NO_MATCH` if it does not apply.

        :returns: the number of equal words, whether all are equal, whether they must be, and whether the parent is.
        """
        if self.parents and not any(_contains(owners, parent) for parent in self.parents):
            return NO_MATCH
        if name in self.exact:
            return len(name), True, name not in self.names, bool(self.parents)
        found = max((len(own) for own in self.names if name[-len(own) :] == own), default=0)
        return (found, False, False, bool(self.parents)) if found else NO_MATCH


def _contains(owners: Words, parent: Words) -> bool:
    plain = tuple(map(singular, owners))
    wanted = tuple(map(singular, parent))
    return any(plain[start : start + len(wanted)] == wanted for start in range(len(plain) - len(wanted) + 1))


@dataclass(frozen=True)
class FieldTable:
    """The rows of a user; the row with the longest match applies, of equal ones the first."""

    rows: tuple[FieldRow, ...] = ()

    def find(self, name: Words, owners: Words, types: Sequence[str]) -> Request | None:
        """Return the values that are requested for a property; ``None`` if no row applies."""
        if not self.rows or not name:
            return None
        fitting = [row for row in self.rows if not types or row.types.intersection(types)]
        best = max(fitting, key=lambda row: row.match(name, owners), default=None)
        return best.request if best is not None and best.match(name, owners) > NO_MATCH else None


NO_FIELDS = FieldTable()


def read_rows(value: Any) -> tuple[FieldRow, ...]:
    """Read the rows of a settings file.

    :raises ValueError: for the first row that is not valid, with its number and key.
    """
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping | FieldRow) for row in value):
        raise ValueError('expected tables [[fields]], each with "names" and "values", "range", "pattern" or "provider"')
    if len(value) > MOST_ROWS:
        raise ValueError(f"more than {MOST_ROWS} rows")
    return tuple(row if isinstance(row, FieldRow) else _Reader(number, row).row for number, row in enumerate(value, 1))


@dataclass(frozen=True)
class _Reader:
    """Reads one row."""

    number: int
    raw: Mapping[str, Any]

    @cached_property
    def row(self) -> FieldRow:
        for key in self.raw:
            if key not in KEYS:
                near = close_matches(key, KEYS, n=1)
                raise self._problem(key, f"unknown key; {f'did you mean {near[0]}?' if near else ', '.join(KEYS)}")
        given = [key for key in CHOICES if key in self.raw]
        if len(given) != 1:
            raise self._problem(given[1] if given else "names", f"expected one of {', '.join(CHOICES)}")
        names = self._texts("names")
        if not names:
            raise self._problem("names", "expected names of properties")
        types = self._texts("types")
        if unknown := next((kind for kind in types if kind not in TYPES), ""):
            raise self._problem("types", f"unknown type {unknown!r}; expected {', '.join(TYPES)}")
        if "decimals" in self.raw and given != ["range"]:
            raise self._problem("decimals", "only a range has decimals")
        return FieldRow(
            tuple(words(name) for name in names if not name.startswith("=")),
            tuple(map(words, names)),
            tuple(map(words, self._texts("parents"))),
            frozenset(types or TYPES),
            READERS[given[0]](self, self.raw[given[0]]),
        )

    def _problem(self, key: str, message: str) -> ValueError:
        return ValueError(f"row {self.number}, {key}: {message}")

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.raw.get(key, [])
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) and words(text) for text in texts):
            raise self._problem(key, "expected a name or a list of names")
        return tuple(texts)

    def values(self, value: Any) -> Request:
        if not isinstance(value, list) or not value or not all(isinstance(one, SCALARS) for one in value):
            raise self._problem("values", "expected a list of strings, numbers or booleans, not empty")
        return Request(values=tuple(value))

    def number_range(self, value: Any) -> Request:
        numbers = isinstance(value, list) and len(value) == 2 and all(_is_number(one) for one in value)
        if not numbers or value[0] > value[1]:
            raise self._problem("range", "expected [minimum, maximum]")
        decimals = self.raw.get("decimals", 0 if all(isinstance(one, int) for one in value) else 2)
        if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= MOST_DECIMALS:
            raise self._problem("decimals", f"expected an integer from 0 to {MOST_DECIMALS}")
        return Request(range=(value[0], value[1], decimals))

    def pattern(self, value: Any) -> Request:
        try:
            PatternGenerator(value if isinstance(value, str) else "")
        except (PatternError, ValueError, LookupError, RecursionError) as error:
            raise self._problem("pattern", f"not a supported regular expression: {error}") from None
        if not isinstance(value, str) or not value:
            raise self._problem("pattern", "expected a regular expression")
        return Request(pattern=value)

    def provider(self, value: Any) -> Request:
        name = value if isinstance(value, str) else ""
        found = provider_named(name) or (name if is_provider(name) else "")
        if not found:
            near = similar_names(name) or close_matches(name, [*dict.fromkeys(NAMES.values())], n=3, cutoff=0.6)
            hint = f"did you mean {' or '.join(near)}?" if near else "use a name of faker, e.g. internet.email"
            raise self._problem("provider", f"unknown provider {str(value)[:60]!r}; {hint}")
        return Request(found)


READERS: dict[str, Callable[[_Reader, Any], Request]] = {
    "values": _Reader.values,
    "range": _Reader.number_range,
    "pattern": _Reader.pattern,
    "provider": _Reader.provider,
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15


def is_provider(name: str) -> bool:
    """Return whether a provider of the built-in table has this name, e.g. ``person:email`` or ``number:price``."""
    kind, _, own = name.partition(":")
    tables: dict[str, Any] = {"words": WORDS, "draw": DRAWS, "number": RANGES, "time": ROLES}
    return own in tables[kind] if kind in tables else name in NAMES.values() and kind != "own"
