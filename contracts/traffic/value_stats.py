"""Statistics of the values sent at one location, detailed enough to decide whether a stricter schema accepts them.

Strings are not kept: only the formats that all of them have, and their shapes. A shape has ``9`` for a digit, ``a``
and ``A`` for letters; other ASCII characters stay: ``a7/B`` becomes ``a9/A``. A type prefix of an id, letters before
digits, stays in brackets: ``inv-17`` becomes ``[inv-]99``. That is enough to decide most patterns, and reveals no data.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.redaction.shapes import MASK
from contracts.schema.json_types import type_of
from contracts.traffic.schema_location import SchemaLocation, json_text

POLICIES = ("none", "enums", "all")
"""Which values are kept: none, those that the document lists, or all short ones."""

MOST = 20
"""Distinct values that are kept per location; if there are more, none is kept."""

SHORT = 40
"""Maximum length of a string that is kept."""

MOST_SHAPES = 5
"""Distinct shapes that are kept per location; if there are more, none is kept."""

LONGEST_SHAPED = 40
"""Maximum length of a string whose shape is kept; longer strings, and strings with spaces, are prose."""

SCALARS = frozenset({"boolean", "integer", "number", "string"})

NUMERIC = {"integer": re.compile(r"-?[0-9]+"), "number": re.compile(r"-?[0-9]+(\.[0-9]+)?")}
"""Types that the string of a parameter can be read as."""

FORMATS = ("date", "date-time", "email", "ipv4", "ipv6", "uri", "uuid")
"""Formats of JSON Schema 2020-12 (validation, section 7.3) that are detected."""

Range = tuple[float, float]

_ID_PREFIX = re.compile(r"[A-Za-z]{1,4}[-_:./](?=[0-9]+$)")
_FORMAT_VALIDATORS = {name: Draft202012Validator({"format": name}, validate_formats=True) for name in FORMATS}
_SAMPLES = ("0", "5", "9"), ("a", "m", "z"), ("A", "M", "Z")
"""Digits, lower-case and upper-case letters of the sample strings of a shape."""


@dataclass
class ValueStats:
    """Statistics of the values sent at one location.

    :ivar types: number of values by JSON type.
    :ivar values: the distinct values encoded as JSON, if all are known.
    :ivar is_complete: whether ``values`` has all of them.
    :ivar numbers: minimum and maximum of the numbers; ``lengths``: of string lengths; ``items``: of array lengths.
    :ivar formats: formats that all strings have; ``None``: no string was sent.
    :ivar shapes: shapes of the strings; ``None``: not all are known.
    :ivar matched: whether all strings match the documented pattern; ``None``: no pattern.
    """

    types: Counter[str] = field(default_factory=Counter)
    values: set[str] = field(default_factory=set)
    is_complete: bool = True
    numbers: Range | None = None
    lengths: Range | None = None
    items: Range | None = None
    formats: frozenset[str] | None = None
    shapes: frozenset[str] | None = frozenset()
    matched: bool | None = None

    @property
    def count(self) -> int:
        """The number of values."""
        return self.types.total()

    def add(self, value: Any, location: SchemaLocation | None, policy: str, *, is_secret: bool = False) -> None:
        """Add a value.

        :param is_secret: record only its type.
        """
        kind = type_of(value)
        self.types[kind] += 1
        if is_secret or value == MASK:
            self.is_complete, self.shapes, self.formats = False, None, frozenset()
            return
        if kind in {"integer", "number"}:
            self.numbers = _joined(self.numbers, (value, value))
        elif kind == "string":
            self.lengths = _joined(self.lengths, (len(value), len(value)))
            self._match(value, location)
            if policy != "none":
                self.add_shape(value)
            else:
                self.formats, self.shapes = frozenset(), None
        elif kind == "array":
            self.items = _joined(self.items, (len(value), len(value)))
        if kind in SCALARS:
            self._keep(value, location, policy)

    def _match(self, string: str, location: SchemaLocation | None) -> None:
        for pattern in location.values_of("pattern") if location is not None else ():
            matches = _matches(pattern, string)
            if matches is not None:
                self.matched = matches and self.matched is not False

    def add_shape(self, string: str) -> None:
        """Add the formats and the shape of a string."""
        shape, known = shape_of(string), formats_of(string)
        self.formats = known if self.formats is None else self.formats & known
        self.shapes = _few(self.shapes, None if shape is None else frozenset({shape}))

    def _keep(self, value: Any, location: SchemaLocation | None, policy: str) -> None:
        encoded = json_text(value)
        is_listed = isinstance(value, bool) or (location is not None and encoded in location.enum_values)
        is_kept = policy != "none" and (is_listed or (policy == "all" and len(str(value)) <= SHORT))
        self.is_complete = self.is_complete and is_kept and (encoded in self.values or len(self.values) < MOST)
        self.values = self.values | {encoded} if self.is_complete else set()

    def merge(self, other: ValueStats) -> None:
        """Add the statistics of another run."""
        self.types += other.types
        self.numbers = _joined(self.numbers, other.numbers)
        self.lengths = _joined(self.lengths, other.lengths)
        self.items = _joined(self.items, other.items)
        self.matched = other.matched if self.matched is None else self.matched and other.matched is not False
        self.formats = _common(self.formats, other.formats)
        self.shapes = _few(self.shapes, other.shapes)
        self.is_complete = self.is_complete and other.is_complete and len(self.values | other.values) <= MOST
        self.values = self.values | other.values if self.is_complete else set()

    def as_json(self) -> dict[str, Any]:
        """Return the statistics in the format of usage files."""
        ranges = {"numbers": self.numbers, "lengths": self.lengths, "items": self.items}
        found: dict[str, Any] = {"types": dict(sorted(self.types.items()))}
        found |= {name: list(one) for name, one in ranges.items() if one is not None}
        if self.matched is not None:
            found["pattern"] = self.matched
        if self.is_complete and self.values:
            return found | {"values": [json.loads(encoded) for encoded in sorted(self.values)]}
        strings = {"formats": self.formats, "forms": self.shapes}
        return found | {name: sorted(one) for name, one in strings.items() if one}


def value_stats(value: Mapping[str, Any]) -> ValueStats:
    """Return the statistics that a usage file has for one location."""
    types: Counter[str] = Counter(value["types"])
    numbers, lengths, items = (_range(value.get(name)) for name in ("numbers", "lengths", "items"))
    stats = ValueStats(types, set(), "values" in value or not SCALARS & types.keys(), numbers, lengths, items)
    stats.matched = value.get("pattern")
    if "values" in value:
        stats.values = {json_text(one) for one in value["values"]}
        for one in value["values"]:
            if isinstance(one, str):
                stats.add_shape(one)
    elif types["string"]:
        stats.formats = frozenset(value.get("formats", ()))
        stats.shapes = frozenset(value["forms"]) if "forms" in value else None
    return stats


def _range(value: Any) -> Range | None:
    return (value[0], value[1]) if value is not None else None


def _common(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _few(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    joined = one | other if one is not None and other is not None else None
    return joined if joined is None or len(joined) <= MOST_SHAPES else None


def _joined(one: Range | None, other: Range | None) -> Range | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def _matches(pattern: str, string: str) -> bool | None:
    """Whether a string matches; ``None`` if the pattern is invalid."""
    validator = _pattern_validator(pattern)
    try:
        return None if validator is None else validator.is_valid(string)
    except UnicodeEncodeError:  # a lone surrogate
        return False


@cache
def _pattern_validator(pattern: str) -> Draft202012Validator | None:
    try:
        return Draft202012Validator({"pattern": pattern})
    except (ValueError, TypeError):
        return None


# ---------------------------------------------------------------------- formats and shapes of strings


@lru_cache(maxsize=1000)
def formats_of(string: str) -> frozenset[str]:
    """Return the formats of a string; ``integer`` and ``number`` if it can be read as one."""
    numeric = {name for name, pattern in NUMERIC.items() if pattern.fullmatch(string)}
    try:
        return frozenset(numeric | {name for name, one in _FORMAT_VALIDATORS.items() if one.is_valid(string)})
    except UnicodeEncodeError:  # a lone surrogate
        return frozenset()


def shape_of(string: str) -> str | None:
    """Return the shape of a string; ``None`` for prose and for non-ASCII strings."""
    is_plain = string.isascii() and string.isprintable() and " " not in string and not string.startswith("[")
    if len(string) > LONGEST_SHAPED or not is_plain:
        return None
    prefix = _ID_PREFIX.match(string)
    rest = re.sub("[A-Z]", "A", re.sub("[a-z]", "a", re.sub("[0-9]", "9", string[prefix.end() if prefix else 0 :])))
    return f"[{prefix[0]}]{rest}" if prefix else rest


def samples_of(shape: str) -> Iterator[str]:
    """Yield sample strings of a shape; if a pattern matches all of them, it is assumed to match every such string."""
    prefix, _, rest = shape.removeprefix("[").partition("]") if shape.startswith("[") else ("", "", shape)
    for digit, small, capital in zip(*_SAMPLES, strict=True):
        yield prefix + rest.translate({ord("9"): digit, ord("a"): small, ord("A"): capital})
