"""A provider's name resolved to where its values come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.generation.addresses import SPOT_FACETS, phone
from contracts.generation.format_providers import RANGES
from contracts.generation.pools import Pools
from contracts.generation.random_values import DRAWS, Draw
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
"""Providers of free text, which may be cut or joined to fit a length."""


SPOKEN = frozenset({"person", "company", "incident", "note"})
"""Kinds of records that are told in a language, categories aside."""
PLACES = frozenset({"place:street", "place:city", "place:state", "place:country", "place:line2", "place:postcode"})
_CODE = re.compile(r"[a-z0-9_.:-]+|[A-Z0-9_.:-]+")


@dataclass(frozen=True)
class ValueSource:
    """Values of a provider: a pool to pick from, or a function of the place.

    :param closed: the values are a vocabulary of our own guess: documented examples replace it.
    :param text: free text, which may be cut or joined.
    """

    values: tuple[Any, ...] = ()
    draw: Draw | None = None
    closed: bool = False
    text: bool = False


def source(provider: str, pools: Pools) -> ValueSource:
    """Where a provider's values come from; an empty source where the locale has none.

    :param provider: as :mod:`contracts.generation.field_providers` writes them, ``time:`` aside.
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


def in_words_of(provider: str, pools: Pools, examples: Sequence[str]) -> bool:
    """Whether documented examples are in the words of another language than the pools': ours stand in for them."""
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
    """A number of a range on the grid of so many decimals; a whole one for 0."""
    scale: int = 10**decimals
    first = round(low * scale)
    count = round(high * scale) - first + 1

    def draw(place: int, _span: Span) -> float | int:
        number = first + place % count
        return number / scale if decimals else number

    return draw
