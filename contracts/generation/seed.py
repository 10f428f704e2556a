"""Derivation of seeds and random numbers, the only source of randomness in generated data.

The seed of a value is a 64-bit number: the BLAKE2b digest (RFC 7693) of the resource's key, keyed with the user's seed,
so the values of similar keys are unrelated. The seed of a part (a property, an item) is ``mix(seed, salt)``, where the
salt is the digest of the part's name, computed once when the schema is compiled, so a part does not depend on its
siblings. ``mix`` multiplies and folds the 128-bit product like wyhash, which takes 0.15 µs instead of 0.7 for a digest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

MASK = (1 << 64) - 1
MULTIPLIER = 0x9E3779B97F4A7C15
"""2**64 divided by the golden ratio, made odd: the usual multiplier of Fibonacci hashing."""


def value_seed(seed: int, key: str) -> int:
    """Return the seed of the value for a key.

    :param seed: the user's seed, any integer.
    :param key: any string; unpaired surrogates are allowed.
    """
    return value_seeds(seed)(key)


def value_seeds(seed: int) -> Callable[[str], int]:
    """Return :func:`value_seed` for one user's seed, which takes half the time."""
    seeded = blake2b(digest_size=8, key=str(seed).encode()[:64])

    def derive(key: str) -> int:
        digest = seeded.copy()
        digest.update(key.encode("utf-8", "surrogatepass"))
        return int.from_bytes(digest.digest(), "big")

    return derive


def salt(name: str) -> int:
    """Return the 64-bit number for the name of a part."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def mix(seed: int, salt_: int) -> int:
    """Return the seed of a part: the product of ``seed ^ salt_`` and the multiplier, folded to 64 bits."""
    product = (seed ^ salt_) * MULTIPLIER
    return (product ^ product >> 64) & MASK


class RandomStream:
    """A stream of random numbers from a seed."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = seed

    def after(self, count: int) -> RandomStream:
        """Return a stream that begins after some numbers of this one."""
        return RandomStream((self._state + count * MULTIPLIER) & MASK)

    def next(self) -> int:
        """Return the next 64-bit number."""
        self._state = (self._state + MULTIPLIER) & MASK
        folded = (self._state ^ self._state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        folded = (folded ^ folded >> 27) * 0x94D049BB133111EB & MASK
        return folded ^ folded >> 31

    def below(self, bound: int) -> int:
        """Return a number from 0 to ``bound - 1``; ``bound`` is at least 1 and may exceed 64 bits."""
        number = self.next()
        size = bound >> 56
        while size:
            number = number << 64 | self.next()
            size >>= 64
        return number % bound

    def between(self, low: int, high: int) -> int:
        """Return a number from ``low`` to ``high``, inclusive."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Return ``True`` with a probability in percent."""
        return self.next() % 100 < percent

    def pick(self, values: Sequence[T]) -> T:
        """Return one of ``values``, at least one."""
        return values[self.next() % len(values)]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """Return ``values`` in random order (Fisher-Yates shuffle)."""
        result = list(values)
        for last in range(len(result) - 1, 0, -1):
            other = self.next() % (last + 1)
            result[last], result[other] = result[other], result[last]
        return result
