"""Requests with every sort of credential that an operation must let in or keep out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.failures import FailureKind
from contracts.judging.exchanges import Base
from contracts.messages import Request
from contracts.probe.identities import Identity, carried, chosen
from contracts.probe.session import Session
from contracts.spec.model import SchemeUse, SecurityRule, SecurityScheme

Held = tuple[tuple[SchemeUse, Identity], ...]
"""Which identity a request carries for which use of a scheme."""

NONE, MALFORMED, ALTERED, REFUSED, HALF, FEWER, RIGHT = (
    "none", "malformed", "altered", "refused", "incomplete", "too-few-scopes", "right"
)  # fmt: skip
"""Sorts of credentials."""

_UNAUTHENTICATED = (FailureKind.UNAUTHENTICATED,)
_REFUSED = (FailureKind.UNAUTHENTICATED, FailureKind.FORBIDDEN)
_SAME_LACK = 3
"""Identities that lack the same scopes and are tried; with ``fast`` one."""


@dataclass(frozen=True)
class Attempt:
    """A request with a certain credential.

    :param sort: one of the constants above.
    :param title: whose credential it is, a phrase that stands behind "with".
    :param kinds: the failures that it may be refused as; empty: it must be let in.
    :param held: whose credentials it carries, where they are meant to be let in.
    """

    sort: str
    title: str
    request: Request
    kinds: tuple[FailureKind, ...]
    held: Held = ()


def attempts(session: Session, base: Base) -> Iterator[Attempt]:
    """Every attempt on an operation, each request once, those without any credential first.

    Where a rule asks for nothing anyone may call: then nothing is kept out, and no credential may be held against one.
    """
    seen: set[Request] = set()
    for attempt in _all(session, base):
        if attempt.request not in seen:
            seen.add(attempt.request)
            yield attempt


def _all(session: Session, base: Base) -> Iterator[Attempt]:
    rules = base.operation.security
    if not rules:
        return
    if any(not rule.uses for rule in rules):
        yield Attempt(RIGHT, "no credential", base.bare, ())
        yield from _let_in(session, base)
        return
    if not all(use.scheme.type == "mutualTLS" for rule in rules for use in rule.uses):
        yield Attempt(NONE, "no credential", base.bare, _UNAUTHENTICATED)
    yield from _let_in(session, base)
    for rule in rules:
        yield from _kept_out(session, base, rule)


def _let_in(session: Session, base: Base) -> Iterator[Attempt]:
    """The first identity for each rule, and every one whose scopes just suffice."""
    for rule in base.operation.security:
        held = chosen((rule,), session.identities)
        if not held:
            continue
        yield Attempt(RIGHT, _names(held), _carrying(base, held), (), held)
        for use, identity in held:
            for other in session.identities:
                if other.scopes is not None and other is not identity and usable(other) and other.fits(use):
                    own = tuple((each, other if each is use else known) for each, known in held)
                    yield Attempt(RIGHT, _names(own), _carrying(base, own), (), own)


def _kept_out(session: Session, base: Base, rule: SecurityRule) -> Iterator[Attempt]:
    held = chosen((rule,), [one for one in session.identities if usable(one)]) or ()
    takes_basic = any(use.scheme.scheme == "basic" for each in base.operation.security for use in each.uses)
    for use in rule.uses:
        others = tuple((each, identity) for each, identity in held if each is not use)
        if len(others) < len(rule.uses) - 1 or use.scheme.type == "mutualTLS":
            continue
        start = _carrying(base, others)
        if others and not _admitted(base, others):
            yield Attempt(HALF, f"{_names(others)}, without {use.scheme.key}", start, _UNAUTHENTICATED)
        own = next((identity for each, identity in held if each is use), None)
        yield from _bogus(use.scheme, own, start, takes_basic=takes_basic)
        yield from _refused(session, use, start)
        yield from _too_few(session, base, use, others)


def _bogus(scheme: SecurityScheme, known: Identity | None, start: Request, *, takes_basic: bool) -> Iterator[Attempt]:
    request = malformed(scheme, start)
    if request is not None:
        yield Attempt(MALFORMED, f"a malformed credential for {scheme.key}", request, _UNAUTHENTICATED)
    if known and is_bearer(scheme) and not takes_basic:
        title = f"{_named(known)} behind Basic instead of Bearer"
        request = start.with_header("authorization", f"Basic {known.secret}")
        yield Attempt(MALFORMED, title, request, _UNAUTHENTICATED)
    secret = altered(scheme, known.secret if known else "")
    title = f"a credential for {scheme.key} that was never issued"
    yield Attempt(ALTERED, title, carried(scheme, secret, start), _UNAUTHENTICATED)


def malformed(scheme: SecurityScheme, request: Request) -> Request | None:
    """The request with a credential that cannot be one of the scheme's; ``None`` where any text may be one."""
    if scheme.type == "apiKey":
        pattern = scheme.credentials.pattern
        text = next((text for text in ("!", "~", "-") if pattern and not re.search(pattern, text)), None)
        return None if text is None else carried(scheme, text, request)
    if scheme.type == "http" and scheme.scheme == "basic":
        return request.with_header("authorization", "Basic !")  # RFC 7617, section 2: no base64
    if scheme.type == "http" and scheme.scheme != "bearer":
        return request.with_header("authorization", scheme.scheme.capitalize())
    return request.with_header("authorization", "Bearer {not} a token")  # RFC 6750, section 2.1: no b64token


