"""What a document or the settings request for the values of a schema: a provider, values, a range, or texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.generation.pattern_values import PatternGenerator
from contracts.generation.plans import DrawnPlan, Plan, pick_plan
from contracts.generation.random_values import Draw
from contracts.generation.seed import RandomStream, mix, salt
from contracts.generation.sources import ValueSource, ranged
from contracts.generation.string_constraints import StringRule
from contracts.generation.timestamps import Span

Range = tuple[float, float, int]
"""Minimum, maximum and number of decimals."""


@dataclass(frozen=True)
class Request:
    """The requested values of a schema, as far as its keywords allow them; else it is generated as without a request.

    :param provider: a provider of :mod:`contracts.generation.field_names`; ``""`` if values, range or texts are given.
    :param values: the only values.
    :param range: the range of numbers.
    :param pattern: a regular expression that the texts match; a supported one.
    :param template: a text with names of providers in ``{{…}}``.
    :param texts: functions that make texts; the first one whose texts are valid is used.
    """

    provider: str = ""
    values: tuple[Any, ...] = ()
    range: Range | None = None
    texts: tuple[Draw, ...] = ()
    template: str = ""
    pattern: str = ""


def text_plan(request: Request, rule: StringRule, proven: Callable[[Plan, StringRule], Plan | None]) -> Plan | None:
    """Return a plan of the requested texts; ``None`` if none is valid or a provider is requested.

    :param proven: returns the plan if its values are valid.
    """
    kept = [text for text in map(str, request.values) if rule.fits(text)]
    if kept:
        return pick_plan(kept)
    return next((plan for draw in _draws(request, rule) if (plan := proven(DrawnPlan(draw), rule)) is not None), None)


def _draws(request: Request, rule: StringRule) -> Iterator[Draw]:
    yield from request.texts
    if request.pattern:
        maker = PatternGenerator(request.pattern)
        yield lambda seed, _span: maker.draw(RandomStream(seed), rule.low, rule.high)
    if request.range is not None:
        draw, write = ranged(*request.range), f"{{:.{request.range[2]}f}}".format
        yield lambda seed, span: write(draw(seed, span))


_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def placeholders(template: str) -> list[str]:
    """Return the names of functions in a template; arguments in brackets are ignored."""
    return [name.partition("(")[0] for name in _PLACEHOLDER.findall(template)]


def template_draw(template: str, sources: Sequence[ValueSource]) -> Draw:
    """Return a draw of texts of a template.

    :param sources: the values of each placeholder; none is empty.
    """
    literals = _PLACEHOLDER.split(template)[::2]
    salts = [salt(f"template {number}") for number in range(len(sources))]

    def draw(seed: int, span: Span) -> str:
        found = [literals[0]]
        for one, salt_, literal in zip(sources, salts, literals[1:], strict=True):
            own = mix(seed, salt_)
            found += [str(one.draw(own, span) if one.draw else one.values[own % len(one.values)]), literal]
        return "".join(found)

    return draw


def valid_values(values: Sequence[Any], is_valid: Callable[[Any], bool]) -> Plan | None:
    """Return a plan of those values that are valid; ``None`` if there are none."""
    kept = [value for value in values if is_valid(value)]
    return pick_plan(kept) if kept else None
