"""What HTTP lets be a name: tokens, media types (RFC 9110, sections 5.6.2 and 8.3.1)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
"""A token of RFC 9110, section 5.6.2; the name of a header, of a method and of a cookie is one."""

PARAMETER = re.compile(r"""\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([!#$%&'*+.^_`|~0-9A-Za-z-]+|"(?:[^"\\]|\\.)*")\s*\Z""")

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
"""A quoted string of RFC 9110, section 5.6.4."""

JSON_SUFFIX = ("/json", "+json")


class MediaType(NamedTuple):
    """A media type or range, in lower case.

    :param parameters: names in lower case and values, unquoted, sorted; those that say nothing left out.
    """

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def essence(self) -> str:
        """``type/subtype``."""
        return f"{self.type}/{self.subtype}"


def is_token(name: str) -> bool:
    """Whether a string is a token of HTTP."""
    return TOKEN.match(name) is not None


@lru_cache(4096)
def read_media_type(name: str) -> MediaType | None:
    """A media type or range as it is written; ``None`` where it is none.

    Trailing semicolons are let pass, as RFC 9110, section 5.6.6, has recipients do.
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
    """What stands between the semicolons of a media type, those in quoted strings aside."""
    masked = QUOTED.sub(lambda match: match[0].replace(";", "\0"), name)
    return [part.replace("\0", ";") for part in masked.split(";")]


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _normal(kind: str, subtype: str, pairs: list[tuple[str, str]]) -> MediaType:
    """Character sets are compared in lower case (RFC 9110, 8.3.2), and mean nothing for JSON (RFC 8259, section 11)."""
    is_json = f"/{subtype}".endswith(JSON_SUFFIX)
    kept = [(name, value.lower() if name == "charset" else value) for name, value in pairs]
    return MediaType(kind, subtype, tuple(sorted(pair for pair in kept if not (is_json and pair[0] == "charset"))))
