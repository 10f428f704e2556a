"""The bounds of numbers, lengths and counts in schemas, and whether they leave any value."""

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
"""Pairs of keywords that bound a count, and the type they apply to (JSON Schema Validation, section 6)."""


class Bound(NamedTuple):
    """A lower or an upper bound.

    :param keyword: that sets the bound.
    :param is_open: whether the bound is exclusive.
    """

    value: int | float
    is_open: bool
    keyword: str
    holder: dict[str, Any]


class NumberRange(NamedTuple):
    """The numbers that some schemas allow together.

    :param step: the number of which they must be multiples.
    """

    low: Bound | None
    high: Bound | None
    step: Fraction | None

    @property
    def is_empty(self) -> bool:
        """Whether the range contains no number."""
        low, high = self.low, self.high
        if low is None or high is None:
            return False
        return low.value > high.value or (low.value == high.value and (low.is_open or high.is_open))

    def holds_multiple(self, is_integer: bool) -> bool:
        """Whether the range contains a multiple of the step.

        :param is_integer: whether the multiple must also be an integer.
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
    """The value if it is a finite number; otherwise ``None``."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def count(value: Any) -> int | None:
    """The value if it is a whole number of at least 0; otherwise ``None``."""
    found = number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def range_of(nodes: Iterable[dict[str, Any]]) -> NumberRange:
    """The numbers that schemas allow together; accepts keywords of OpenAPI 3.0 and of JSON Schema 2020-12."""
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
    return NumberRange(low, high, step)


def _ends(node: dict[str, Any], keyword: str, exclusive: str) -> Iterator[Bound]:
    """The bounds at one end; in 3.0, ``exclusiveMinimum: true`` makes ``minimum`` exclusive."""
    value, beside = number(node.get(keyword)), number(node.get(exclusive))
    if value is not None:
        yield Bound(value, node.get(exclusive) is True, keyword, node)
    if beside is not None:
        yield Bound(beside, True, exclusive, node)


def _exact(value: int | float) -> Fraction:
    """The decimal value of a number: ``0.1`` is exactly a tenth."""
    return Fraction(value) if isinstance(value, int) else Fraction(str(value))


def _common(one: Fraction | None, other: Fraction) -> Fraction:
    """The least common multiple."""
    if one is None:
        return other
    numerator = math.lcm(one.numerator * other.denominator, other.numerator * one.denominator)
    return Fraction(numerator, one.denominator * other.denominator)


def _is_integer(node: dict[str, Any]) -> bool:
    """Whether the type allows integers but no other numbers."""
    written = node.get("type")
    return written == "integer" or (isinstance(written, list) and "integer" in written and "number" not in written)


def crossed(node: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The bounds of one schema that leave no value: the keyword, the type it applies to, and what is wrong."""
    numbers = range_of([node])
    low, high = numbers.low, numbers.high
    if low and high:
        span = f"from {low.keyword} {low.value} to {high.keyword} {high.value}"
        if low.value > high.value:
            yield low.keyword, "number", f"{low.keyword} {low.value} is greater than {high.keyword} {high.value}"
        elif numbers.is_empty:
            yield low.keyword, "number", f"the range {span} is empty"
        elif _is_integer(node) and not numbers.holds_multiple(is_integer=True):
            what = f"integer that is a multiple of {node['multipleOf']}" if numbers.step else "integer"
            yield low.keyword, "integer", f"the range {span} contains no {what}"
        elif not numbers.holds_multiple(is_integer=False):
            yield "multipleOf", "number", f"the range {span} contains no multiple of {node['multipleOf']}"
    for least, most, kind in COUNTS:
        few, many = count(node.get(least)), count(node.get(most))
        if few is not None and many is not None and few > many:
            yield least, kind, f"{least} {few} is greater than {most} {many}"
