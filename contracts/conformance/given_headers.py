"""Headers that the user gives with ``--header``: sent with every request, and masked in reports."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Mapping

from contracts.conformance.credentials import encoded_secrets
from contracts.errors import UsageError
from contracts.http_syntax import is_field_value, is_token
from contracts.messages import Headers, Request
from contracts.spec.model import Contract, SecurityScheme

MANAGED = frozenset({"content-length", "transfer-encoding", "connection", "host"})
"""Headers that belong to the connection and the body of each request."""

SHORTEST_SECRET = 4
"""Length below which a value is not masked: it cannot be a secret, and masking would remove it from all other text."""

_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)\}|(?P<plain>\w+))")


def parse_headers(texts: Iterable[str], environment: Mapping[str, str]) -> Headers:
    """Parse ``Name: value``; ``$VARIABLE`` in a value is read from the environment, and ``$$`` is a dollar sign.

    :raises UsageError: the message does not contain the value, which may be a secret.
    """
    return tuple(_parse(text, environment) for text in texts)


def _parse(text: str, environment: Mapping[str, str]) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon:
        hint = "for example --header 'X-Tenant: shop' or --header 'Authorization: Bearer $TOKEN'"
        raise UsageError("--header: expected 'Name: value'", hint=hint)
    name = name.strip(" ")
    if not is_token(name):
        hint = "use letters, digits and hyphens before the colon, for example X-Tenant"
        raise UsageError(f"--header: {name[:40]!r} is not a valid header name", hint=hint)
    if name.lower() in MANAGED:
        raise UsageError(f"--header: {name} cannot be set", hint="it is computed for each request")
    value = _expanded(name, value.strip(" \t"), environment)
    if not value:
        raise UsageError(f"--header: {name} has no value", hint=f"write --header '{name}: VALUE'")
    if not is_field_value(value):
        hint = "remove line breaks and control characters, and characters outside of ISO 8859-1"
        raise UsageError(f"--header: the value of {name} has characters that a header cannot contain", hint=hint)
    return name, value


def _expanded(name: str, value: str, environment: Mapping[str, str]) -> str:
    def variable(match: re.Match[str]) -> str:
        wanted = match["braced"] or match["plain"]
        if not environment.get(wanted):
            raise UsageError(f"--header: {name}: environment variable {wanted} is not set")
        return environment[wanted]

    return "$".join(_VARIABLE.sub(variable, part) for part in value.split("$$")).strip(" \t\r\n")


def header_secrets(headers: Headers) -> tuple[str, ...]:
    """Return all strings that reveal the value of a header, or a token in it such as that after ``Bearer``."""
    found: dict[str, None] = {}
    for name, value in headers:
        words = [value, value.rpartition(" ")[2]]
        if name.lower() == "cookie":
            words += [part.partition("=")[2] for part in value.split("; ")]
        long = [word for word in words if len(word) >= SHORTEST_SECRET]
        found.update(dict.fromkeys(text for word in long for text in encoded_secrets(word)))
    return tuple(found)


def with_headers(request: Request, headers: Headers) -> Request:
    """Return the request with the headers that it does not have already."""
    own = {name.lower() for name, _ in request.headers}
    added = tuple(pair for pair in headers if pair[0].lower() not in own)
    return Request(request.method, request.target, (*request.headers, *added), request.body) if added else request


def split_credentials(headers: Headers, contract: Contract) -> tuple[Headers, Headers]:
    """Separate headers that operations require as credentials from all others.

    The former are sent to operations without another credential only: a request that lacks its credential on purpose
    must lack them, too.

    :returns: the headers for every request, and those that are credentials.
    """
    rules = (rule for operation in contract.operations for rule in operation.security)
    used = {_header_of(use.scheme) for rule in rules for use in rule.uses}
    credentials = tuple(pair for pair in headers if pair[0].lower() in used)
    return tuple(pair for pair in headers if pair not in credentials), credentials


def basic_secrets(headers: Headers) -> tuple[str, ...]:
    """Return ``user:password`` of each header with basic credentials (RFC 7617, section 2)."""
    values = [value.partition(" ") for name, value in headers if name.lower() == "authorization"]
    return tuple(_decoded(word.strip()) for scheme, _, word in values if scheme.lower() == "basic")


def _decoded(word: str) -> str:
    try:
        return b64decode(word, validate=True).decode("utf-8", "replace")
    except ValueError:
        return ""


def _header_of(scheme: SecurityScheme) -> str:
    if scheme.type != "apiKey":
        return "" if scheme.type == "mutualTLS" else "authorization"
    return {"header": scheme.name.lower(), "cookie": "cookie"}.get(scheme.location, "")
