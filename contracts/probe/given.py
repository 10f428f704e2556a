"""What a user says of the subject on a command line: credentials, and values that exist there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from contracts.errors import UsageError
from contracts.probe.identities import Identity
from contracts.spec.model import Contract

_UNESCAPED_COLON = re.compile(r"(?<!\\):")


def parse_identity(text: str, environment: Mapping[str, str]) -> Identity:
    """Read ``NAME=TOKEN[:scope,scope]``; a token of the form ``$VARIABLE`` stands in the environment.

    A colon that belongs to the token is written ``\\:``; scopes may have colons: ``me=abc:cases:read,cases:write``.
    With ``NAME@SCHEME`` it is a credential of that security scheme only.

    :raises UsageError: without the text, which holds a secret.
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
            raise UsageError(f"--identity: {name}: the environment has no {variable}")
        secret = environment[variable]
    scopes = tuple(filter(None, parts[1].split(","))) if len(parts) > 1 else None
    name, _, scheme = name.partition("@")
    return Identity(name, secret, scopes, scheme, accepted=name.lower() not in {"expired", "revoked"})


def of_known_schemes(identities: Iterable[Identity], contract: Contract) -> tuple[Identity, ...]:
    """The identities. Raises :class:`UsageError` where one names a security scheme that the document has not."""
    identities = tuple(identities)
    known = contract.security_schemes
    for one in identities:
        if one.scheme and one.scheme not in known:
            hint = f"it has {', '.join(known)}" if known else "it has none"
            raise UsageError(f"--identity: {one.name}: the document has no security scheme '{one.scheme}'", hint=hint)
    return identities


def parse_known_values(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read ``PARAMETER=VALUE`` pairs; a parameter may have several. Raises :class:`UsageError`."""
    known: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise UsageError(f"--known: expected PARAMETER=VALUE, not '{text}'", hint="for example --known id=42")
        known[name] = (*known.get(name, ()), value)
    return known
