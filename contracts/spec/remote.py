"""Files of a document that are read from ``http`` and ``https`` URLs, if the user allows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from contracts.errors import DocumentError, TransportError
from contracts.findings import Finding, Location, Severity
from contracts.messages import Request, Response
from contracts.spec.source import Source, decode, parse

if TYPE_CHECKING:
    from contracts.transports.network import NetworkTransport

MAX_REMOTE_FILES = 100
"""Maximum number of remote files of a document. The time and size limits of a file are those of a response."""

MAX_REDIRECTS = 5

_URL = re.compile(r"https?://", re.IGNORECASE)
_PRINTABLE = re.compile(r"[!-~]+")


def is_url(name: str) -> bool:
    """Whether a name is an ``http`` or ``https`` URL."""
    return _URL.match(name) is not None


def absolute_url(reference: str, base: str) -> str:
    """The URL of a reference without fragment (RFC 3986, section 5); ``""`` if it is not an HTTP URL.

    :param base: URL of the file with the reference; ``""`` for a local file.
    """
    if base:
        try:
            reference = urljoin(base, reference)
        except ValueError:  # such as an unclosed bracket
            return ""
    return reference if is_url(reference) else ""


def read_remote(url: str) -> Source:
    """Read and parse the file at a URL; redirects are followed.

    :raises DocumentError: if it cannot be read, or is neither YAML nor JSON.
    """
    where = url
    for _ in range(MAX_REDIRECTS + 1):
        response = _get(where, url)
        target = absolute_url(response.header("location") or "", where)
        if response.is_success:
            return parse(decode(response.body, url), url)
        if not 300 <= response.status < 400 or not target:
            raise _unreadable(url, f"the server responds with status {response.status}", "check the URL")
        where = target
    raise _unreadable(url, f"more than {MAX_REDIRECTS} redirects", "use the final URL, after redirects")


def _get(url: str, name: str) -> Response:
    """Send one request. Raises :class:`DocumentError` that names the file ``name``."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:  # an invalid port or IPv6 address
        usable = False
    if not usable or parts.username is not None or not _PRINTABLE.fullmatch(url):
        raise _unreadable(name, "not a valid URL", "write an http:// or https:// URL without credentials")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    transport = _transport(f"{parts.scheme.lower()}://{parts.netloc}")
    try:
        return transport.send(Request("GET", target, (("accept", "application/json, application/yaml, */*"),)))
    except (TransportError, ValueError) as error:
        message = error.message if isinstance(error, TransportError) else str(error)
        raise _unreadable(name, f"cannot read it: {message}", "save it as a local file") from None
    finally:
        transport.close()


def _transport(base: str) -> NetworkTransport:
    import ssl  # noqa: PLC0415 (here and below: few documents have remote files)

    from contracts.transports.network import NetworkTransport  # noqa: PLC0415

    return NetworkTransport(base, ssl.create_default_context() if base.startswith("https:") else None)


def _unreadable(name: str, message: str, hint: str) -> DocumentError:
    return DocumentError([Finding("unreadable", Severity.ERROR, Location(name), message, hint)])
