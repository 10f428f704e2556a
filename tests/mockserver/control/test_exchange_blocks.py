"""Exchanges in a store: the encoding, and what is read of blocks."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.control import exchanges
from mockserver.control.exchange_blocks import decode_block, encode_block
from mockserver.control.exchanges import Exchanges
from mockserver.exchange import Exchange
from mockserver.http.messages import RawHeader
from mockserver.http.notes import Violation
from mockserver.state.stores.memory import MemoryStore

TEXTS = st.text(max_size=20)
NAMES = st.from_regex(rb"[!#-'*+.0-9a-z|~^_`-]{1,10}", fullmatch=True)
VALUES = st.binary(max_size=20).map(lambda value: value.replace(b"\n", b"").replace(b"\r", b""))
HEADERS: st.SearchStrategy[tuple[RawHeader, ...]] = st.lists(st.tuples(NAMES, VALUES), max_size=4).map(tuple)


@st.composite
def exchange(draw: st.DrawFn) -> Exchange:
    return Exchange(
        draw(st.floats(0, 1e10)),
        draw(TEXTS),
        draw(TEXTS),
        draw(HEADERS),
        draw(st.binary()),
        draw(st.integers(0, 999)),
        draw(HEADERS),
        draw(st.binary()),
        draw(st.floats(0, 1e6)),
        draw(TEXTS),
        draw(TEXTS),
        draw(TEXTS),
        draw(st.dictionaries(TEXTS, TEXTS, max_size=3)),
        draw(TEXTS),
        draw(TEXTS),
        draw(TEXTS),
        violations=tuple(Violation(*one) for one in draw(st.lists(st.tuples(*[TEXTS] * 5), max_size=2))),
    )


@given(st.lists(exchange(), min_size=1, max_size=5), st.integers(5, 1000))
def test_a_block_keeps_everything(sent: list[Exchange], last: int) -> None:
    first = last - len(sent) + 1
    assert decode_block(last, encode_block(sent)) == [replace(one, number=first + at) for at, one in enumerate(sent)]


def sent(kept: Exchanges, sizes: list[int]) -> None:
    """Write blocks of so many exchanges, whose times are their numbers."""
    number = 0

    async def record() -> None:
        nonlocal number
        for size in sizes:
            for _ in range(size):
                number += 1
                kept(Exchange(float(number), "GET", "/", (), b"", 200, (), b"x", 1.0))
            kept.flush()

    asyncio.run(record())


@pytest.mark.parametrize("sizes", [[1] * 30, [7, 7, 7, 7, 2], [30], [29, 1]])
def test_exchanges_are_read_by_number(sizes: list[int]) -> None:
    kept = Exchanges(MemoryStore(), 20, is_shared=True)
    sent(kept, sizes)
    assert (kept.last_number(), kept.count()) == (30, 20)
    assert [(one.number, one.time) for one in kept.read()] == [(number, number) for number in range(11, 31)]
    for after in range(32):
        for limit in (1, 3, 100):
            expected = [*range(max(after, 10) + 1, 31)][:limit]
            assert [one.number for one in kept.read(after, limit)] == expected


def test_few_exchanges_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "MAX_WAITING", 5)
    monkeypatch.setattr(exchanges, "MAX_WAITING_BYTES", 100)
    store = MemoryStore()

    async def record(bodies: list[int]) -> list[int]:
        kept = Exchanges(store, 100, is_shared=True)
        for size in bodies:
            kept(Exchange(0.0, "GET", "/", (), b"", 200, (), b"x" * size, 1.0))
        written = [number for number, _ in store.blocks()]
        kept.clear()
        return written

    assert asyncio.run(record([0] * 11)) == [5, 10]
    assert asyncio.run(record([10, 90, 10, 50, 100])) == [13, 16]
