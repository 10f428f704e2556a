"""URLs of the documented servers in responses: they get the address of the mock, so that clients do not leave it.

Documents are full of them: an example of a ``Link`` header or of a property ``next`` sends clients to production.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from contracts.spec.model import Operation, ResponseSpec
from contracts.spec.schemas import Schema
from mockserver.http.encoding import is_encodable, is_json
from mockserver.http.messages import REASON, MockResponse, RawHeader, Scope, decode_json
from mockserver.http.request import RequestContext

MAX_SINGLE = 50
"""Maximum number of URLs that are replaced one by one, if replacing all of them makes a body invalid."""

UNCHANGED = frozenset({REASON, b"preference-applied", b"content-language", b"etag"})
"""Headers that quote the request, or are not about URLs."""

OWN_SERVER = "https://mock.invalid"
"""Server of the URLs that the mock itself puts into items of an API without documented servers (RFC 6761)."""

_HOST = re.compile(r"[A-Za-z0-9._~:\[\]-]+")
_BEFORE = rb"(?<![\w.:/=&?%+-])"
"""What comes before a URL; not a part of another URL that contains it."""

_AFTER = rb"(?=[/?#\s\"'<>\\,;)\]|{}]|\Z)"
"""What follows the URL of a server: not the rest of a longer host name, a port, or a longer path segment."""

_REST = rb"[^\s\"'<>\\&]*"

WasSent = Callable[[bytes], bool]
"""Whether a client sent a URL, which is then returned unchanged."""


class OwnUrls:
    """Replaces the URLs of the servers of one API.

    :param servers: absolute URLs with the default values of their variables.
    """

    def __init__(self, servers: Iterable[str]) -> None:
        urls = sorted({_without_scheme(url) for url in servers}, key=lambda url: (-len(url), url))
        self._hosts = tuple({url.partition("/")[0].encode() for url in urls})
        places = b"|".join(re.escape(url.encode()) for url in urls)
        self._pattern = re.compile(_BEFORE + b"https?://(?:" + places + b")" + _AFTER)
        self._whole = re.compile(_REST)

    def found_in(self, payload: Any, body: bytes) -> Iterator[bytes]:
        """Yield the URLs of the servers in a request body.

        :param payload: the parsed body.
        """
        if any(host in body for host in self._hosts):
            for text in _strings(payload):
                encoded = text.encode("utf-8", "replace")
                yield from (self._url_at(encoded, match.start()) for match in self._pattern.finditer(encoded))

    def _url_at(self, text: bytes, start: int) -> bytes:
        found = self._whole.match(text, start)
        return found[0] if found else b""

    def rewrite(
        self, request: RequestContext, operation: Operation, response: MockResponse, was_sent: WasSent
    ) -> MockResponse:
        """Replace the URLs in the body and the headers of a response, if it stays valid; return the response."""
        if not self._has_host(response):
            return response
        base = base_url(request.scope, request.base)
        if base:
            documented = operation.response(response.status)
            response.headers = [self._header(header, base, documented, was_sent) for header in response.headers]
            if is_encodable(response.media_type):
                schema = _schema(documented, response.media_type)
                response.body = self._body(response.body, base, schema, was_sent, json=is_json(response.media_type))
        return response

    def _has_host(self, response: MockResponse) -> bool:
        """Whether a response contains a host of the documented servers, which most responses do not."""
        for host in self._hosts:
            if host in response.body:
                return True
            for _, value in response.headers:
                if host in value:
                    return True
        return False

    def _replaced(self, text: bytes, base: bytes, was_sent: WasSent) -> bytes:
        return self._pattern.sub(lambda match: match[0] if was_sent(self._url_at(text, match.start())) else base, text)

    def _header(self, header: RawHeader, base: bytes, response: ResponseSpec | None, was_sent: WasSent) -> RawHeader:
        name, value = header
        if name in UNCHANGED:
            return header
        changed = self._replaced(value, base, was_sent)
        own = (one.schema for one in (response.headers if response else ()) if one.name.lower().encode() == name)
        valid = _stays_valid(next(own, None), value.decode("latin-1"), changed.decode("latin-1"))
        return (name, changed) if valid else header

    def _body(self, body: bytes, base: bytes, schema: Schema | None, was_sent: WasSent, *, json: bool) -> bytes:
        changed = self._replaced(body, base, was_sent)
        if schema is None or changed == body:
            return changed
        if not json or _stays_valid(schema, decode_json(body), decode_json(changed)):
            return changed
        return self._one_by_one(body, base, schema, was_sent)

    def _one_by_one(self, body: bytes, base: bytes, schema: Schema, was_sent: WasSent) -> bytes:
        """Return the JSON body with those URLs replaced that the schema allows."""
        start = 0
        for _ in range(MAX_SINGLE):
            match = self._pattern.search(body, start)
            if match is None:
                break
            changed = body[: match.start()] + base + body[match.end() :]
            if was_sent(self._url_at(body, match.start())) or not schema.is_valid(decode_json(changed)):
                start = match.end()
            else:
                body, start = changed, match.start() + len(base)
        return body


def base_url(scope: Scope, base: str) -> bytes:
    """Return the URL that the client uses for the paths of an API, without a trailing slash; ``b""`` if unknown.

    :param base: the raw path before the path of the document, as the client sent it.
    """
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if not _HOST.fullmatch(host):
        address = scope.get("server")
        host = f"{address[0]}:{address[1]}" if address else ""
        if not _HOST.fullmatch(host):
            return b""
    root = quote((scope.get("root_path") or "").rstrip("/"))
    return f"{scope['scheme']}://{host}{root}{base}".encode("ascii", "replace")


def _without_scheme(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _stays_valid(schema: Schema | None, old: Any, new: Any) -> bool:
    return schema is None or schema.is_valid(new) or not schema.is_valid(old)


def _schema(response: ResponseSpec | None, media_type: str) -> Schema | None:
    """Return the schema of the first documented media type with the name, else of the first one."""
    content = response.content if response is not None else ()
    named = [media.schema for media in content if media.name == media_type]
    return next((schema for schema in (*named, *(media.schema for media in content))), None)


def _strings(payload: Any) -> Iterator[str]:
    """Yield all strings of a JSON value, keys of objects included."""
    waiting = [payload]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
