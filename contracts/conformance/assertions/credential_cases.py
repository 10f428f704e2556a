"""Requests with every sort of credential that an operation must accept or reject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.conformance.assertions.failure_cases import expected_statuses
from contracts.conformance.assertions.probes import BaseRequest
from contracts.conformance.credentials import Identity, add_credential, choose_credentials
from contracts.conformance.session import Session
from contracts.failures import FailureKind
from contracts.messages import Request
from contracts.spec.model import SchemeUse, SecurityRule, SecurityScheme

Held = tuple[tuple[SchemeUse, Identity], ...]
"""The identity a request uses for each security scheme."""

NONE, MALFORMED, ALTERED, REFUSED, INCOMPLETE, TOO_FEW_SCOPES, VALID = (
    "none", "malformed", "altered", "refused", "incomplete", "too-few-scopes", "right"
)  # fmt: skip
"""Sorts of credentials."""

_UNAUTHENTICATED = (FailureKind.UNAUTHENTICATED,)
_REFUSED = (FailureKind.UNAUTHENTICATED, FailureKind.FORBIDDEN)
_SAME_LACK = 3
"""Maximum number of identities that lack the same scopes; with ``fast``, one."""


@dataclass(frozen=True)
class CredentialAttempt:
    """A request with a credential.

    :param sort: one of the constants above.
    :param title: the credential, a phrase that follows "with".
    :param kinds: the failures it may be rejected with; empty if it must be accepted.
    :param held: the identities it uses, if it must be accepted.
    """

    sort: str
    title: str
    request: Request
    kinds: tuple[FailureKind, ...]
    held: Held = ()


def credential_attempts(session: Session, base: BaseRequest) -> Iterator[CredentialAttempt]:
    """Yield every attempt for an operation, each request once, without credentials first.

    If no credential is required, all credentials must be accepted.
    """
    seen: set[Request] = set()
    for attempt in _all(session, base):
        if attempt.request not in seen:
            seen.add(attempt.request)
            yield attempt


def _all(session: Session, base: BaseRequest) -> Iterator[CredentialAttempt]:
    rules = base.operation.security
    if not rules:
        return
    if any(not rule.uses for rule in rules):
        yield CredentialAttempt(VALID, "no credential", base.anonymous, ())
        yield from _accepted(session, base)
        yield from _wrong_where_optional(session, base)
        return
    if not all(use.scheme.type == "mutualTLS" for rule in rules for use in rule.uses):
        yield CredentialAttempt(NONE, "no credential", base.anonymous, _UNAUTHENTICATED)
    yield from _accepted(session, base)
    for rule in rules:
        yield from _rejected(session, base, rule)


def _accepted(session: Session, base: BaseRequest) -> Iterator[CredentialAttempt]:
    """Yield the first identity for each security requirement, and every other one with sufficient scopes."""
    for rule in base.operation.security:
        held = choose_credentials((rule,), session.identities)
        if not held:
            continue
        yield CredentialAttempt(VALID, _describe_all(held), _carrying(base, held), (), held)
        for use, identity in held:
            for other in session.identities:
                if other.scopes is not None and other is not identity and is_accepted(other) and other.fits(use):
                    used = tuple((each, other if each is use else known) for each, known in held)
                    yield CredentialAttempt(VALID, _describe_all(used), _carrying(base, used), (), used)


def _wrong_where_optional(session: Session, base: BaseRequest) -> Iterator[CredentialAttempt]:
    """Yield a wrong credential, if it must be rejected: only then can an operation without requirement return 401."""
    if not expected_statuses(base.operation, FailureKind.UNAUTHENTICATED):
        return
    for rule in base.operation.security:
        held = choose_credentials((rule,), session.identities) or ()
        for use, identity in held:
            if use.scheme.type != "mutualTLS" and len(rule.uses) == 1:
                yield _never_issued(use.scheme, identity, base.anonymous)


def _rejected(session: Session, base: BaseRequest, rule: SecurityRule) -> Iterator[CredentialAttempt]:
    held = choose_credentials((rule,), [one for one in session.identities if is_accepted(one)]) or ()
    takes_basic = any(use.scheme.scheme == "basic" for each in base.operation.security for use in each.uses)
    for use in rule.uses:
        others = tuple((each, identity) for each, identity in held if each is not use)
        if len(others) < len(rule.uses) - 1 or use.scheme.type == "mutualTLS":
            continue
        start = _carrying(base, others)
        if others and not _is_sufficient(base, others):
            yield CredentialAttempt(
                INCOMPLETE, f"{_describe_all(others)}, without {use.scheme.key}", start, _UNAUTHENTICATED
            )
        used = next((identity for each, identity in held if each is use), None)
        if not _takes_any_authorization(base, use):
            yield from _malformed(use.scheme, used, start, takes_basic=takes_basic)
        yield _never_issued(use.scheme, used, start)
        yield from _refused(session, use, start)
        yield from _too_few(session, base, use, others)


def _takes_any_authorization(base: BaseRequest, use: SchemeUse) -> bool:
    """Whether another scheme of the operation is an API key in ``Authorization``, which may be any string."""
    others = (each.scheme for rule in base.operation.security for each in rule.uses if each is not use)
    names = {one.name.lower() for one in others if (one.type, one.location) == ("apiKey", "header")}
    return use.scheme.type != "apiKey" and "authorization" in names


def _malformed(
    scheme: SecurityScheme, known: Identity | None, start: Request, *, takes_basic: bool
) -> Iterator[CredentialAttempt]:
    request = malformed(scheme, start)
    if request is not None:
        yield CredentialAttempt(MALFORMED, f"a malformed credential for {scheme.key}", request, _UNAUTHENTICATED)
    if known and is_bearer(scheme) and not takes_basic:
        title = f"{_describe(known)} with scheme Basic instead of Bearer"
        request = start.with_header("authorization", f"Basic {known.secret}")
        yield CredentialAttempt(MALFORMED, title, request, _UNAUTHENTICATED)


def _never_issued(scheme: SecurityScheme, known: Identity | None, start: Request) -> CredentialAttempt:
    secret = altered(scheme, known.secret if known else "")
    title = f"a credential for {scheme.key} that was never issued"
    return CredentialAttempt(ALTERED, title, add_credential(scheme, secret, start), _UNAUTHENTICATED)


def malformed(scheme: SecurityScheme, request: Request) -> Request | None:
    """Return the request with a malformed credential for a scheme; ``None`` if any string is well-formed."""
    if scheme.type == "apiKey":
        pattern = scheme.credentials.pattern
        text = next((text for text in ("!", "~", "-") if pattern and not re.search(pattern, text)), None)
        return None if text is None else add_credential(scheme, text, request)
    if scheme.type == "http" and scheme.scheme == "basic":
        return request.with_header("authorization", "Basic !")  # RFC 7617, section 2: not base64
    if scheme.type == "http" and scheme.scheme != "bearer":
        return request.with_header("authorization", scheme.scheme.capitalize())
    return request.with_header("authorization", "Bearer {not} a token")  # RFC 6750, section 2.1: not a b64token


def is_bearer(scheme: SecurityScheme) -> bool:
    """Whether its credentials are sent as ``Bearer`` tokens (RFC 6750, section 2.1)."""
    return scheme.type in {"oauth2", "openIdConnect"} or scheme.scheme == "bearer"


def altered(scheme: SecurityScheme, secret: str) -> str:
    """Return a credential that was never issued: a known one with the suffix ``invalid``, which breaks any signature.

    Mock servers that accept every well-formed credential reject it because of the word.
    """
    if secret:
        return f"{secret}invalid"
    return "casemock:invalid" if scheme.scheme == "basic" else "casemock-invalid"


def is_accepted(identity: Identity) -> bool:
    """Whether an identity should be accepted: it is neither documented as rejected nor named ``expired``."""
    return identity.accepted and identity.name.strip().lower() != "expired"


def _refused(session: Session, use: SchemeUse, start: Request) -> Iterator[CredentialAttempt]:
    for identity in session.identities:
        if identity.belongs(use.scheme) and not is_accepted(identity):
            yield CredentialAttempt(
                REFUSED, _describe(identity), add_credential(use.scheme, identity.secret, start), _REFUSED
            )


def _too_few(session: Session, base: BaseRequest, use: SchemeUse, others: Held) -> Iterator[CredentialAttempt]:
    tried: dict[tuple[str, ...], int] = {}
    for identity in session.identities:
        missing = identity.missing(use) if identity.belongs(use.scheme) and is_accepted(identity) else ()
        if not missing or _is_sufficient(base, (*others, (use, identity))):
            continue
        tried[missing] = tried.get(missing, 0) + 1
        if tried[missing] <= (1 if session.plan.fast else _SAME_LACK):
            request = add_credential(use.scheme, identity.secret, _carrying(base, others))
            title = f"{_describe(identity)}, which lacks {', '.join(missing)}"
            yield CredentialAttempt(TOO_FEW_SCOPES, title, request, (FailureKind.FORBIDDEN,))


def _is_sufficient(base: BaseRequest, held: Held) -> bool:
    """Whether these credentials meet some security requirement; one credential may serve several schemes."""
    return any(all(_serves(use, held) for use in rule.uses) for rule in base.operation.security)


def _serves(use: SchemeUse, held: Iterable[tuple[SchemeUse, Identity]]) -> bool:
    return any(_location(use.scheme) == _location(other.scheme) and identity.fits(use) for other, identity in held)


def _location(scheme: SecurityScheme) -> tuple[str, str]:
    """Return the location of a credential in a request, and the name of its header, parameter or scheme."""
    if scheme.type == "apiKey":
        return scheme.location, scheme.name.lower() if scheme.location == "header" else scheme.name
    return "authorization", scheme.scheme if scheme.type == "http" else "bearer"


def _carrying(base: BaseRequest, held: Held) -> Request:
    request = base.anonymous
    for use, identity in held:
        request = add_credential(use.scheme, identity.secret, request)
    return request


def _describe_all(held: Held) -> str:
    return " and ".join(_describe(identity) for _, identity in held)


def _describe(identity: Identity) -> str:
    return f"the credential {identity.name}" + (f" ({identity.scheme})" if identity.scheme else "")
