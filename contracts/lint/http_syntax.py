"""HTTP tokens, media types (RFC 9110, sections 5.6.2 and 8.3.1) and URLs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from contracts.http_syntax import is_token

PARAMETER = re.compile(r"""\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([!#$%&'*+.^_`|~0-9A-Za-z-]+|"(?:[^"\\]|\\.)*")\s*\Z""")

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
"""A quoted string (RFC 9110, section 5.6.4)."""

JSON_SUFFIX = ("/json", "+json")


class ParsedMediaType(NamedTuple):
    """A media type or range, in lower case.

    :param parameters: names in lower case and unquoted values, sorted, without those that have no meaning.
    """

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def essence(self) -> str:
        """``type/subtype``."""
        return f"{self.type}/{self.subtype}"


@lru_cache(4096)
def read_media_type(name: str) -> ParsedMediaType | None:
    """Parse a media type or range; return ``None`` if it is invalid.

    Trailing semicolons are accepted, as RFC 9110, section 5.6.6, requires of recipients.
    """
    essence, *rest = split_parameters(name)
    kind, slash, subtype = essence.strip().partition("/")
    if not slash or not is_token(kind) or not is_token(subtype):
        return None
    found = [PARAMETER.match(parameter) for parameter in rest if parameter.strip()]
    if not all(found):
        return None
    pairs = [(match[1].lower(), _unquoted(match[2])) for match in found if match]
    return _normal(kind.lower(), subtype.lower(), pairs)


def split_parameters(name: str) -> list[str]:
    """Split a media type at semicolons, except those in quoted strings."""
    masked = QUOTED.sub(lambda match: match[0].replace(";", "\0"), name)
    return [part.replace("\0", ";") for part in masked.split(";")]


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _normal(kind: str, subtype: str, pairs: list[tuple[str, str]]) -> ParsedMediaType:
    """Lower-case charsets (RFC 9110, section 8.3.2) and drop those of JSON (RFC 8259, section 11)."""
    is_json = f"/{subtype}".endswith(JSON_SUFFIX)
    kept = [(name, value.lower() if name == "charset" else value) for name, value in pairs]
    return ParsedMediaType(
        kind, subtype, tuple(sorted(pair for pair in kept if not (is_json and pair[0] == "charset")))
    )


FORBIDDEN = re.compile(r"""[\s<>"{}|\\^`\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})""")
"""Characters that a URL must escape (RFC 3986, section 2; non-ASCII letters are accepted, as in RFC 3987)."""

WITH_HOST = ("http", "https", "ws", "wss")

UNENCRYPTED = re.compile(
    r"(http|ws)://(?!localhost|127\.|0\.0\.0\.0|\[::1\]|[^/:]*\.(localhost|local|test|internal)\b)", re.IGNORECASE
)
"""A URL without TLS on another machine; the excluded names are those of RFC 6761 and of local networks."""


def url_error(url: str) -> str:
    """Why a URL or relative reference is invalid, e.g. ``has no host``; ``""`` if it is valid."""
    odd = FORBIDDEN.search(url)
    if odd:
        return f"contains {odd[0]!r}" if odd[0].strip() else "contains a space"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"is invalid: {error}"
    if port == 0:
        return "has port 0"
    return "has no host" if parts.scheme in WITH_HOST and not parts.hostname else ""
