"""Values computed from a seed: unique_ids, digests, addresses. They have no pool, so they rarely repeat."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from itertools import product
from typing import Any

from contracts.generation import code_values
from contracts.generation.seed import RandomStream, mix
from contracts.generation.timestamps import WINDOW, Span, timestamp

Draw = Callable[[int, Span], Any]

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The alphabet of Crockford's base 32, which ULIDs use."""
_PAIRS = tuple(first + second for first, second in product(CROCKFORD, repeat=2))
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

_ONE, _TWO, _THREE = 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB


def ulid(seed: int, span: Span) -> str:
    """Return a ULID: 48 bits of milliseconds and 80 random bits in Crockford's base 32 (github.com/ulid/spec).

    The time is the creation of the enclosing object, so ids sort by creation.
    """
    first = span[0] if span is not WINDOW else span[0] + mix(seed, _THREE) % (span[1] - span[0])
    millis = first * 1000 + seed % 1000
    one, two, p = mix(seed, _ONE), seed >> 10, _PAIRS
    return (
        f"{p[millis >> 40]}{p[millis >> 30 & 1023]}{p[millis >> 20 & 1023]}{p[millis >> 10 & 1023]}{p[millis & 1023]}"
        f"{p[one & 1023]}{p[one >> 10 & 1023]}{p[one >> 20 & 1023]}{p[one >> 30 & 1023]}{p[one >> 40 & 1023]}"
        f"{p[one >> 50 & 1023]}{p[two & 1023]}{p[two >> 10 & 1023]}"
    )


def uuid(seed: int, _span: Span) -> str:
    """Return a random UUID, version 4 (RFC 9562, section 5.4)."""
    text = f"{mix(seed, _ONE):016x}{mix(seed, _TWO):016x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{'89ab'[seed & 3]}{text[17:20]}-{text[20:]}"


@cache
def hexadecimal(digits: int) -> Draw:
    """Return a draw of lower-case hexadecimal digits, at most 128: 32 for MD5, 40 for SHA-1, 64 for SHA-256."""

    size = (digits + 1) // 2

    def draw(seed: int, _span: Span) -> str:
        return blake2b(seed.to_bytes(8, "big"), digest_size=size).hexdigest()[:digits]

    return draw


def is_plain(draw: Draw) -> bool:
    """Return whether a draw yields only letters, digits and dashes, which need no escaping."""
    return draw in (ulid, uuid) or any(draw is hexadecimal(digits) for digits in range(1, 129))


def token(length: int, alphabet: str = LETTERS) -> Draw:
    """Return a draw of random characters of an alphabet."""

    def draw(seed: int, _span: Span) -> str:
        stream = RandomStream(seed)
        return "".join([stream.pick(alphabet) for _ in range(length)])

    return draw


def number_text(low: int, high: int, form: str = "{}") -> Draw:
    """Return a draw of integers in a range, formatted with ``form``."""

    def draw(seed: int, _span: Span) -> str:
        return form.format(low + seed % (high - low + 1))

    return draw


def decimal_text(seed: int, _span: Span) -> str:
    """Return an amount with two decimals as a string."""
    return f"{seed % 480 + 4}.{(seed >> 32) % 100:02}"


def clock_time(seed: int, _span: Span) -> str:
    """Return a time of day with time zone (RFC 3339, full-time)."""
    return f"{seed % 24:02}:{seed // 24 % 60:02}:{seed // 1440 % 60:02}Z"


def short_time(seed: int, _span: Span) -> str:
    """Return a time of day as hours and minutes."""
    return f"{seed % 24:02}:{seed // 24 % 12 * 5:02}"


def birth_date(seed: int, _span: Span) -> str:
    """Return a date between 1950 and 2004."""
    return f"{1950 + seed % 55}-{seed // 55 % 12 + 1:02}-{seed // 660 % 28 + 1:02}"


def ipv4(seed: int, _span: Span) -> str:
    """Return a private IPv4 address (RFC 1918)."""
    return f"10.{seed & 63}.{seed >> 8 & 255}.{(seed >> 16) % 254 + 1}"


def public_ipv4(seed: int, _span: Span) -> str:
    """Return an IPv4 address of the three documentation networks (RFC 5737)."""
    return f"{('192.0.2', '198.51.100', '203.0.113')[seed % 3]}.{(seed >> 16) % 254 + 1}"


def ipv6(seed: int, _span: Span) -> str:
    """Return an IPv6 address of the documentation network (RFC 3849)."""
    return f"2001:db8:{seed & 0xFFFF:x}:{seed >> 16 & 0xFFFF:x}::{seed >> 32 & 0xFFFF or 1:x}"


def cidr(seed: int, _span: Span) -> str:
    """Return a private network in CIDR notation."""
    return f"10.{seed & 63}.{seed >> 8 & 255}.0/24"


