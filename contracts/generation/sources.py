"""Sources of values by provider."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from contracts.generation.addresses import SPOT_FACETS, phone
from contracts.generation.number_names import RANGES
from contracts.generation.random_values import DRAWS, Draw
from contracts.generation.records import Pools
from contracts.generation.timestamps import Span

TEXTS = frozenset(
    {
        "words:comment",
        "words:reason",
        "words:phrase",
        "words:error_message",
        "note:text",
        "note:title",
        "incident:description",
        "incident:summary",
        "incident:title",
        "product:description",
        "words:slug",
        "faker:catch_phrase",
        "faker:bs",
        "faker:sentence",
        "faker:text",
        "faker:paragraph",
    }
)
"""Providers of texts, which may be truncated or joined to match a length."""


SPOKEN = frozenset({"person", "company", "incident", "note"})
"""Kinds of records with texts in a language, except categories."""
PLACES = frozenset({"place:street", "place:city", "place:state", "place:country", "place:line2", "place:postcode"})
_CODE = re.compile(r"[a-z0-9_.:-]+|[A-Z0-9_.:-]+")


class ValueSource(NamedTuple):
    """The values of a provider: a pool, or a function of the seed.

    :param closed: whether the values are only a guess that documented examples replace.
    :param text: whether values are texts that may be truncated or joined.
    """

    values: tuple[Any, ...] = ()
    draw: Draw | None = None
    closed: bool = False
    text: bool = False


def source(provider: str, pools: Pools) -> ValueSource:
    """Return the source of a provider's values; empty if the locale has none.

    :param provider: a provider of :mod:`contracts.generation.field_names` except ``time:``.
    """
    kind, _, name = provider.partition(":")
    text = provider in TEXTS
    match kind:
        case "words":
            return ValueSource(pools.words(name), closed=provider != "words:comment", text=text)
        case "draw" if name == "phone":
            return ValueSource(draw=phone(pools.locale))
        case "draw":
            return ValueSource(draw=DRAWS[name])
        case "number":
            return ValueSource(draw=ranged(*RANGES[name]))
        case "faker":
            return ValueSource(pools.faker_values(name), text=text)
        case _:
            group = "spot" if kind == "place" and name in SPOT_FACETS else kind
            return ValueSource(
                tuple(dict.fromkeys(row[name] for row in pools.records(group) if name in row)), text=text
            )


def is_in_another_language(provider: str, pools: Pools, examples: Sequence[str]) -> bool:
    """Return whether documented examples have another language than the pools, so that the pools replace them."""
    if pools.language.english or not examples:
        return False
    kind, _, name = provider.partition(":")
    if kind == "words" and name in pools.language.words:
        return not all(_CODE.fullmatch(example) for example in examples)
    return (
        provider in TEXTS - {"words:slug", "words:phrase", "words:error_message", "product:description"}
        or (kind in SPOKEN and provider != "incident:category")
        or provider in PLACES
        or provider == "faker:first_name"
    )


def ranged(low: float, high: float, decimals: int) -> Draw:
    """Return a draw of numbers in a range with a number of decimals; integers for 0."""
    scale: int = 10**decimals
    first = round(low * scale)
    count = round(high * scale) - first + 1

    def draw(seed: int, _span: Span) -> float | int:
        number = first + seed % count
        return number / scale if decimals else number

    return draw
