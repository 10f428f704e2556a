"""One request on its way through the pipeline: what came in, and what the stages have found out about it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote_to_bytes

from mockserver.http import Failure, Scope, read_headers
from mockserver.prefer import parse_prefer

RAW_PATH = "casemock_raw_path"
SERVED_PATH = "casemock_served_path"
PATH_VALUES = "casemock_path_values"
"""Keys of the ASGI scope under which routing leaves the raw path, the one that it stands for on the shared port (see
:mod:`mockserver.mount`), and the still encoded path values."""

_NO_PREFERENCES: dict[str, str] = {}
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


class Exchange:
    """A request and its findings. Query and cookies are parsed when a stage first asks for them.

    :ivar path: the raw path as served, without the query.
    :ivar path_values: the template's names with their still percent-encoded values.
    :ivar body: the request body; ``None`` where it was larger than allowed.
    :ivar payload: the parsed body, or ``ABSENT``.
    :ivar parameters: decoded parameters by location and name.
    :ivar claims: what is known of the caller (``claims`` of ``x-mock-credentials``).
    :ivar language: the offered language that ``Accept-Language`` likes best, e.g. ``de-DE``; ``""``: none was chosen.
    :ivar preferences: those of ``Prefer`` (RFC 7240) that the mock knows, by lower-case name.
    :ivar denial: the 403 that ``identify`` found and ``authorise`` answers with.
    """

    __slots__ = (
        "_cookies",
        "_query",
        "body",
        "claims",
        "denial",
        "headers",
        "language",
        "parameters",
        "path",
        "path_values",
        "payload",
        "preferences",
        "scope",
    )

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.headers = read_headers(scope["headers"])
        self.path: str = scope.get(RAW_PATH, "")
        self.path_values: dict[str, str] = scope.get(PATH_VALUES, {})
        self.body: bytes | None = b""
        self.payload: Any = ABSENT
        self.parameters: dict[tuple[str, str], Any] = {}
        self.claims: dict[str, Any] = {}
        self.language = ""
        self.denial: Failure | None = None
        self.preferences = parse_prefer(self.headers["prefer"]) if "prefer" in self.headers else _NO_PREFERENCES
        self._query: dict[str, list[str]] | None = None
        self._cookies: dict[str, str] | None = None

    @property
    def query(self) -> dict[str, list[str]]:
        """Raw, still encoded values of the query by decoded name, in the order they came."""
        if self._query is None:
            self._query = parse_query(self.scope["query_string"].decode("latin-1"))
        return self._query

    @property
    def cookies(self) -> dict[str, str]:
        """Cookies by name."""
        if self._cookies is None:
            self._cookies = parse_cookies(self.headers.get("cookie", ""))
        return self._cookies


class _Absent:
    """The type of ``ABSENT``: no value, where ``None`` is a value (JSON ``null``)."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Any = _Absent()


def parse_cookies(header: str) -> dict[str, str]:
    """Cookies of a ``Cookie`` header (RFC 6265, section 4.2.1); of one name the first: its path is the longest (5.4).

    What is no cookie is passed over: the standard library's parser drops the rest of the header there, and takes
    names such as ``path`` for attributes.
    """
    cookies: dict[str, str] = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(), value.strip()
        if equals and name:
            quoted = len(value) > 1 and value[0] == value[-1] == '"'
            cookies.setdefault(name, value[1:-1] if quoted else value)
    return cookies


def parse_query(text: str) -> dict[str, list[str]]:
    """Split a query string (``application/x-www-form-urlencoded``) without decoding its values."""
    query: dict[str, list[str]] = {}
    for part in text.split("&"):
        if part:
            name, _, value = part.partition("=")
            query.setdefault(decode(name, plus=True, errors="replace"), []).append(value)
    return query


def decode_segment(text: str) -> str:
    """Percent-decode a path value, which unlike a query's must be well formed (RFC 3986, section 3.3).

    :raises ValueError: where a percent sign escapes nothing, or the bytes are not UTF-8.
    """
    if _BROKEN_ESCAPE.search(text):
        raise ValueError("a percent sign without two hexadecimal digits behind it")
    return decode(text)


def decode(text: str, *, plus: bool = False, errors: str = "strict") -> str:
    """Percent-decode a component (RFC 3986, section 2.1).

    :param plus: a plus sign is a space, as in a query or a form.
    :raises UnicodeDecodeError: where the bytes are not UTF-8 and ``errors`` is ``strict``.
    """
    if plus:
        text = text.replace("+", " ")
    if "%" not in text and text.isascii():
        return text
    return unquote_to_bytes(text.encode("latin-1", "replace")).decode("utf-8", errors)
