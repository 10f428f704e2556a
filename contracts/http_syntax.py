"""The parts of HTTP messages (RFC 9110, section 5)."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FIELD_VALUE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")


def is_token(name: str) -> bool:
    """Return whether a string is a token (section 5.6.2). Names of headers, methods and cookies are tokens."""
    return _TOKEN.fullmatch(name) is not None


def is_field_value(value: str) -> bool:
    """Return whether a string can be the value of a header, as ISO 8859-1 (section 5.5)."""
    return _FIELD_VALUE.fullmatch(value) is not None