def mac(seed: int, _span: Span) -> str:
    """Return a locally administered MAC address."""
    return "02:" + ":".join(f"{seed >> shift & 255:02x}" for shift in (0, 8, 16, 24, 32))


def colour(seed: int, _span: Span) -> str:
    """Return a colour as ``#rrggbb``."""
    return f"#{mix(seed, _ONE) & 0xFFFFFF:06x}"


def version(seed: int, _span: Span) -> str:
    """Return a semantic version."""
    return f"{seed % 6 + 1}.{seed // 6 % 15}.{seed // 90 % 10}"


def phone(seed: int, _span: Span) -> str:
    """Return a North American number reserved for fiction (555-0100 to 555-0199), in the format of ITU-T E.123."""
    area = (212, 312, 415, 503, 617, 646, 702, 773, 818, 917)[seed % 10]
    return f"+1 {area} 555 {100 + (seed >> 16) % 100:04}"


def card(seed: int, _span: Span) -> str:
    """Return a card number with the test prefix 424242 that passes the Luhn check."""
    digits = f"424242{seed % 10**9:09}"
    total = sum(sum(divmod(int(digit) * (2 - index % 2), 10)) for index, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def ssn(seed: int, _span: Span) -> str:
    """Return a US social security number with an area (9xx) that is never assigned."""
    return f"9{seed % 100:02}-{seed // 100 % 99 + 1:02}-{seed // 10_000 % 9999 + 1:04}"


def jwt(seed: int, _span: Span) -> str:
    """Return a compact JSON Web Token with a fake signature (RFC 7519)."""
    parts = ('{"alg":"HS256","typ":"JWT"}', f'{{"sub":"{seed % 10**8}"}}')
    head = ".".join(urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    return f"{head}.{urlsafe_b64encode(_bytes(seed, 32)).decode().rstrip('=')}"


def etag(seed: int, _span: Span) -> str:
    """Return a strong entity tag (RFC 9110, section 8.8.3)."""
    return f'"{mix(seed, _ONE):016x}"'


def base64_text(seed: int, _span: Span) -> str:
    """Return 24 bytes in base 64 (RFC 4648)."""
    return b64encode(_bytes(seed, 24)).decode()


def epoch(seed: int, span: Span) -> int:
    """Return a timestamp in the time range, in seconds since 1970."""
    return span[0] + seed % (span[1] - span[0] + 1)


def some_timestamp(seed: int, span: Span) -> str:
    """Return a timestamp in the time range, in RFC 3339 format."""
    return timestamp(epoch(seed, span))


def _bytes(seed: int, length: int) -> bytes:
    return blake2b(seed.to_bytes(8, "big"), digest_size=length).digest()


DRAWS: dict[str, Draw] = {
    "ulid": ulid,
    "uuid": uuid,
    "md5": hexadecimal(32),
    "sha1": hexadecimal(40),
    "sha256": hexadecimal(64),
    "sha512": hexadecimal(128),
    "hex": hexadecimal(16),
    "object_id": hexadecimal(24),
    "digits": number_text(100_000, 9_999_999),
    "token": token(32),
    "nanoid": token(21),
    "password": token(14),
    "code": token(8, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"),
    "account": number_text(10_000_000, 99_999_999),
    "sku": number_text(1000, 9999, "SKU-{}"),
    "reference": number_text(10_000, 99_999, "REF-{}"),
    "order_number": number_text(10_000, 99_999, "ORD-{}"),
    "invoice_number": number_text(1000, 9999, "INV-2026-{}"),
    "case_number": number_text(1000, 9999, "CASE-{}"),
    "room": number_text(101, 480),
    "decimal": decimal_text,
    "time": clock_time,
    "short_time": short_time,
    "birth_date": birth_date,
    "ipv4": ipv4,
    "public_ipv4": public_ipv4,
    "ipv6": ipv6,
    "cidr": cidr,
    "mac": mac,
    "colour": colour,
    "version": version,
    "phone": phone,
    "card": card,
    "ssn": ssn,
    "jwt": jwt,
    "etag": etag,
    "base64": base64_text,
    "epoch": epoch,
    "epoch_ms": lambda seed, span: epoch(seed, span) * 1000,
    "crc32": hexadecimal(8),
    "serial": number_text(10_000_000, 99_999_999, "SN-{}"),
    "gps": code_values.gps,
    "tx_hash": code_values.transaction_hash,
    "wallet": code_values.wallet,
    "imei": code_values.imei,
    "vat": code_values.vat,
    "tax_id": code_values.tax_id,
    "cpf": code_values.cpf,
    "cnpj": code_values.cnpj,
    "issn": code_values.issn,
    "orcid": code_values.orcid,
    "routing": code_values.routing,
    "asin": code_values.asin,
    "page_url": code_values.page_url,
    "seconds": code_values.seconds,
    "percent": code_values.percent,
    "timestamp": some_timestamp,
}
"""The functions of the providers ``draw:NAME``."""
