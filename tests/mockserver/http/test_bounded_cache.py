"""Caches of what clients send."""

from __future__ import annotations

import tracemalloc

from contracts.spec.names import words
from mockserver.http.bounded_cache import MAX_KEY, bounded_cache
from mockserver.http.negotiation import parse_accept
from mockserver.http.prefer import parse_prefer


def test_short_strings_are_cached_and_long_ones_are_not() -> None:
    called = []

    @bounded_cache(2)
    def length(text: str) -> int:
        called.append(text)
        return len(text)

    long = "x" * (MAX_KEY + 1)
    assert [length(text) for text in ("a", "a", long, long, "b", "c", "a")] == [1, 1, 201, 201, 1, 1, 1]
    assert called == ["a", long, long, "b", "c", "a"]


def test_long_headers_and_names_are_not_kept() -> None:
    texts = [f"text/x{number}" + "y" * 20_000 for number in range(400)]
    for function in (parse_accept, parse_prefer, words):
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        for text in texts:
            function(f"{text};{function.__name__}")
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert after - before < 500_000
