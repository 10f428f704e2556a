"""Credentials of a contract test, and known values, as commands receive them and as requests carry them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from contracts.errors import UsageError
from contracts.http_syntax import is_token
from contracts.messages import Request
from contracts.redaction.known import encoded_forms, longest_first
from contracts.spec.model import Contract, SchemeUse, SecurityRule, SecurityScheme

SHORTEST_PUBLIC = 4
"""Minimum length of a documented credential that is shown; a shorter one could be a part of a secret."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A credential with a name.

    :param name: given by the user; for a documented credential, its note or the key of its scheme.
    :param secret: the token, the key, or ``user:password``, without ``Bearer`` or ``Basic``.
    :param scopes: the scopes it has; ``None`` for all.
    :param scheme: key of its security scheme; ``""`` for any.
    :param accepted: ``False`` for a documented credential that is rejected, such as an expired one.
    :param variable: the environment variable from which the secret was read; ``""`` if from none.
    """

    name: str
    secret: str
    scopes: tuple[str, ...] | None = None
    scheme: str = ""
    accepted: bool = True
    variable: str = ""

    def fits(self, use: SchemeUse) -> bool:
        """Whether it is accepted for a scheme and has all required scopes."""
        return self.belongs(use.scheme) and self.accepted and not self.missing(use)

    def belongs(self, scheme: SecurityScheme) -> bool:
        """Whether it can be used for a scheme."""
        return self.scheme in {"", scheme.key}

    def missing(self, use: SchemeUse) -> tuple[str, ...]:
        """Return the required scopes that it does not have."""
        return () if self.scopes is None else tuple(scope for scope in use.scopes if scope not in self.scopes)


def documented_identities(contract: Contract) -> tuple[Identity, ...]:
    """Return the test credentials in a document (``x-mock-credentials``)."""
    return tuple(
        Identity(sample.note or scheme.key, sample.value, sample.scopes, scheme.key, sample.accepted)
        for scheme in contract.security_schemes.values()
        for sample in scheme.credentials.samples
    )


def public_credentials(contract: Contract) -> tuple[str, ...]:
    """Return the test credentials in a document as they are sent: anyone who has the document has them."""
    secrets = [one.secret for one in documented_identities(contract)]
    basic = [base64.b64encode(one.encode()).decode() for one in secrets if ":" in one]
    return tuple(one for one in (*secrets, *basic) if len(one) >= SHORTEST_PUBLIC)


def secret_strings(identities: Iterable[Identity]) -> tuple[str, ...]:
    """Return all strings that reveal a secret in a request."""
    return tuple(dict.fromkeys(text for identity in identities for text in encoded_secrets(identity.secret)))


def encoded_secrets(secret: str) -> tuple[str, ...]:
    """Return a secret as it may appear in requests and responses, and in Base64 as for ``Basic``, longest first."""
    raw = secret.encode("utf-8", "surrogatepass")
    # Base64 encodes groups of three bytes; complete groups stay the same if something follows the secret.
    whole = base64.b64encode(raw[: len(raw) - len(raw) % 3]).decode()
    return longest_first((*encoded_forms(secret), base64.b64encode(raw).decode(), whole))


def secret_references(identities: Iterable[Identity]) -> dict[str, str]:
    """Return how the shell can produce each secret string: ``$TOKEN`` for the variable of an identity.

    An identity that was not read from the environment gets a variable with its name, e.g. ``$CASEMOCK_ADMIN``.
    """
    references: dict[str, str] = {}
    for identity in identities:
        name = identity.variable or f"CASEMOCK_{re.sub(r'[^A-Z0-9]+', '_', identity.name.upper())}"
        encoded = base64.b64encode(identity.secret.encode()).decode()
        references.setdefault(encoded, f"$(printf %s \"${name}\" | base64 | tr -d '\\n')")
        references[identity.secret] = f"${name}"
    return {secret: reference for secret, reference in references.items() if secret}


def choose_credentials(
    rules: Iterable[SecurityRule], identities: Iterable[Identity]
) -> tuple[tuple[SchemeUse, Identity], ...] | None:
    """Choose an identity for each scheme of the first security requirement that the identities can meet.

    Where authentication is optional, a credential is used if there is one: it may be required for some items.

    :returns: ``()`` if no credential is required; ``None`` if no requirement can be met.
    """
    known = tuple(identities)
    rules = tuple(rules)
    for rule in sorted(rules, key=lambda rule: not rule.uses):
        found = [(use, next((one for one in known if one.fits(use)), None)) for use in rule.uses]
        if all(identity is not None for _, identity in found):
            return tuple((use, identity) for use, identity in found if identity is not None)
    return None if rules else ()


def add_credential(scheme: SecurityScheme, secret: str, request: Request) -> Request:
    """Return the request with the credential of a scheme set or replaced (OpenAPI 3.1, section 4.8.27).

    It is unchanged if HTTP cannot express the credential, because the name in the document is not a token.
    """
    if scheme.type == "apiKey":
        return _with_key(scheme, secret, request)
    if scheme.type == "http" and scheme.scheme == "basic":
        word = base64.b64encode(secret.encode()).decode()
        return request.with_header("authorization", f"Basic {word}")
    if scheme.type == "http" and scheme.scheme != "bearer":
        if not is_token(scheme.scheme):
            return request
        return request.with_header("authorization", f"{scheme.scheme.capitalize()} {secret}")
    if scheme.type == "mutualTLS":
        return request
    return request.with_header("authorization", f"Bearer {secret}")


def _with_key(scheme: SecurityScheme, secret: str, request: Request) -> Request:
    if scheme.location in {"header", "cookie"} and not is_token(scheme.name):
        return request
    if scheme.location == "header":
        return request.with_header(scheme.name, secret)
    if scheme.location == "cookie":
        others = [
            part for part in (request.header("cookie") or "").split("; ") if part.partition("=")[0] != scheme.name
        ]
        return request.with_header("cookie", "; ".join([*filter(None, others), f"{scheme.name}={secret}"]))
    path, _, query = request.target.partition("?")
    parts = [part for part in query.split("&") if part and part.partition("=")[0] != quote(scheme.name, safe="")]
    joined = "&".join([*parts, f"{quote(scheme.name, safe='')}={quote(secret, safe='')}"])
    return replace(request, target=f"{path}?{joined}")


_UNESCAPED_COLON = re.compile(r"(?<!\\):")


def parse_identity(text: str, environment: Mapping[str, str]) -> Identity:
    """Parse ``NAME=TOKEN[:scope,scope]``; a token ``$VARIABLE`` is read from the environment.

    A colon in the token is written ``\\:``; scopes may contain colons, escaped or not:
    ``me=abc:cases:read,cases:write``. With ``NAME@SCHEME`` the credential is used for that security scheme only.

    :raises UsageError: the message does not contain the argument, which may be a secret.
    """
    name, equals, rest = text.partition("=")
    if not equals or not name or not rest:
        hint = "for example --identity admin=abc or --identity reader=$TOKEN:cases:read"
        raise UsageError("--identity: expected NAME=TOKEN or NAME=TOKEN:SCOPE,SCOPE", hint=hint)
    parts = _UNESCAPED_COLON.split(rest, maxsplit=1)
    secret = parts[0].replace("\\:", ":")
    variable = ""
    if secret.startswith("$"):
        variable = secret[1:].strip("{}")
        if not environment.get(variable):
            raise UsageError(f"--identity: {name}: environment variable {variable} is not set")
        secret = environment[variable]
    scopes = tuple(filter(None, parts[1].replace("\\:", ":").split(","))) if len(parts) > 1 else None
    name, _, scheme = name.partition("@")
    return Identity(name, secret, scopes, scheme, name.lower() not in {"expired", "revoked"}, variable)


def require_known_schemes(identities: Iterable[Identity], contract: Contract) -> tuple[Identity, ...]:
    """Return the identities. Raises :class:`UsageError` if one names a security scheme that is not in the document."""
    identities = tuple(identities)
    known = contract.security_schemes
    for one in identities:
        if one.scheme and one.scheme not in known:
            hint = f"security schemes: {', '.join(known)}" if known else "the document has no security schemes"
            raise UsageError(f"--identity: {one.name}: the document has no security scheme '{one.scheme}'", hint=hint)
    return identities


def require_escaped_colons(identities: Iterable[Identity], contract: Contract) -> None:
    """Check that no identity is ``USER:PASSWORD`` whose colon was read as the beginning of the scopes.

    :raises UsageError: the message does not contain the credential.
    """
    schemes = contract.security_schemes
    for one in identities:
        basic = [key for key, scheme in schemes.items() if one.belongs(scheme) and _is_basic(scheme)]
        known = {scope for scheme in schemes.values() if one.belongs(scheme) for scope in scheme.scopes}
        if basic and one.scopes and ":" not in one.secret and not known.intersection(one.scopes):
            name = f"{one.name}@{one.scheme}" if one.scheme else one.name
            message = f"--identity: {one.name}: the text after the colon is not a list of scopes in the document"
            hint = (
                f"for user and password of '{basic[0]}', escape the colon: --identity '{name}=USER\\:PASSWORD'; "
                f"or put USER:PASSWORD into an environment variable: --identity '{name}=$VARIABLE'"
            )
            raise UsageError(message, hint=hint)


def _is_basic(scheme: SecurityScheme) -> bool:
    return scheme.type == "http" and scheme.scheme == "basic"


def parse_known_values(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Parse ``PARAMETER=VALUE`` pairs; a parameter may have several values. Raises :class:`UsageError`."""
    known: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise UsageError(f"--known: expected PARAMETER=VALUE, not '{text}'", hint="for example --known id=42")
        known[name] = (*known.get(name, ()), value)
    return known
