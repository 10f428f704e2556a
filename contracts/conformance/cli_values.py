"""Parsing of ``--identity`` and ``--known``: credentials, and parameter values that exist on the server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from contracts.conformance.credentials import Identity
from contracts.errors import UsageError
from contracts.spec.model import Contract

_UNESCAPED_COLON = re.compile(r"(?<!\\):")


def parse_identity(text: str, environment: Mapping[str, str]) -> Identity:
    """Parse ``NAME=TOKEN[:scope,scope]``; a token ``$VARIABLE`` is read from the environment.

    A colon in the token is written ``\\:``; scopes may contain colons: ``me=abc:cases:read,cases:write``. With
    ``NAME@SCHEME`` the credential is used for that security scheme only.

    :raises UsageError: the message does not contain the argument, which may be a secret.
    """
    name, equals, rest = text.partition("=")
    if not equals or not name or not rest:
        hint = "for example --identity admin=abc or --identity reader=$TOKEN:cases:read"
        raise UsageError("--identity: expected NAME=TOKEN or NAME=TOKEN:SCOPE,SCOPE", hint=hint)
    parts = _UNESCAPED_COLON.split(rest, maxsplit=1)
    secret = parts[0].replace("\\:", ":")
    if secret.startswith("$"):
        variable = secret[1:].strip("{}")
        if not environment.get(variable):
            raise UsageError(f"--identity: {name}: environment variable {variable} is not set")
        secret = environment[variable]
    scopes = tuple(filter(None, parts[1].split(","))) if len(parts) > 1 else None
    name, _, scheme = name.partition("@")
    return Identity(name, secret, scopes, scheme, accepted=name.lower() not in {"expired", "revoked"})


def require_known_schemes(identities: Iterable[Identity], contract: Contract) -> tuple[Identity, ...]:
    """Return the identities. Raises :class:`UsageError` if one names a security scheme that is not in the document."""
    identities = tuple(identities)
    known = contract.security_schemes
    for one in identities:
        if one.scheme and one.scheme not in known:
            hint = f"security schemes: {', '.join(known)}" if known else "the document has no security schemes"
            raise UsageError(f"--identity: {one.name}: the document has no security scheme '{one.scheme}'", hint=hint)
    return identities


def parse_known_values(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Parse ``PARAMETER=VALUE`` pairs; a parameter may have several values. Raises :class:`UsageError`."""
    known: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise UsageError(f"--known: expected PARAMETER=VALUE, not '{text}'", hint="for example --known id=42")
        known[name] = (*known.get(name, ()), value)
    return known
