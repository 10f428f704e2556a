"""An RSA key that a seed determines. No library makes one: for them, a predictable key is a mistake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from math import gcd

BITS = 2048
"""Size of the key: the least that RS256 allows (RFC 7518, section 3.3)."""

EXPONENT = 65537

ROUNDS = 20
"""Rounds of the primality test; a composite number passes with a probability of less than 4 ** -20."""

_SMALL = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


def rsa_key(seed: int) -> dict[str, int]:
    """Return the numbers of a private key by their names in a JSON Web Key (RFC 7518, section 6.3)."""
    numbers = _numbers(seed)
    first = _prime(numbers)
    second = next(prime for prime in iter(lambda: _prime(numbers), 0) if prime != first)
    p, q = max(first, second), min(first, second)
    d = pow(EXPONENT, -1, (p - 1) * (q - 1) // gcd(p - 1, q - 1))
    crt = {"dp": d % (p - 1), "dq": d % (q - 1), "qi": pow(q, -1, p)}
    return {"n": p * q, "e": EXPONENT, "d": d, "p": p, "q": q, **crt}


def _numbers(seed: int) -> Iterator[int]:
    """Yield odd numbers of half the size of the key, with the two highest bits set, so that products have all bits."""
    half = BITS // 2
    counter = 0
    while True:
        digest = hashlib.shake_256(f"casemock signing key {seed} {counter}".encode()).digest(half // 8)
        yield int.from_bytes(digest, "big") | 3 << (half - 2) | 1
        counter += 1


def _prime(numbers: Iterator[int]) -> int:
    return next(number for number in numbers if _is_prime(number) and gcd(number - 1, EXPONENT) == 1)


def _is_prime(number: int) -> bool:
    """Whether a large odd number is very probably prime (Miller and Rabin)."""
    if any(number % small == 0 for small in _SMALL):
        return False
    odd, power = number - 1, 0
    while odd % 2 == 0:
        odd, power = odd // 2, power + 1
    bases = (int.from_bytes(hashlib.sha256(f"{number} {i}".encode()).digest(), "big") for i in range(ROUNDS))
    return all(_passes(number, base, odd, power) for base in bases)


def _passes(number: int, base: int, odd: int, power: int) -> bool:
    value = pow(base, odd, number)
    if value in {1, number - 1}:
        return True
    for _ in range(power - 1):
        value = value * value % number
        if value == number - 1:
            return True
    return False
