"""A provider's name resolved to where its values come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.data.draws import DRAWS, Draw
from contracts.data.formats import RANGES
from contracts.data.moments import Span
from contracts.data.places import SPOT_FACETS, phone
from contracts.data.pools import Pools

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


@dataclass(frozen=True)
class Source:
    """Values of a provider: a pool to pick from, or a function of the place.

    :param closed: the values are a vocabulary of our own guess: documented examples replace it.
    :param text: free text, which may be cut or joined.
    """

    values: tuple[Any, ...] = ()
    draw: Draw | None = None
    closed: bool = False
    text: bool = False


def source(provider: str, pools: Pools) -> Source:
    """Where a provider's values come from; an empty source where the locale has none.

    :param provider: as :mod:`contracts.data.fields` writes them, ``time:`` aside.
    """
    kind, _, name = provider.partition(":")
    text = provider in TEXTS
    match kind:
        case "words":
            return Source(pools.words(name), closed=provider != "words:comment", text=text)
        case "draw" if name == "phone":
            return Source(draw=phone(pools.locale))
        case "draw":
            return Source(draw=DRAWS[name])
        case "number":
            return Source(draw=ranged(*RANGES[name]))
        case "faker":
            return Source(pools.faker_values(name), text=text)
        case _:
            group = "spot" if kind == "place" and name in SPOT_FACETS else kind
            return Source(tuple(dict.fromkeys(row[name] for row in pools.records(group) if name in row)), text=text)


def ranged(low: float, high: float, decimals: int) -> Draw:
    """A number of a range on the grid of so many decimals; a whole one for 0."""
    scale: int = 10**decimals
    first = round(low * scale)
    count = round(high * scale) - first + 1

    def draw(place: int, _span: Span) -> float | int:
        number = first + place % count
        return number / scale if decimals else number

    return draw
