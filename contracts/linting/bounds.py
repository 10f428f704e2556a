"""How much of something a schema allows: numbers, lengths and counts, and whether anything lies between the bounds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

COUNTS = (
    ("minLength", "maxLength", "string"),
    ("minItems", "maxItems", "array"),
    ("minContains", "maxContains", "array"),
    ("minProperties", "maxProperties", "object"),
)
"""Pairs of keywords that bound a count, and the type they speak of (JSON Schema Validation, section 6)."""


class Bound(NamedTuple):
    """One end of what is allowed.

    :param keyword: that says it.
    :param is_open: whether the value itself is left out.
    """

    value: int | float
    is_open: bool
    keyword: str
    holder: dict[str, Any]


class Range(NamedTuple):
    """The numbers that some schemas allow together.

    :param step: what they must be multiples of.
    """

    low: Bound | None
    high: Bound | None
    step: Fraction | None

    @property
    def is_empty(self) -> bool:
        """Whether there is no number between the ends."""
        low, high = self.low, self.high
        if low is None or high is None:
            return False
        return low.value > high.value or (low.value == high.value and (low.is_open or high.is_open))

    def holds_multiple(self, is_integer: bool) -> bool:
        """Whether there is a multiple of the step between the ends.

        :param is_integer: whether it must be an integer too.
        """
        step = self.step
        if is_integer:
            step = Fraction(step.numerator) if step else Fraction(1)
        if step is None or self.low is None or self.high is None:
            return not self.is_empty
        low, high = _exact(self.low.value), _exact(self.high.value)
        first, last = math.ceil(low / step), math.floor(high / step)
        first += self.low.is_open and first * step == low
        last -= self.high.is_open and last * step == high
        return first <= last


def number(value: Any) -> int | float | None:
    """A value that is a finite number; ``None`` for any other."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def count(value: Any) -> int | None:
    """A value that is a number of things; ``None`` for any other."""
    found = number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def range_of(nodes: Iterable[dict[str, Any]]) -> Range:
    """What numbers schemas allow together, each in the words of 3.0 or of JSON Schema 2020-12."""
    low: Bound | None = None
    high: Bound | None = None
    step: Fraction | None = None
    for node in nodes:
        for bound in _ends(node, "minimum", "exclusiveMinimum"):
            if low is None or (bound.value, bound.is_open) > (low.value, low.is_open):
                low = bound
        for bound in _ends(node, "maximum", "exclusiveMaximum"):
            if high is None or (-bound.value, bound.is_open) > (-high.value, high.is_open):
                high = bound
        multiple = number(node.get("multipleOf"))
        if multiple is not None and multiple > 0:
            step = _common(step, _exact(multiple))
    return Range(low, high, step)


def _ends(node: dict[str, Any], keyword: str, exclusive: str) -> Iterator[Bound]:
    """The bounds at one end; ``exclusiveMinimum: true`` opens the other keyword's bound in 3.0."""
    value, beside = number(node.get(keyword)), number(node.get(exclusive))
    if value is not None:
        yield Bound(value, node.get(exclusive) is True, keyword, node)
    if beside is not None:
        yield Bound(beside, True, exclusive, node)


def _exact(value: int | float) -> Fraction:
    """The number as it is written: ``0.1`` is a tenth."""
    return Fraction(value) if isinstance(value, int) else Fraction(str(value))


def _common(one: Fraction | None, other: Fraction) -> Fraction:
    """The smallest number that is a multiple of both."""
    if one is None:
        return other
    numerator = math.lcm(one.numerator * other.denominator, other.numerator * one.denominator)
    return Fraction(numerator, one.denominator * other.denominator)


def _is_integer(node: dict[str, Any]) -> bool:
    """Whether no other numbers than integers are allowed by name."""
    written = node.get("type")
    return written == "integer" or (isinstance(written, list) and "integer" in written and "number" not in written)


def crossed(node: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The bounds of one schema between which nothing lies: the keyword, the type concerned, and what is wrong."""
    numbers = range_of([node])
    low, high = numbers.low, numbers.high
    if low and high:
        between = f"{low.keyword} {low.value} and {high.keyword} {high.value}"
        if low.value > high.value:
            yield low.keyword, "number", f"{low.keyword} {low.value} is more than {high.keyword} {high.value}"
        elif numbers.is_empty:
            yield low.keyword, "number", f"nothing lies between {between}"
        elif _is_integer(node) and not numbers.holds_multiple(is_integer=True):
            what = f"integer that is a multiple of {node['multipleOf']}" if numbers.step else "integer"
            yield low.keyword, "integer", f"no {what} lies between {between}"
        elif not numbers.holds_multiple(is_integer=False):
            yield "multipleOf", "number", f"no multiple of {node['multipleOf']} lies between {between}"
    for least, most, kind in COUNTS:
        few, many = count(node.get(least)), count(node.get(most))
        if few is not None and many is not None and few > many:
            yield least, kind, f"{least} {few} is more than {most} {many}"
