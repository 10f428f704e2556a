"""HTTP requests and responses as they are sent and received, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from contracts.curl import curl_command

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order they are sent; names are case-insensitive (RFC 9110, section 5.1)."""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request.

    :param target: path and query, percent-encoded, relative to the base URL: ``/cases/7?expand=all``.
    :param variables: in reports: parts of target and headers that are references to shell variables, which replace
        secrets.
    :param body_file: in reports: the file that contains the body, if that is too long for a curl command.
    """

    method: str
    target: str
    headers: Headers = ()
    body: bytes = b""
    variables: tuple[str, ...] = ()
    body_file: str = ""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query in the target, percent-encoded, without the question mark."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """The value of a header, or ``None``; repeated headers are joined with commas."""
        return _header(self.headers, name)

    def with_header(self, name: str, value: str) -> Request:
        """A copy in which the header has this single value."""
        return replace(self, headers=(*self.without(name).headers, (name, value)))

    def without(self, *names: str) -> Request:
        """A copy without these headers."""
        removed = {name.lower() for name in names}
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0].lower() not in removed))

    def with_body(self, body: bytes, media_type: str) -> Request:
        """A copy with this body and ``Content-Type``."""
        return replace(self.with_header("content-type", media_type), body=body)

    def curl(self, base: str, secrets: Iterable[str] = ()) -> str:
        """A curl command for bash that sends this request, on one line.

        :param base: the base URL, without a trailing slash, or a shell variable: ``$URL``.
        :param secrets: strings that are replaced with ``…``.
        """
        url, headers, body = base + self.target, self.headers, self.body
        for secret in filter(None, secrets):
            url, body = url.replace(secret, "…"), body.replace(secret.encode("utf-8", "surrogatepass"), "…".encode())
            headers = tuple((name, value.replace(secret, "…")) for name, value in headers)
        variables = (*self.variables, base) if base.startswith("$") else self.variables
        return curl_command(self.method, url, headers, body, variables=variables, body_file=self.body_file)


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response.

    :param headers: as received.
    :param body: the complete body, with its transfer coding removed.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The value of a header, or ``None``; repeated headers are joined with commas."""
        return _header(self.headers, name)

    @property
    def media_type(self) -> str:
        """``Content-Type`` without parameters, in lower case, e.g. ``application/json``; ``""`` if missing."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def is_success(self) -> bool:
        """Whether the status code is 2XX."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body parsed as JSON. Raises :class:`ValueError` if it is not JSON."""
        return json.loads(self.body)


def _header(headers: Headers, name: str) -> str | None:
    wanted = name.lower()
    values = [value for known, value in headers if known.lower() == wanted]
    return ", ".join(values) if values else None
