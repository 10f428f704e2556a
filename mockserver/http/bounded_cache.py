"""Caches of what clients send: bounded by the number of entries and the length of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

MAX_KEY = 200
"""Maximum length of a cached string in characters; longer ones are rare, and would let a client fill the memory."""

Value = TypeVar("Value")


def bounded_cache(size: int) -> Callable[[Callable[[str], Value]], Callable[[str], Value]]:
    """Return a decorator that keeps the last results of a function of one string, unless the string is long.

    :param size: maximum number of results.
    """

    def decorate(function: Callable[[str], Value]) -> Callable[[str], Value]:
        cached = lru_cache(size)(function)

        @wraps(function)
        def call(text: str) -> Value:
            return cached(text) if len(text) <= MAX_KEY else function(text)

        return call

    return decorate
