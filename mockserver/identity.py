"""Who is calling, and may they: credentials of every OpenAPI scheme, AND within a requirement, OR between them.

The rule for accepted credentials: one is accepted when it fits its scheme's form (the vendor's form where
``x-mock-credentials`` gives it) and does not contain ``invalid``, ``expired`` or ``revoked`` in any case. So any
sensible token works, and a bogus one is refused. It carries all scopes, unless the document's samples or
``--token`` say which. Of a scheme with ``only_samples`` no other credential is accepted.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.failures import FailureKind
from contracts.spec.model import SchemeUse, SecurityRule, SecurityScheme
from mockserver.exchange import Exchange, decode
from mockserver.http import Failure, challenge

Scopes = tuple[str, ...] | None

REFUSED_WORDS = re.compile("invalid|expired|revoked", re.IGNORECASE)

MISSING, UNKNOWN = "missing", "unknown"
"""Causes of a refusal."""

_TELLING = {MISSING: 0, UNKNOWN: 1}
"""How much a client learns from a refusal; from one that sees what is wrong with what was sent, most."""

TOKEN68 = re.compile(r"[A-Za-z0-9\-._~+/]+=*")
"""RFC 9110, section 11.2; RFC 6750, section 2.1, has bearer tokens of this form."""


@dataclass(frozen=True, slots=True)
class Grant:
    """An accepted credential.

    :param scopes: ``None``: all there are.
    :param claims: what a vendor's rules know of the caller (``claims`` of ``x-mock-credentials``).
    """

    scopes: Scopes = None
    claims: Mapping[str, Any] = field(default_factory=dict)

    def missing(self, wanted: tuple[str, ...]) -> list[str]:
        """Those of the wanted scopes that it lacks."""
        return [] if self.scopes is None else [scope for scope in wanted if scope not in self.scopes]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a scheme grants nothing.

    :param cause: ``MISSING`` where nothing was sent, ``UNKNOWN`` where the scheme cannot say more of what was.
    """

    reason: str
    cause: str = ""


Check = Callable[[Exchange], Grant | Refusal]
"""A scheme's look at a request."""


class Gate:
    """The security rules of one operation."""

    def __init__(self, rules: tuple[SecurityRule, ...], tokens: Mapping[str, Scopes]) -> None:
        ordered = sorted(rules, key=_openness)
        known = _known_elsewhere(use.scheme for rule in rules for use in rule.uses)
        self._rules = [[(use, _check(use.scheme, tokens, known)) for use in rule.uses] for rule in ordered]

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
            elif refusal is None or _TELLING.get(problem.cause, 2) > _TELLING.get(refusal.cause, 2):
                refusal = problem
        exchange.denial = denial
        return None if denial else refusal

    @staticmethod
    def authorise(exchange: Exchange) -> Failure | None:
        """Refuse a request whose credentials lack a scope (403)."""
        return exchange.denial


def _openness(rule: SecurityRule) -> int:
    """The alternatives that let few in come first, so that a credential that several would take is the first's.

    One that knows its samples only comes before one that takes any; one without uses, which lets anyone in, is last.
    """
    if not rule.uses:
        return 2
    return 0 if any(use.scheme.credentials.only_samples for use in rule.uses) else 1


def _try(exchange: Exchange, uses: list[tuple[SchemeUse, Check]]) -> Failure | None:
    """Hold one alternative against the request: every use in it must be granted."""
    missing: list[str] = []
    lacking = ""
    claims: dict[str, Any] = {}
    for use, check in uses:
        grant = check(exchange)
        if isinstance(grant, Refusal):
            place = _place(use.scheme)
            return Failure(FailureKind.UNAUTHENTICATED, grant.reason, place, challenge(use.scheme), grant.cause)
        missing += grant.missing(use.scopes)
        lacking = lacking or (challenge(use.scheme) if missing else "")
        claims |= grant.claims
    exchange.claims = claims
    if missing:
        # Mostly a 403, which has no challenge; but a document may answer it with a 401.
        detail = f"the credential lacks the scope {', '.join(missing)}"
        return Failure(FailureKind.FORBIDDEN, detail, scheme=lacking)
    return None


def _place(scheme: SecurityScheme) -> str:
    return f"{scheme.location}/{scheme.name}" if scheme.type == "apiKey" else "header/authorization"


def _known_elsewhere(schemes: Iterable[SecurityScheme]) -> Mapping[str, str]:
    """The samples of the schemes that take no others, each with its scheme's key."""
    closed = [scheme for scheme in schemes if scheme.credentials.only_samples]
    return {sample.value: scheme.key for scheme in closed for sample in scheme.credentials.samples}


def _check(scheme: SecurityScheme, tokens: Mapping[str, Scopes], elsewhere: Mapping[str, str]) -> Check:
    """Compile the check of one scheme.

    :param elsewhere: credentials that are another scheme's, so that one that takes any does not take these.
    """
    if scheme.type == "mutualTLS":
        return lambda _: Grant()  # TLS ends before the mock: there is no certificate to look at
    find = _finder(scheme)
    credentials = scheme.credentials
    known = {sample.value: Grant(sample.scopes, sample.claims) for sample in credentials.samples if sample.accepted}
    if not credentials.only_samples:  # which of several schemes a token of the settings is for is not said
        known |= {token: Grant(scopes, credentials.claims) for token, scopes in tokens.items()}
    refused = {sample.value: sample.note for sample in credentials.samples if not sample.accepted}
    pattern = re.compile(credentials.pattern) if credentials.pattern else None
    any_other = Grant(None, credentials.claims)

    def check(exchange: Exchange) -> Grant | Refusal:
        credential, problem = find(exchange)
        if problem:
            return Refusal(problem, "" if credential else MISSING)
        if credential in known:
            return known[credential]
        if note := refused.get(credential):
            return Refusal(f"the credential is refused: {note}")
        if credentials.only_samples and credential not in refused:
            return Refusal(f"the credential is none of those that {scheme.key} knows", UNKNOWN)
        if credential in refused or REFUSED_WORDS.search(credential):
            return Refusal("the credential is one of those that are refused: it is invalid, expired or revoked")
        if credential in elsewhere:
            return Refusal(f"the credential is one of {elsewhere[credential]}", UNKNOWN)
        if pattern is not None and not pattern.search(credential):
            return Refusal(f"the credential has not the form {pattern.pattern}")
        return any_other

    return check


Finder = Callable[[Exchange], tuple[str, str]]
"""Finds a credential in a request: it (or what was sent in its place), and why it is not one; ``""``: it is."""


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
            return header, f"the Authorization header does not begin with {wanted.capitalize()}"
        if wanted == "bearer" and not TOKEN68.fullmatch(credential):
            return header, "the bearer token is empty or has characters that RFC 6750 does not allow"
        return (credential, "") if credential else (header, "the Authorization header holds no credential")

    return find


_basic_header = _authorization_finder("basic")


def _basic(exchange: Exchange) -> tuple[str, str]:
    """User and password, ``user:password`` (RFC 7617, section 2)."""
    credential, problem = _basic_header(exchange)
    if problem:
        return credential, problem
    try:
        text = base64.b64decode(credential, validate=True).decode("utf-8")
    except ValueError:  # binascii.Error, UnicodeDecodeError, and what base64 says of text that is not ASCII
        return credential, "the basic credential is not base64 of UTF-8 text"
    user, colon, _ = text.partition(":")
    return (text, "") if user and colon else (credential, "the basic credential has no user, or no colon behind it")
