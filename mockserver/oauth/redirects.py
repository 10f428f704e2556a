"""Redirect URIs: which ones are accepted, and how a response is sent to them (RFC 6749, section 3.1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote_plus, urlsplit

MAX_LENGTH = 2000

_FORBIDDEN = frozenset({"javascript", "data", "vbscript", "file", "blob", "about", "view-source", "filesystem"})
"""Schemes whose URIs run as a script in the origin of our page, or name files."""

_URI = re.compile(r"[a-z][a-z0-9+.-]*:[!#-;=?-\[\]_a-z~%]+", re.IGNORECASE)
"""A scheme and characters of a URI; none that could end a header or an attribute."""

_ORIGIN = re.compile(r"https?://(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)


def redirect_problem(uri: str) -> str:
    """Return why a redirect URI is not accepted; ``""`` if it is."""
    if len(uri) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH} characters"
    if not _URI.fullmatch(uri):
        return "not an absolute URI"
    try:
        parts = urlsplit(uri)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return "not a valid URI"
    if parts.scheme in _FORBIDDEN:
        return f"the scheme {parts.scheme} is not allowed"
    if "#" in uri:
        return "it must not have a fragment (RFC 6749, section 3.1.2)"
    if parts.scheme in {"http", "https"} and (not origin_of(uri) or not port_is_valid):
        return "it has no valid host"
    return ""


def origin_of(uri: str) -> str:
    """Return the origin of an http or https URI, else its scheme, as a source of a content security policy."""
    if urlsplit(uri).scheme not in {"http", "https"}:
        return f"{urlsplit(uri).scheme}:"
    found = _ORIGIN.match(uri)
    if found is None or uri[found.end() : found.end() + 1] not in {"", "/", "?"}:
        return ""
    return found[0]


def with_parameters(uri: str, values: Mapping[str, str], *, in_fragment: bool) -> str:
    """Return a redirect URI with the parameters of a response."""
    added = "&".join(f"{name}={quote_plus(value)}" for name, value in values.items())
    if in_fragment:
        return f"{uri}#{added}"
    return f"{uri}{'&' if '?' in uri else '?'}{added}"
