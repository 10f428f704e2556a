"""Values computed from a place alone: identifiers, digests, addresses. No pool, so they hardly ever repeat."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from itertools import product
from typing import Any

from contracts.generation.seed import RandomStream, mix
from contracts.generation.timestamps import WINDOW, Span, timestamp

Draw = Callable[[int, Span], Any]

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The alphabet of Crockford's base 32, which ULIDs are written in."""
_PAIRS = tuple(first + second for first, second in product(CROCKFORD, repeat=2))
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

_ONE, _TWO, _THREE = 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB


def ulid(place: int, span: Span) -> str:
    """26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 of chance (github.com/ulid/spec).

    The time is the beginning of the object that the id stands in, so ids sort as their objects were made.
    """
    first = span[0] if span is not WINDOW else span[0] + mix(place, _THREE) % (span[1] - span[0])
    millis = first * 1000 + place % 1000
    one, two, p = mix(place, _ONE), place >> 10, _PAIRS
    return (
        f"{p[millis >> 40]}{p[millis >> 30 & 1023]}{p[millis >> 20 & 1023]}{p[millis >> 10 & 1023]}{p[millis & 1023]}"
        f"{p[one & 1023]}{p[one >> 10 & 1023]}{p[one >> 20 & 1023]}{p[one >> 30 & 1023]}{p[one >> 40 & 1023]}"
        f"{p[one >> 50 & 1023]}{p[two & 1023]}{p[two >> 10 & 1023]}"
    )


def uuid(place: int, _span: Span) -> str:
    """A random UUID, version 4 (RFC 9562, section 5.4)."""
    text = f"{mix(place, _ONE):016x}{mix(place, _TWO):016x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{'89ab'[place & 3]}{text[17:20]}-{text[20:]}"


@cache
def hexadecimal(digits: int) -> Draw:
    """Lower-case hexadecimal of so many digits, at most 128: 32 for MD5, 40 for SHA-1 and git, 64 for SHA-256."""

    size = (digits + 1) // 2

    def draw(place: int, _span: Span) -> str:
        return blake2b(place.to_bytes(8, "big"), digest_size=size).hexdigest()[:digits]

    return draw


def is_plain(draw: Draw) -> bool:
    """Whether a draw gives letters, digits and dashes only, in which no syntax has anything to escape."""
    return draw in (ulid, uuid) or any(draw is hexadecimal(digits) for digits in range(1, 129))


def token(length: int, alphabet: str = LETTERS) -> Draw:
    """So many characters of an alphabet."""

    def draw(place: int, _span: Span) -> str:
        stream = RandomStream(place)
        return "".join([stream.pick(alphabet) for _ in range(length)])

    return draw


def number_text(low: int, high: int, form: str = "{}") -> Draw:
    """A whole number of a range, written into ``form``."""

    def draw(place: int, _span: Span) -> str:
        return form.format(low + place % (high - low + 1))

    return draw


def decimal_text(place: int, _span: Span) -> str:
    """An amount with two decimals, as text."""
    return f"{place % 480 + 4}.{(place >> 32) % 100:02}"


def clock_time(place: int, _span: Span) -> str:
    """A time of day with its zone (RFC 3339, full-time)."""
    return f"{place % 24:02}:{place // 24 % 60:02}:{place // 1440 % 60:02}Z"


def short_time(place: int, _span: Span) -> str:
    """Hours and minutes."""
    return f"{place % 24:02}:{place // 24 % 12 * 5:02}"


def birth_date(place: int, _span: Span) -> str:
    """A day between 1950 and 2004."""
    return f"{1950 + place % 55}-{place // 55 % 12 + 1:02}-{place // 660 % 28 + 1:02}"


def ipv4(place: int, _span: Span) -> str:
    """A private address (RFC 1918)."""
    return f"10.{place & 63}.{place >> 8 & 255}.{(place >> 16) % 254 + 1}"


def public_ipv4(place: int, _span: Span) -> str:
    """An address of the three documentation networks (RFC 5737)."""
    return f"{('192.0.2', '198.51.100', '203.0.113')[place % 3]}.{(place >> 16) % 254 + 1}"


def ipv6(place: int, _span: Span) -> str:
    """An address of the documentation network (RFC 3849)."""
    return f"2001:db8:{place & 0xFFFF:x}:{place >> 16 & 0xFFFF:x}::{place >> 32 & 0xFFFF or 1:x}"


def cidr(place: int, _span: Span) -> str:
    """A private network."""
    return f"10.{place & 63}.{place >> 8 & 255}.0/24"


def mac(place: int, _span: Span) -> str:
    """A locally administered MAC address."""
    return "02:" + ":".join(f"{place >> shift & 255:02x}" for shift in (0, 8, 16, 24, 32))


def colour(place: int, _span: Span) -> str:
    """A colour as ``#rrggbb``."""
    return f"#{mix(place, _ONE) & 0xFFFFFF:06x}"


def version(place: int, _span: Span) -> str:
    """A semantic version."""
    return f"{place % 6 + 1}.{place // 6 % 15}.{place // 90 % 10}"


def phone(place: int, _span: Span) -> str:
    """A North American number out of those kept for fiction (555-0100 to 555-0199), in the form of ITU-T E.123."""
    area = (212, 312, 415, 503, 617, 646, 702, 773, 818, 917)[place % 10]
    return f"+1 {area} 555 {100 + (place >> 16) % 100:04}"


def card(place: int, _span: Span) -> str:
    """A card number that passes the Luhn check, under the test prefix 424242."""
    digits = f"424242{place % 10**9:09}"
    total = sum(sum(divmod(int(digit) * (2 - index % 2), 10)) for index, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def ssn(place: int, _span: Span) -> str:
    """A number in the form of a US social security number, of an area (9xx) that is never assigned."""
    return f"9{place % 100:02}-{place // 100 % 99 + 1:02}-{place // 10_000 % 9999 + 1:04}"


def jwt(place: int, _span: Span) -> str:
    """A compact JSON Web Token with a made-up signature (RFC 7519)."""
    parts = ('{"alg":"HS256","typ":"JWT"}', f'{{"sub":"{place % 10**8}"}}')
    head = ".".join(urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    return f"{head}.{urlsafe_b64encode(_bytes(place, 32)).decode().rstrip('=')}"


def etag(place: int, _span: Span) -> str:
    """A strong entity tag (RFC 9110, section 8.8.3)."""
    return f'"{mix(place, _ONE):016x}"'


def base64_text(place: int, _span: Span) -> str:
    """Twenty-four bytes in base 64 (RFC 4648)."""
    return b64encode(_bytes(place, 24)).decode()


def epoch(place: int, span: Span) -> int:
    """A point of the span in seconds since 1970."""
    return span[0] + place % (span[1] - span[0] + 1)


def some_timestamp(place: int, span: Span) -> str:
    """A point of the span as RFC 3339 text."""
    return timestamp(epoch(place, span))


def _bytes(place: int, length: int) -> bytes:
    return blake2b(place.to_bytes(8, "big"), digest_size=length).digest()


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
    "timestamp": some_timestamp,
}
"""Provider ``draw:NAME`` → its function."""
