"""Authentication and authorisation with all OpenAPI security schemes.

All schemes of a security requirement must accept the request (AND); one of several requirements is enough (OR).

A credential is accepted if it is well-formed (``pattern`` of ``x-mock-credentials``, else the syntax of its scheme) and
does not contain ``invalid``, ``expired`` or ``revoked``, in upper or lower case. It has all scopes, unless the
document's samples or ``--token`` list them. A scheme with ``only_samples`` accepts its samples only. Where
authentication is optional, a credential that is not accepted is rejected if the operation documents 401.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from contracts.failures import FailureKind
from contracts.spec.model import SchemeUse, SecurityRule, SecurityScheme
from mockserver.http.messages import Failure, challenge
from mockserver.http.request import RequestContext, decode

Scopes = tuple[str, ...] | None

REFUSED_WORDS = re.compile("invalid|expired|revoked", re.IGNORECASE)

MISSING, UNKNOWN = "missing", "unknown"
"""Causes of a failure."""

_SPECIFICITY = {MISSING: 0, UNKNOWN: 1}
"""How specific a failure is by cause. A failure about what was sent is the most specific one (2)."""

TOKEN68 = re.compile(r"[A-Za-z0-9\-._~+/]+=*")
"""The syntax of a bearer token (RFC 9110, section 11.2; RFC 6750, section 2.1)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """An accepted credential.

    :param scopes: the granted scopes, or ``None`` for all.
    :param claims: attributes of the caller for a vendor's rules (``claims`` of ``x-mock-credentials``).
    :param schemes: the keys of the schemes that a token was issued for; empty for any other credential.
    """

    scopes: Scopes = None
    claims: Mapping[str, Any] = field(default_factory=dict)
    schemes: frozenset[str] = frozenset()

    def missing(self, wanted: tuple[str, ...]) -> list[str]:
        """Return the scopes that the credential lacks."""
        return [] if self.scopes is None else [scope for scope in wanted if scope not in self.scopes]


class AuthFailure(NamedTuple):
    """Why a scheme does not accept a request.

    :param cause: ``MISSING`` if no credential was sent, ``UNKNOWN`` if it belongs to another scheme or none, or ``""``.
    """

    reason: str
    cause: str = ""


Check = Callable[[RequestContext], Grant | AuthFailure]
"""Checks a request against one scheme."""

AddedTokens = Callable[[str], Grant | AuthFailure | None]
"""Returns what a credential grants that was added or issued while the server runs; called for each credential.

It may also be refused: an issued token that has expired. ``None`` means that the credential is neither.
"""


def no_tokens(_: str) -> Grant | AuthFailure | None:
    """Return ``None``: no credentials were added."""
    return None


class Authenticator:
    """The stages ``identify`` and ``authorise`` of one operation.

    :param tokens: scopes by credential of the settings.
    :param rejects_invalid: whether an invalid credential is rejected although authentication is optional; only then can
        the operation return 401.
    """

    def __init__(
        self,
        rules: tuple[SecurityRule, ...],
        tokens: Mapping[str, Scopes],
        *,
        added: AddedTokens = no_tokens,
        rejects_invalid: bool = False,
    ) -> None:
        self._rejects_invalid = rejects_invalid
        ordered = sorted(rules, key=_openness)
        known = _known_elsewhere(use.scheme for rule in rules for use in rule.uses)
        self._rules = [[(use, _check(use.scheme, tokens, known, added)) for use in rule.uses] for rule in ordered]

    def identify(self, request: RequestContext) -> Failure | None:
        """Refuse a request without accepted credentials (401); :meth:`authorise` refuses missing scopes."""
        refusal: Failure | None = None
        denial: Failure | None = None
        for uses in self._rules:
            if not uses and self._rejects_invalid and refusal is not None and refusal.cause != MISSING:
                continue  # a credential was sent
            problem = _check_rule(request, uses)
            if problem is None:
                request.denial = None
                return None
            if problem.kind is FailureKind.FORBIDDEN:
                denial = denial or problem
            elif refusal is None or _SPECIFICITY.get(problem.cause, 2) > _SPECIFICITY.get(refusal.cause, 2):
                refusal = problem
        request.denial = denial
        return None if denial else refusal

    @staticmethod
    def authorise(request: RequestContext) -> Failure | None:
        """Refuse a request with credentials that lack a scope (403)."""
        return request.denial


def _openness(rule: SecurityRule) -> int:
    """Return the sort key that puts strict requirements first; they then claim a credential that several accept.

    First those that accept only samples, then those that accept any credential, last those without a scheme.
    """
    if not rule.uses:
        return 2
    return 0 if any(use.scheme.credentials.only_samples for use in rule.uses) else 1


def _check_rule(request: RequestContext, uses: list[tuple[SchemeUse, Check]]) -> Failure | None:
    """Check a request against one requirement: every scheme in it must accept the request."""
    missing: list[str] = []
    lacking = ""
    claims: dict[str, Any] = {}
    for use, check in uses:
        grant = check(request)
        if isinstance(grant, AuthFailure):
            location = _location(use.scheme)
            return Failure(FailureKind.UNAUTHENTICATED, grant.reason, location, challenge(use.scheme), grant.cause)
        missing += grant.missing(use.scopes)
        lacking = lacking or (challenge(use.scheme) if missing else "")
        claims |= grant.claims
    request.claims = claims
    if missing:
        # Usually a 403, which has no challenge, but a document may respond with a 401.
        detail = f"the credential lacks the scope {', '.join(missing)}"
        return Failure(FailureKind.FORBIDDEN, detail, scheme=lacking)
    return None


