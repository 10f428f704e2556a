"""Who is calling, and may they: credentials of every OpenAPI scheme, AND within a requirement, OR between them.

The rule for accepted credentials: one is accepted when it fits its scheme's form (the vendor's form where
``x-mock-credentials`` gives it) and does not contain ``invalid``, ``expired`` or ``revoked`` in any case. So any
sensible token works, and a bogus one is refused. It carries all scopes, unless the document's samples or
``--token`` say which.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contracts.failures import FailureKind
from contracts.spec.model import SchemeUse, SecurityRule, SecurityScheme
from mockserver.exchange import Exchange, decode
from mockserver.http import Failure

Scopes = tuple[str, ...] | None

REFUSED_WORDS = re.compile("invalid|expired|revoked", re.IGNORECASE)

TOKEN68 = re.compile(r"[A-Za-z0-9\-._~+/]+=*")
"""RFC 9110, section 11.2; RFC 6750, section 2.1, has bearer tokens of this form."""


@dataclass(frozen=True, slots=True)
class Grant:
    """An accepted credential; ``scopes`` of ``None`` are all there are."""

    scopes: Scopes

    def missing(self, wanted: tuple[str, ...]) -> list[str]:
        """Those of the wanted scopes that it lacks."""
        return [] if self.scopes is None else [scope for scope in wanted if scope not in self.scopes]


Check = Callable[[Exchange], Grant | str]
"""A scheme's look at a request: a grant, or why there is none."""


class Gate:
    """The security rules of one operation."""

    def __init__(self, rules: tuple[SecurityRule, ...], tokens: Mapping[str, Scopes]) -> None:
        # An alternative without uses lets anyone in, so it is tried last: credentials that fit are looked at first.
        ordered = sorted(rules, key=lambda rule: not rule.uses)
        self._rules = [[(use, _check(use.scheme, tokens)) for use in rule.uses] for rule in ordered]

    def identify(self, exchange: Exchange) -> Failure | None:
        """Refuse a request without accepted credentials (401); leave a lack of scopes for :meth:`authorise`."""
        refusal: Failure | None = None
        denial: Failure | None = None
        for uses in self._rules:
            problem = _try(exchange, uses)
            if problem is None:
                exchange.denial = None
                return None
            if problem.kind is FailureKind.FORBIDDEN:
                denial = denial or problem
            else:
                refusal = refusal or problem
        exchange.denial = denial
        return None if denial else refusal

    @staticmethod
    def authorise(exchange: Exchange) -> Failure | None:
        """Refuse a request whose credentials lack a scope (403)."""
        return exchange.denial


def _try(exchange: Exchange, uses: list[tuple[SchemeUse, Check]]) -> Failure | None:
    """Hold one alternative against the request: every use in it must be granted."""
    missing: list[str] = []
    for use, check in uses:
        grant = check(exchange)
        if isinstance(grant, str):
            place = _place(use.scheme)
            return Failure(FailureKind.UNAUTHENTICATED, grant, place, _challenge(use.scheme))
        missing += grant.missing(use.scopes)
    if missing:
        return Failure(FailureKind.FORBIDDEN, f"the credential lacks the scope {', '.join(missing)}")
    return None


def _place(scheme: SecurityScheme) -> str:
    return f"{scheme.location}/{scheme.name}" if scheme.type == "apiKey" else "header/authorization"


def _challenge(scheme: SecurityScheme) -> str:
    """The scheme's name in ``WWW-Authenticate`` (RFC 9110, section 11.6.1)."""
    if scheme.type == "http":
        return scheme.scheme.capitalize()
    return "ApiKey" if scheme.type == "apiKey" else "Bearer"


def _check(scheme: SecurityScheme, tokens: Mapping[str, Scopes]) -> Check:
    """Compile the check of one scheme."""
    if scheme.type == "mutualTLS":
        return lambda _: Grant(None)  # TLS ends before the mock: there is no certificate to look at
    find = _finder(scheme)
    known: dict[str, Scopes] = {sample.value: sample.scopes for sample in scheme.samples if sample.accepted}
    known.update(tokens)
    refused = {sample.value for sample in scheme.samples if not sample.accepted}
    pattern = re.compile(scheme.pattern) if scheme.pattern else None

    def check(exchange: Exchange) -> Grant | str:
        credential, problem = find(exchange)
        if problem:
            return problem
        if credential in known:
            return Grant(known[credential])
        if credential in refused or REFUSED_WORDS.search(credential):
            return "the credential is one of those that are refused: it is invalid, expired or revoked"
        if pattern is not None and not pattern.search(credential):
            return f"the credential has not the form {pattern.pattern}"
        return Grant(None)

    return check


Finder = Callable[[Exchange], tuple[str, str]]
"""Finds a credential in a request: it, or why it is not there."""


def _finder(scheme: SecurityScheme) -> Finder:
    if scheme.type == "apiKey":
        return _key_finder(scheme.location, scheme.name)
    if scheme.type == "http" and scheme.scheme == "basic":
        return _basic
    return _authorization_finder(scheme.scheme if scheme.type == "http" else "bearer")


def _key_finder(location: str, name: str) -> Finder:
    absent = f"the {location} {name} is missing or empty"
    lower = name.lower()

    def find(exchange: Exchange) -> tuple[str, str]:
        if location == "header":
            value = exchange.headers.get(lower, "").strip()
        elif location == "query":
            value = decode(exchange.query.get(name, [""])[0], plus=True, errors="replace")
        else:
            value = exchange.cookies.get(name, "")
        return (value, "") if value else ("", absent)

    return find


def _authorization_finder(wanted: str) -> Finder:
    def find(exchange: Exchange) -> tuple[str, str]:
        header = exchange.headers.get("authorization", "")
        if not header:
            return "", "the Authorization header is missing"
        scheme, _, credential = header.partition(" ")
        credential = credential.strip(" ")
        if scheme.lower() != wanted:
            return "", f"the Authorization header does not begin with {wanted.capitalize()}"
        if wanted == "bearer" and not TOKEN68.fullmatch(credential):
            return "", "the bearer token is empty or has characters that RFC 6750 does not allow"
        return (credential, "") if credential else ("", "the Authorization header holds no credential")

    return find


_basic_header = _authorization_finder("basic")


def _basic(exchange: Exchange) -> tuple[str, str]:
    """User and password, ``user:password`` (RFC 7617, section 2)."""
    credential, problem = _basic_header(exchange)
    if problem:
        return "", problem
    try:
        text = base64.b64decode(credential, validate=True).decode("utf-8")
    except ValueError:  # binascii.Error, UnicodeDecodeError, and what base64 says of text that is not ASCII
        return "", "the basic credential is not base64 of UTF-8 text"
    user, colon, _ = text.partition(":")
    return (text, "") if user and colon else ("", "the basic credential has no user, or no colon behind it")
