"""What is known of the values that were sent at one place: enough to judge whether narrower ones would still do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.consumption.places import Place, written
from contracts.consumption.secrets import MASK
from contracts.consumption.texts import MOST as MOST_FORMS
from contracts.consumption.texts import form_of, formats_of
from contracts.schema.json_types import type_of

POLICIES = ("none", "enums", "all")
"""Which values are kept: none, those that the document lists itself, all short ones."""

MOST = 20
"""Distinct values of one place that are kept; of more, none is."""

SHORT = 40
"""Characters of a text that is kept."""

SCALARS = frozenset({"boolean", "integer", "number", "string"})

Range = tuple[float, float]


@dataclass
class Facts:
    """What was sent at one place.

    :ivar types: how often each JSON type was there.
    :ivar values: the distinct values as JSON texts, where they are all known.
    :ivar is_complete: whether ``values`` has all of them.
    :ivar numbers: the least and the greatest number; likewise characters of texts in ``lengths``, items of lists in
        ``items``.
    :ivar formats: those that every text had; ``None``: no text came.
    :ivar forms: how the texts are built, where all forms are known; see :mod:`contracts.consumption.texts`.
    :ivar matched: whether each text matched the documented pattern; ``None``: there was none.
    """

    types: Counter[str] = field(default_factory=Counter)
    values: set[str] = field(default_factory=set)
    is_complete: bool = True
    numbers: Range | None = None
    lengths: Range | None = None
    items: Range | None = None
    formats: frozenset[str] | None = None
    forms: frozenset[str] | None = frozenset()
    matched: bool | None = None

    @property
    def count(self) -> int:
        """How often anything was sent here."""
        return self.types.total()

    def see(self, value: Any, place: Place | None, policy: str, *, is_secret: bool = False) -> None:
        """Take a value in.

        :param is_secret: nothing but its type is looked at.
        """
        kind = type_of(value)
        self.types[kind] += 1
        if is_secret or value == MASK:
            self.is_complete, self.forms, self.formats = False, None, frozenset()
            return
        if kind in {"integer", "number"}:
            self.numbers = _joined(self.numbers, (value, value))
        elif kind == "string":
            self.lengths = _joined(self.lengths, (len(value), len(value)))
            self._match(value, place)
            if policy != "none":
                self.build(value)
            else:
                self.formats, self.forms = frozenset(), None
        elif kind == "array":
            self.items = _joined(self.items, (len(value), len(value)))
        if kind in SCALARS:
            self._keep(value, place, policy)

    def _match(self, text: str, place: Place | None) -> None:
        for pattern in place.all_of("pattern") if place is not None else ():
            fits = _matches(pattern, text)
            if fits is not None:
                self.matched = fits and self.matched is not False

    def build(self, text: str) -> None:
        """Take in how a text is built."""
        form, known = form_of(text), formats_of(text)
        self.formats = known if self.formats is None else self.formats & known
        self.forms = _few(self.forms, None if form is None else frozenset({form}))

    def _keep(self, value: Any, place: Place | None, policy: str) -> None:
        text = written(value)
        is_listed = isinstance(value, bool) or (place is not None and text in place.listed)
        is_kept = policy != "none" and (is_listed or (policy == "all" and len(str(value)) <= SHORT))
        self.is_complete = self.is_complete and is_kept and (text in self.values or len(self.values) < MOST)
        self.values = self.values | {text} if self.is_complete else set()

    def merge(self, other: Facts) -> None:
        """Take in what another run saw."""
        self.types += other.types
        self.numbers = _joined(self.numbers, other.numbers)
        self.lengths = _joined(self.lengths, other.lengths)
        self.items = _joined(self.items, other.items)
        self.matched = other.matched if self.matched is None else self.matched and other.matched is not False
        self.formats = _common(self.formats, other.formats)
        self.forms = _few(self.forms, other.forms)
        self.is_complete = self.is_complete and other.is_complete and len(self.values | other.values) <= MOST
        self.values = self.values | other.values if self.is_complete else set()

    def as_json(self) -> dict[str, Any]:
        """As the usage file has it."""
        ranges = {"numbers": self.numbers, "lengths": self.lengths, "items": self.items}
        told: dict[str, Any] = {"types": dict(sorted(self.types.items()))}
        told |= {name: list(one) for name, one in ranges.items() if one is not None}
        if self.matched is not None:
            told["pattern"] = self.matched
        if self.is_complete and self.values:
            return told | {"values": [json.loads(text) for text in sorted(self.values)]}
        texts = {"formats": self.formats, "forms": self.forms}
        return told | {name: sorted(one) for name, one in texts.items() if one}


def facts_of(value: Mapping[str, Any]) -> Facts:
    """What the usage file has, read again."""
    types: Counter[str] = Counter(value["types"])
    numbers, lengths, items = (_range(value.get(name)) for name in ("numbers", "lengths", "items"))
    facts = Facts(types, set(), "values" in value or not SCALARS & types.keys(), numbers, lengths, items)
    facts.matched = value.get("pattern")
    if "values" in value:
        facts.values = {written(one) for one in value["values"]}
        for text in value["values"]:
            if isinstance(text, str):
                facts.build(text)
    elif types["string"]:
        facts.formats = frozenset(value.get("formats", ()))
        facts.forms = frozenset(value["forms"]) if "forms" in value else None
    return facts


def _range(value: Any) -> Range | None:
    return (value[0], value[1]) if value is not None else None


def _common(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _few(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    joined = one | other if one is not None and other is not None else None
    return joined if joined is None or len(joined) <= MOST_FORMS else None


def _joined(one: Range | None, other: Range | None) -> Range | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def _matches(pattern: str, text: str) -> bool | None:
    """Whether a text matches; ``None`` for a pattern that is none."""
    validator = _validator(pattern)
    try:
        return None if validator is None else validator.is_valid(text)
    except UnicodeEncodeError:  # half of a character
        return False


@cache
def _validator(pattern: str) -> Draft202012Validator | None:
    try:
        return Draft202012Validator({"pattern": pattern})
    except (ValueError, TypeError):
        return None