def _location(scheme: SecurityScheme) -> str:
    return f"{scheme.location}/{scheme.name}" if scheme.type == "apiKey" else "header/authorization"


def _known_elsewhere(schemes: Iterable[SecurityScheme]) -> Mapping[str, str]:
    """Return the samples of the schemes with ``only_samples``, with the key of their scheme."""
    closed = [scheme for scheme in schemes if scheme.credentials.only_samples]
    return {sample.value: scheme.key for scheme in closed for sample in scheme.credentials.samples}


def _check(
    scheme: SecurityScheme, tokens: Mapping[str, Scopes], elsewhere: Mapping[str, str], added: AddedTokens
) -> Check:
    """Compile the check of one scheme.

    :param elsewhere: credentials of schemes with ``only_samples``, which other schemes do not accept.
    """
    if scheme.type == "mutualTLS":
        return lambda _: Grant()  # TLS ends before the mock, which sees no client certificate
    find = _finder(scheme)
    credentials = scheme.credentials
    known = {sample.value: Grant(sample.scopes, sample.claims) for sample in credentials.samples if sample.accepted}
    if not credentials.only_samples:  # a token of the settings is valid for all other schemes
        known |= {token: Grant(scopes, credentials.claims) for token, scopes in tokens.items()}
    refused = {sample.value: sample.note for sample in credentials.samples if not sample.accepted}
    pattern = re.compile(credentials.pattern) if credentials.pattern else None
    any_other = Grant(None, credentials.claims)

    def check(request: RequestContext) -> Grant | AuthFailure:
        credential, problem = find(request)
        if problem:
            return AuthFailure(problem, "" if credential else MISSING)
        grant = added(credential)
        if isinstance(grant, AuthFailure):
            return grant
        if grant is not None and (not credentials.only_samples or scheme.key in grant.schemes):
            return Grant(grant.scopes, credentials.claims)
        if credential in known:
            return known[credential]
        if note := refused.get(credential):
            return AuthFailure(f"the credential is refused: {note}")
        if credentials.only_samples and credential not in refused:
            return AuthFailure(f"{scheme.key} does not know the credential", UNKNOWN)
        if credential in refused or REFUSED_WORDS.search(credential):
            return AuthFailure("the credential is invalid, expired or revoked")
        if credential in elsewhere:
            return AuthFailure(f"the credential belongs to {elsewhere[credential]}", UNKNOWN)
        if pattern is not None and not pattern.search(credential):
            return AuthFailure(f"the credential does not match the pattern {pattern.pattern}")
        return any_other

    return check


Finder = Callable[[RequestContext], tuple[str, str]]
"""Finds a credential in a request. Returns it (or what was sent instead) and an error message or ``""``."""


def _finder(scheme: SecurityScheme) -> Finder:
    if scheme.type == "apiKey":
        return _key_finder(scheme.location, scheme.name)
    if scheme.type == "http" and scheme.scheme == "basic":
        return _basic
    return _authorization_finder(scheme.scheme if scheme.type == "http" else "bearer")


def _key_finder(location: str, name: str) -> Finder:
    absent = f"the {location} {name} is missing or empty"
    lower = name.lower()

    def find(request: RequestContext) -> tuple[str, str]:
        if location == "header":
            value = request.headers.get(lower, "").strip()
        elif location == "query":
            value = decode(request.query.get(name, [""])[0], plus=True, errors="replace")
        else:
            value = request.cookies.get(name, "")
        return (value, "") if value else ("", absent)

    return find


def _authorization_finder(wanted: str) -> Finder:
    def find(request: RequestContext) -> tuple[str, str]:
        header = request.headers.get("authorization", "")
        if not header:
            return "", "the Authorization header is missing"
        scheme, _, credential = header.partition(" ")
        credential = credential.strip(" ")
        if scheme.lower() != wanted:
            return header, f"the Authorization header does not start with {wanted.capitalize()}"
        if wanted == "bearer" and not TOKEN68.fullmatch(credential):
            return header, "the bearer token is empty or contains characters that RFC 6750 does not allow"
        return (credential, "") if credential else (header, "the Authorization header has no credential")

    return find


_basic_header = _authorization_finder("basic")


def _basic(request: RequestContext) -> tuple[str, str]:
    """Return ``user:password`` (RFC 7617, section 2)."""
    credential, problem = _basic_header(request)
    if problem:
        return credential, problem
    try:
        text = base64.b64decode(credential, validate=True).decode("utf-8")
    except ValueError:  # binascii.Error, UnicodeDecodeError, or ValueError for a string that is not ASCII
        return credential, "the basic credential is not base64-encoded UTF-8"
    user, colon, _ = text.partition(":")
    return (text, "") if user and colon else (credential, "the basic credential has no user name, or no colon after it")