def is_bearer(scheme: SecurityScheme) -> bool:
    """Whether its credentials stand behind the word Bearer (RFC 6750, section 2.1)."""
    return scheme.type in {"oauth2", "openIdConnect"} or scheme.scheme == "bearer"


def altered(scheme: SecurityScheme, secret: str) -> str:
    """A credential that nobody issued: a known one with a word behind it, which breaks any signature.

    The word says itself that it is not valid, for servers that let any credential in.
    """
    if secret:
        return f"{secret}invalid"
    return "casemock:invalid" if scheme.scheme == "basic" else "casemock-invalid"


def usable(identity: Identity) -> bool:
    """Whether it is to be let in: neither documented nor named as an expired one."""
    return identity.accepted and identity.name.strip().lower() != "expired"


def _refused(session: Session, use: SchemeUse, start: Request) -> Iterator[Attempt]:
    for identity in session.identities:
        if identity.belongs(use.scheme) and not usable(identity):
            yield Attempt(REFUSED, _named(identity), carried(use.scheme, identity.secret, start), _REFUSED)


def _too_few(session: Session, base: Base, use: SchemeUse, others: Held) -> Iterator[Attempt]:
    tried: dict[tuple[str, ...], int] = {}
    for identity in session.identities:
        lack = identity.missing(use) if identity.belongs(use.scheme) and usable(identity) else ()
        if not lack or _admitted(base, (*others, (use, identity))):
            continue
        tried[lack] = tried.get(lack, 0) + 1
        if tried[lack] <= (1 if session.plan.fast else _SAME_LACK):
            request = carried(use.scheme, identity.secret, _carrying(base, others))
            title = f"{_named(identity)}, which lacks {', '.join(lack)}"
            yield Attempt(FEWER, title, request, (FailureKind.FORBIDDEN,))


def _admitted(base: Base, held: Held) -> bool:
    """Whether some rule lets a request in that carries these: by its place, one may serve several schemes."""
    return any(all(_serves(use, held) for use in rule.uses) for rule in base.operation.security)


def _serves(use: SchemeUse, held: Iterable[tuple[SchemeUse, Identity]]) -> bool:
    return any(_place(use.scheme) == _place(other.scheme) and identity.fits(use) for other, identity in held)


def _place(scheme: SecurityScheme) -> tuple[str, str]:
    """Where a credential stands in a request, and behind which word."""
    if scheme.type == "apiKey":
        return scheme.location, scheme.name.lower() if scheme.location == "header" else scheme.name
    return "authorization", scheme.scheme if scheme.type == "http" else "bearer"


def _carrying(base: Base, held: Held) -> Request:
    request = base.bare
    for use, identity in held:
        request = carried(use.scheme, identity.secret, request)
    return request


def _names(held: Held) -> str:
    return " and ".join(_named(identity) for _, identity in held)


def _named(identity: Identity) -> str:
    return f"the credential of {identity.scheme or 'the user'} ({identity.name})"
