"""A request in the pipeline: the parsed HTTP request, and the results of the stages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from mockserver.http.messages import Failure, Scope, read_headers
from mockserver.http.prefer import parse_prefer
from mockserver.http.request_limit import ThreadLimit
from mockserver.http.route import ROUTE, Route

_NO_PREFERENCES: dict[str, str] = {}
_NO_ROUTE: Route[str] = Route("", "")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file in a form, with its file name, or ``""``."""

    data: bytes
    name: str


class RequestContext:
    """A request and the results of the stages. Query and cookies are parsed on first access.

    :ivar path: the raw path, without the query.
    :ivar base: the beginning of the raw path before the path of the document, e.g. ``/v2``.
    :ivar path_values: percent-encoded values by the name in the path template.
    :ivar body: the request body, or ``None`` if it exceeds the size limit.
    :ivar payload: the parsed body, or ``ABSENT``.
    :ivar files: the files in a form.
    :ivar parameters: decoded parameters by location and name.
    :ivar claims: attributes of the caller (``claims`` of ``x-mock-credentials``).
    :ivar language: the negotiated language, e.g. ``de-DE``; ``""`` if the operation does not offer languages.
    :ivar preferences: the supported preferences of ``Prefer`` (RFC 7240), by lower-case name.
    :ivar denial: the 403 that ``identify`` prepared for ``authorise``.
    :ivar may_use_thread: whether the request can be handled in a thread if it takes long.
    :ivar thread_limit: the limit of the thread in which the request is handled again, which does not write to the
        store; ``None`` in the event loop.
    """

    __slots__ = (
        "_cookies",
        "_query",
        "base",
        "body",
        "claims",
        "denial",
        "files",
        "headers",
        "language",
        "may_use_thread",
        "parameters",
        "path",
        "path_values",
        "payload",
        "preferences",
        "scope",
        "thread_limit",
    )

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.headers = read_headers(scope["headers"])
        route: Route[str] = scope.get(ROUTE, _NO_ROUTE)
        self.path = route.raw_path
        self.base = route.base
        self.path_values = route.path_values
        self.body: bytes | None = b""
        self.payload: Any = ABSENT
        self.files: list[UploadedFile] = []
        self.parameters: dict[tuple[str, str], Any] = {}
        self.claims: dict[str, Any] = {}
        self.language = ""
        self.denial: Failure | None = None
        self.may_use_thread = False
        self.thread_limit: ThreadLimit | None = None
        self.preferences = parse_prefer(self.headers["prefer"]) if "prefer" in self.headers else _NO_PREFERENCES
        self._query: dict[str, list[str]] | None = None
        self._cookies: dict[str, str] | None = None

    def again(self) -> RequestContext:
        """Return the request without the results of the stages."""
        again = RequestContext(self.scope)
        again.body = self.body
        return again

    @property
    def query_string(self) -> str:
        """The percent-encoded query."""
        text: str = self.scope["query_string"].decode("latin-1")
        return text

    @property
    def query(self) -> dict[str, list[str]]:
        """Percent-encoded query values by decoded name, in their original order."""
        if self._query is None:
            self._query = parse_query(self.query_string)
        return self._query

    @property
    def cookies(self) -> dict[str, str]:
        """Cookies by name."""
        if self._cookies is None:
            self._cookies = parse_cookies(self.headers.get("cookie", ""))
        return self._cookies


class _Absent:
    """The type of ``ABSENT``, which means "no value"; ``None`` is JSON ``null``."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Any = _Absent()


def parse_cookies(header: str) -> dict[str, str]:
    """Parse a ``Cookie`` header (RFC 6265, section 4.2.1).

    The first cookie of a name wins, as it has the longest path (section 5.4). Malformed parts are skipped; the parser
    of the standard library would drop the rest of the header, and treat names such as ``path`` as attributes.
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
    """Split a query string (``application/x-www-form-urlencoded``); decode the names, not the values."""
    query: dict[str, list[str]] = {}
    for part in text.split("&"):
        if part:
            name, _, value = part.partition("=")
            query.setdefault(decode(name, plus=True, errors="replace"), []).append(value)
    return query


def decode_segment(text: str) -> str:
    """Percent-decode a path value, which must be well formed, unlike a query value (RFC 3986, section 3.3).

    :raises ValueError: if a percent sign is not followed by two hexadecimal digits, or the bytes are not UTF-8.
    """
    if _BROKEN_ESCAPE.search(text):
        raise ValueError("percent sign not followed by two hexadecimal digits")
    return decode(text)


def decode(text: str, *, plus: bool = False, errors: str = "strict") -> str:
    """Percent-decode a component (RFC 3986, section 2.1).

    :param plus: decode a plus sign as a space, as in a query or a form.
    :raises UnicodeDecodeError: if the bytes are not UTF-8 and ``errors`` is ``strict``.
    """
    if plus:
        text = text.replace("+", " ")
    if "%" not in text and text.isascii():
        return text
    return unquote_to_bytes(text.encode("latin-1", "replace")).decode("utf-8", errors)
