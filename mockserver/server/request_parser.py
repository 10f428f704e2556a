"""The parser of requests, without upgrades to other protocols.

A server may ignore ``Upgrade`` (RFC 9110, section 7.8). But httptools ends such a request before its body, as what
follows would be in the other protocol. Java's HTTP client asks for HTTP/2 with the first request of each connection,
whatever it sends. So the request is parsed again, without the headers of the upgrade.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import httptools

from mockserver.http.messages import RawHeader

_UPGRADE = frozenset({b"upgrade", b"http2-settings"})


class _Connection(Protocol):
    """The request that was parsed last."""

    url: bytes
    headers: list[RawHeader]


class RequestParser:
    """Parses the requests of one connection; has the methods of httptools' parser that uvicorn uses.

    :param connection: has the callbacks, which must do nothing while :meth:`is_upgrade` is true.
    """

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._parser = _new_parser(connection)

    def is_upgrade(self) -> bool:
        """Whether the request will be parsed again, without its upgrade."""
        return self._parser.should_upgrade() and self._parser.get_method() != b"CONNECT"

    def should_upgrade(self) -> bool:
        """Whether what follows is in another protocol: after CONNECT."""
        return self._parser.should_upgrade()

    def should_keep_alive(self) -> bool:
        """Whether the client allows further requests."""
        return self._parser.should_keep_alive()

    def get_method(self) -> bytes:
        """Return the method of the request."""
        return self._parser.get_method()

    def get_http_version(self) -> str:
        """Return the version of the request, such as ``1.1``."""
        return self._parser.get_http_version()

    def feed_data(self, data: bytes) -> None:
        """Parse received data.

        :raises httptools.HttpParserError: if it is not valid.
        :raises httptools.HttpParserUpgrade: after a CONNECT request.
        """
        while True:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                if not self.is_upgrade():
                    raise
                data = data[upgrade.args[0] :]
                head = self._head()
                # The old parser accepts nothing after a request with "Connection: close".
                self._parser = _new_parser(self._connection)
                self._parser.feed_data(head)
            else:
                return

    def _head(self) -> bytes:
        """Return the head of the request without its upgrade."""
        lines = [b"%b %b HTTP/%b" % (self.get_method(), self._connection.url, self.get_http_version().encode())]
        lines += [b"%b: %b" % header for header in _without_upgrade(self._connection.headers)]
        return b"\r\n".join([*lines, b"", b""])


def _new_parser(connection: _Connection) -> httptools.HttpRequestParser:
    parser = httptools.HttpRequestParser(connection)
    # As uvicorn has it: a client may send further requests before it has the response to one with "close".
    parser.set_dangerous_leniencies(lenient_data_after_close=True)
    return parser


def _without_upgrade(headers: Iterable[RawHeader]) -> Iterator[RawHeader]:
    for name, value in headers:
        if name == b"connection":
            tokens = [token.strip() for token in value.split(b",")]
            yield name, b", ".join(token for token in tokens if token.lower() not in _UPGRADE)
        elif name not in _UPGRADE:
            yield name, value
