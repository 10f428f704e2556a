"""Values of codes that have a fixed structure, most of them with check digits, computed from a seed."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.generation.seed import mix
from contracts.generation.timestamps import Span

_SALT = 0x9E3779B97F4A7C15


def _digits(seed: int, count: int) -> list[int]:
    number = mix(seed, _SALT) % 10**count
    return [int(digit) for digit in f"{number:0{count}}"]


def _text(digits: Sequence[int]) -> str:
    return "".join(map(str, digits))


def _weighted(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def gps(seed: int, _span: Span) -> str:
    """Return latitude and longitude in decimal degrees."""
    return f"{(seed % 120_000_000) / 1_000_000 - 55:.5f},{(seed >> 32) % 340_000 / 1_000 - 170:.5f}"


def transaction_hash(seed: int, _span: Span) -> str:
    """Return the hash of a transaction: 32 bytes in hexadecimal."""
    return "0x" + "".join(f"{mix(seed, _SALT + part):016x}" for part in range(4))


def wallet(seed: int, _span: Span) -> str:
    """Return the address of a wallet: 20 bytes in hexadecimal."""
    return f"0x{mix(seed, _SALT):016x}{mix(seed, _SALT + 2):016x}{seed & 0xFFFFFFFF:08x}"


def imei(seed: int, _span: Span) -> str:
    """Return an IMEI with the test prefix 001 and a Luhn check digit (3GPP TS 23.003)."""
    digits = [0, 0, 1, *_digits(seed, 11)]
    total = sum(sum(divmod(digit * (1 + index % 2), 10)) for index, digit in enumerate(digits))
    return _text([*digits, -total % 10])


def vat(seed: int, _span: Span) -> str:
    """Return a VAT identification number in the German format."""
    return f"DE{100_000_000 + seed % 900_000_000}"


def tax_id(seed: int, _span: Span) -> str:
    """Return a tax number in the format of a US employer identification number, with an unassigned prefix."""
    return f"00-{seed % 10_000_000:07}"


def cpf(seed: int, _span: Span) -> str:
    """Return a Brazilian CPF with its two check digits."""
    digits = _digits(seed, 9)
    for _ in range(2):
        rest = _weighted(digits, range(len(digits) + 1, 1, -1)) * 10 % 11 % 10
        digits.append(rest)
    text = _text(digits)
    return f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"


def cnpj(seed: int, _span: Span) -> str:
    """Return a Brazilian CNPJ with its two check digits."""
    digits = [*_digits(seed, 8), 0, 0, 0, 1]
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)):
        rest = _weighted(digits, weights) % 11
        digits.append(0 if rest < 2 else 11 - rest)
    text = _text(digits)
    return f"{text[:2]}.{text[2:5]}.{text[5:8]}/{text[8:12]}-{text[12:]}"


def issn(seed: int, _span: Span) -> str:
    """Return an ISSN with its check digit (ISO 3297)."""
    digits = _digits(seed, 7)
    check = -_weighted(digits, range(8, 1, -1)) % 11
    return f"{_text(digits[:4])}-{_text(digits[4:])}{'X' if check == 10 else check}"


def orcid(seed: int, _span: Span) -> str:
    """Return an ORCID iD with its check digit (ISO 7064, MOD 11-2)."""
    digits = [0, 0, 0, 0, 0, 0, 0, *_digits(seed, 8)]
    total = 0
    for digit in digits:
        total = (total + digit) * 2
    check = (12 - total % 11) % 11
    text = _text(digits) + ("X" if check == 10 else str(check))
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def routing(seed: int, _span: Span) -> str:
    """Return the routing number of a US bank with its check digit."""
    digits = [0, *_digits(seed, 7)]
    return _text([*digits, -_weighted(digits, (3, 7, 1) * 3) % 10])


def asin(seed: int, _span: Span) -> str:
    """Return an Amazon Standard Identification Number."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
    drawn = mix(seed, _SALT)
    return "B0" + "".join(alphabet[(drawn >> 6 * part) % len(alphabet)] for part in range(8))


def page_url(seed: int, _span: Span) -> str:
    """Return the URL of a page of a list."""
    return f"https://api.example.com/items?page={seed % 8 + 2}"


def seconds(seed: int, _span: Span) -> str:
    """Return a duration in seconds as Google's APIs write it: ``3600s``."""
    return f"{(30, 60, 90, 300, 600, 900, 1800, 3600, 86400)[seed % 9]}s"


def percent(seed: int, _span: Span) -> str:
    """Return a percentage with its sign."""
    return f"{seed % 100 + 1}%"
