"""Formats of JSON Schema and OpenAPI, checked without the code of the mock and without optional packages."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from datetime import date

from jsonschema import FormatChecker

_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DURATION = re.compile(
    r"P(?:\d+W|(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)", re.ASCII
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_URI_REFERENCE = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+")


def _date_time(value: str) -> bool:
    """RFC 3339, section 5.6."""
    match = _DATE_TIME.fullmatch(value)
    return match is not None and _date(match[1])


def _date(value: str) -> bool:
    try:
        return _DATE.fullmatch(value) is not None and date.fromisoformat(value) is not None
    except ValueError:
        return False


def _hostname(value: str) -> bool:
    """RFC 1123, section 2.1."""
    labels = value.removesuffix(".").split(".")
    return len(value) <= 253 and all(_LABEL.fullmatch(label) for label in labels)


def _email(value: str) -> bool:
    """RFC 5321, section 4.1.2, without quoted local parts."""
    local, _, domain = value.rpartition("@")
    return _LOCAL.fullmatch(local) is not None and _hostname(domain)


def _uri_reference(value: str) -> bool:
    """RFC 3986, appendix A: the allowed characters."""
    return _URI_REFERENCE.fullmatch(value) is not None


def _uri(value: str) -> bool:
    return _uri_reference(value) and _SCHEME.fullmatch(value) is not None


def _address(kind: Callable[[str], object]) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            kind(value)
        except ValueError:
            return False
        return True

    return check


def _byte(value: str) -> bool:
    """RFC 4648, section 4; line breaks are allowed (RFC 2045)."""
    try:
        base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


_OF_STRINGS: dict[str, Callable[[str], bool]] = {
    "date-time": _date_time,
    "date": _date,
    "time": lambda value: _TIME.fullmatch(value) is not None,
    "duration": lambda value: _DURATION.fullmatch(value) is not None,
    "uuid": lambda value: _UUID.fullmatch(value) is not None,
    "email": _email,
    "hostname": _hostname,
    "ipv4": _address(ipaddress.IPv4Address),
    "ipv6": _address(ipaddress.IPv6Address),
    "uri": _uri,
    "uri-reference": _uri_reference,
    "byte": _byte,
}

_OF_INTEGERS = {"int32": 2**31, "int64": 2**63}


def format_checker() -> FormatChecker:
    """Return a checker of these formats; others are not checked."""
    checker = FormatChecker(formats=())
    for name, check in _OF_STRINGS.items():
        checker.checks(name)(_strings_only(check))
    for name, limit in _OF_INTEGERS.items():
        checker.checks(name)(_integers_only(limit))
    return checker


def _strings_only(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def _integers_only(limit: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, bool) or not isinstance(value, int) or -limit <= value < limit
