"""Plans of numbers: a plausible range by name, limited to the bounds and multiples of the schema."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from contracts.generation.context import Compiler, PropertyContext
from contracts.generation.merge import GenerationSchema
from contracts.generation.name_words import is_time, provider_by_description, provider_of, singular
from contracts.generation.number_names import DIGITS, FIGURES, RANGES
from contracts.generation.plans import DrawnPlan, ImpossibleError, Plan, TimestampPlan, pick_plan
from contracts.generation.retry import checked
from contracts.generation.timestamps import Span

FORMAT_BOUNDS: dict[str, tuple[int, int]] = {
    "int8": (-(2**7), 2**7 - 1),
    "uint8": (0, 2**8 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "uint16": (0, 2**16 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
}
"""Minimum and maximum by format (OpenAPI format registry)."""
FINEST = 12
"""The maximum number of decimals of a value."""
WIDE = Fraction(1000)
MILLIS_ENDINGS = frozenset({("ms",), ("millis",), ("milliseconds",)})
"""Last words of the names of timestamps in milliseconds."""
ANY = "number:any"
VAGUE = frozenset({ANY, "number:code", "number:kind", "draw:code", "words:error_code"})
"""Providers by name that a description overrides."""
SIZED = frozenset(
    {"price", "amount", "small_amount", "quantity", "stock", "count", "weight", "length", "seconds", "bytes"}
)
"""Ranges that are replaced by the size of documented examples."""


def number_plan(compiler: Compiler, merged: GenerationSchema, field: PropertyContext) -> Plan:
    """Compile an integer or number schema. Raises :class:`ImpossibleError` if no number is valid."""
    whole = merged.types == ("integer",)
    low, high = _bounds(merged)
    examples = [example for example in field.examples if _is_number(example, whole)]
    request = compiler.requested(merged, field)
    requested = request.provider if request is not None else ""
    provider = requested or preferred_number(merged, field)
    if request is not None and request.range is not None and _overlaps(request.range, low, high):
        return _within(merged, low, high, request.range, whole)
    if (plan := _moment(provider, merged, field, low, high)) is not None:
        return plan
    if requested.startswith("faker:") and (plan := _from_faker(compiler, requested, merged, whole)) is not None:
        return plan
    if (plan := _listed(provider, merged, whole)) is not None:
        return plan
    return _within(merged, low, high, _usual(provider, field, examples, whole), whole)


def _within(
    merged: GenerationSchema, low: Fraction | None, high: Fraction | None, usual: tuple[float, float, int], whole: bool
) -> Plan:
    """Return a plan for the numbers of a usual range that are valid; of another range if none are.

    :raises ImpossibleError: if no number is valid.
    """
    first, last = _narrowed(low, high, usual)
    step = _step(merged, whole, usual[2], first, last)
    if merged.all_of("multipleOf") and high is None and last - first < 20 * step:
        last = first + 20 * step
    plan = _grid(first, last, step, whole, merged)
    return checked(plan, merged) if len(merged.all_of("multipleOf")) > 1 else plan


def preferred_number(merged: GenerationSchema, field: PropertyContext) -> str:
    """Return the best provider of a number by its name, and by its description if the name says nothing."""
    named = provider_of(field.words, field.owners, number=True)[0]
    if (
        "of" in field.words[1:]
        and field.words[field.words.index("of", 1) - 1] == "number"
        and not named.startswith("number:")
    ):
        return "number:few"
    if field.words[-1:] in MILLIS_ENDINGS and is_time(field.words):
        return ""
    if named and named not in VAGUE:
        return named
    return provider_by_description(merged.description, number=True) or named.removeprefix(ANY)


def _listed(provider: str, merged: GenerationSchema, whole: bool) -> Plan | None:
    """Return a plan for codes that are certain numbers, e.g. those of currencies; ``None`` for other numbers."""
    codes = [code if whole else float(code) for code in DIGITS.get(provider, ()) if merged.is_valid(code)]
    return pick_plan(codes) if codes else None


def _is_number(value: Any, whole: bool) -> bool:
    return isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)


def _bounds(merged: GenerationSchema) -> tuple[Fraction | None, Fraction | None]:
    """Return minimum and maximum; exclusive ones are moved inwards by the smallest step."""
    sliver = Fraction(1, 10**FINEST)
    lows = [Fraction(str(bound)) for bound in merged.all_of("minimum")]
    lows += [Fraction(str(bound)) + sliver for bound in merged.all_of("exclusiveMinimum")]
    highs = [Fraction(str(bound)) for bound in merged.all_of("maximum")]
    highs += [Fraction(str(bound)) - sliver for bound in merged.all_of("exclusiveMaximum")]
    for form in merged.all_of("format"):
        if form in FORMAT_BOUNDS:
            lows.append(Fraction(FORMAT_BOUNDS[form][0]))
            highs.append(Fraction(FORMAT_BOUNDS[form][1]))
    low = max(lows) if lows else None
    high = min(highs) if highs else None
    if low is not None and high is not None and low > high:
        raise ImpossibleError(f"no value satisfies {_written(merged)}")
    return low, high


def _written(merged: GenerationSchema) -> str:
    keywords = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "format")
    return " and ".join(f"{keyword} {value}" for keyword in keywords for value in merged.all_of(keyword))


def _usual(provider: str, field: PropertyContext, examples: Sequence[float], whole: bool) -> tuple[float, float, int]:
    """Return the plausible range: minimum, maximum, decimals."""
    kind, _, name = provider.partition(":")
    name = FIGURES.get(provider, name if kind == "number" else "")
    if name:
        first, last, _ = RANGES[name]
        if not (examples and name in SIZED and not any(first <= example <= last for example in examples)):
            return RANGES[name]
    if kind == "money":
        return RANGES["count" if whole else "amount"]
    if provider in ("place:latitude", "place:longitude"):
        return RANGES[provider.partition(":")[2]]
    if field.words[-1:] == ("id",) or provider.startswith("draw:"):
        least = min(map(abs, examples), default=0)
        return (1, 999, 0) if 0 < least < 1000 else RANGES["id"]
    if examples:
        largest = max(map(abs, examples)) or 10
        smallest = min(map(abs, examples))
        return (smallest / 2 if smallest >= 100 else 0, largest * 2, 0 if whole else 2)
    if not provider and field.words and singular(field.words[-1]) != field.words[-1]:
        return RANGES["few"]
    return RANGES["any_float" if not whole else "any_item" if field.listed or field.many else "any"]


def _overlaps(range_: tuple[float, float, int], low: Fraction | None, high: Fraction | None) -> bool:
    return (high is None or range_[0] <= high) and (low is None or range_[1] >= low)


def _narrowed(
    low: Fraction | None, high: Fraction | None, usual: tuple[float, float, int]
) -> tuple[Fraction, Fraction]:
    """Return the plausible range limited to the bounds; if they do not overlap, a range within the bounds."""
    least, greatest = Fraction(str(usual[0])), Fraction(str(usual[1]))
    first = least if low is None else max(least, low)
    last = greatest if high is None else min(greatest, high)
    if first <= last and (last - first) * 20 >= greatest - least:
        return first, last
    if low is not None:
        stretch = low + max(abs(low), WIDE)
        return low, stretch if high is None else min(stretch, high)
    if high is not None:
        reach = high - min(greatest - least, max(abs(high), WIDE))
        return max(reach, Fraction(0)) if least >= 0 and high > 0 else reach, high
    return first, last


def _step(merged: GenerationSchema, whole: bool, decimals: int, low: Fraction, high: Fraction) -> Fraction:
    """Return the distance between candidates: ``multipleOf``, or by the number of decimals that the range needs."""
    multiples = [Fraction(str(value)) for value in merged.all_of("multipleOf")]
    if multiples:
        step = multiples[0]
        for other in multiples[1:]:
            step = _common_multiple(step, other)
        return _common_multiple(step, Fraction(1)) if whole else step
    if whole:
        return Fraction(1)
    while decimals < FINEST and high - low < Fraction(4, 10**decimals):
        decimals += 1
    return Fraction(1, 10**decimals)


def _common_multiple(first: Fraction, second: Fraction) -> Fraction:
    ratio = first / second
    return first * ratio.denominator


def _grid(low: Fraction, high: Fraction, step: Fraction, whole: bool, merged: GenerationSchema) -> Plan:
    """Return a plan for the multiples of ``step`` from ``low`` to ``high``."""
    first, last = -(-low // step), high // step
    bounds = _bounds(merged)
    if first > last and bounds[0] is not None and (bounds[1] is None or -(-bounds[0] // step) <= bounds[1] // step):
        first = last = -(-bounds[0] // step)
    elif first > last and bounds[0] is None and bounds[1] is not None:
        first = last = bounds[1] // step
    if first > last:
        if not merged.all_of("multipleOf") and not whole and low <= high:
            return checked(pick_plan([float(low), float(high)]), merged)
        raise ImpossibleError(f"no value satisfies {_written(merged)}" + (" and type integer" if whole else ""))
    count, over, under = last - first + 1, step.numerator, step.denominator

    def draw(seed: int, _span: Span) -> int | float:
        number = (first + seed % count) * over
        return number if under == 1 else number / under

    plan = DrawnPlan(draw)
    return plan if under == 1 else checked(plan, merged) if merged.all_of("multipleOf") else plan


def _moment(
    provider: str, merged: GenerationSchema, field: PropertyContext, low: Fraction | None, high: Fraction | None
) -> Plan | None:
    """Return a plan for a timestamp in seconds or milliseconds, if name or format indicate one."""
    timed = provider.startswith(("draw:epoch", "time:"))
    dated = timed or is_time(field.words) or "unix-time" in merged.all_of("format")
    if not dated or merged.all_of("multipleOf") or (provider and not timed):
        return None
    described = merged.description.lower()
    large = any(isinstance(example, int) and example > 10**11 for example in field.examples)
    factor = 1000 if large or "millis" in described or field.words[-1:] in MILLIS_ENDINGS else 1
    role = provider.partition(":")[2] if provider.startswith("time:") else "during"
    plan = TimestampPlan(field.time_role if role == "during" else role, lambda seconds: seconds * factor)
    if (low is None or low <= 1_767_225_600 * factor) and (high is None or high >= 1_800_000_000 * factor):
        return plan
    return None


def _from_faker(compiler: Compiler, provider: str, merged: GenerationSchema, whole: bool) -> Plan | None:
    values = compiler.pools.faker_values(provider.partition(":")[2])
    numbers = [value for value in map(_as_number, values) if value is not None and _is_number(value, whole)]
    kept = [number for number in numbers if merged.is_valid(number)]
    return pick_plan(kept) if kept else None


def _as_number(value: Any) -> int | float | None:
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
