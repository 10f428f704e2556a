"""Substitutes the user's credentials for those in recorded cases."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from contracts.conformance.credentials import Identity, add_credential, choose_credentials, documented_identities
from contracts.messages import Request
from contracts.redaction.known import SHORTEST
from contracts.redaction.names import is_secret_header
from contracts.redaction.shapes import without_credential
from contracts.spec.model import Contract
from contracts.traffic.matching import operation_of
from contracts.traffic.recorded_case import ExpectedExchange, RecordedCase


@dataclass(frozen=True)
class CredentialSubstitution:
    """The user's credentials by the documented ones that they replace.

    :param by_secret: the user's identity by the secret of a documented credential; ``None``: none is equivalent.
    """

    by_secret: Mapping[str, Identity | None]

    def missing_for(self, case: RecordedCase) -> bool:
        """Whether a case uses a documented credential that has no replacement."""
        return any(
            identity is None and _contains(exchange.request, secret)
            for exchange in case.exchanges
            for secret, identity in self.by_secret.items()
        )

    def apply_to(self, case: RecordedCase) -> RecordedCase:
        """Return the case with the user's credentials."""
        return replace(case, exchanges=tuple(map(self._exchange, case.exchanges)))

    def _exchange(self, exchange: ExpectedExchange) -> ExpectedExchange:
        request = exchange.request
        for secret, identity in self.by_secret.items():
            if identity is not None:
                request = _replaced(request, secret, identity.secret)
        return replace(exchange, request=request)


def substitutions(contract: Contract, identities: Iterable[Identity]) -> CredentialSubstitution:
    """Return the user's equivalent credential for each documented one."""
    known = tuple(identities)
    found: dict[str, Identity | None] = {}
    for sample in documented_identities(contract) if known else ():
        own = next((one for one in known if _is_equivalent(sample, one)), None)
        # A credential that demonstrates a rejection is rejected for all users, so it needs no replacement.
        if own is not None or sample.accepted:
            found[sample.secret] = own
    return CredentialSubstitution(found)


def _is_equivalent(sample: Identity, own: Identity) -> bool:
    if own.scheme not in {"", sample.scheme} or own.accepted is not sample.accepted:
        return False
    if not sample.accepted:
        return True
    return own.scopes is sample.scopes is None or (
        own.scopes is not None and sample.scopes is not None and set(own.scopes) == set(sample.scopes)
    )


def _encodings(secret: str) -> tuple[str, ...]:
    """Return a secret in the encodings in which it is sent: unchanged, and for ``Basic`` (RFC 7617)."""
    return (secret, base64.b64encode(secret.encode()).decode()) if ":" in secret else (secret,)


def _pattern(secret: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.~+/-]){re.escape(secret)}(?![\w.~+/=-])")


def _contains(request: Request, secret: str) -> bool:
    texts = [request.target, *(value for _, value in request.headers)]
    return any(_pattern(one).search(text) for one in _encodings(secret) for text in texts)


def _replaced(request: Request, secret: str, own: str) -> Request:
    target, headers = request.target, list(request.headers)
    for encoded, other in zip(_encodings(secret), _encodings(own) if ":" in secret else (own,), strict=False):
        pattern, literal = _pattern(encoded), other.replace("\\", r"\\")
        target = pattern.sub(literal, target)
        headers = [(name, pattern.sub(literal, value)) for name, value in headers]
    return replace(request, target=target, headers=tuple(headers))


def with_identities(
    case: RecordedCase, identities: Iterable[Identity], contract: Contract | None, *, api: str
) -> RecordedCase:
    """Return a recording with the user's credentials, in the place that the contract requires or ``Authorization``."""
    known = tuple(identities)
    if not known:
        return case

    def authenticated(request: Request) -> Request:
        operation = operation_of(contract, request, api=api) if contract else None
        for use, identity in choose_credentials(operation.security, known) or () if operation else ():
            request = add_credential(use.scheme, identity.secret, request)
        word, blank, _ = (request.header("authorization") or "").partition(" ")
        if operation is None and blank:
            return request.with_header("authorization", f"{word} {known[0].secret}")
        return request

    return replace(case, exchanges=tuple(replace(one, request=authenticated(one.request)) for one in case.exchanges))


def secrets_of(cases: Iterable[RecordedCase]) -> tuple[str, ...]:
    """Return the credentials in the headers of recordings, longest first, so that reports can mask them."""
    found = {
        text
        for case in cases
        for exchange in case.exchanges
        for name, value in exchange.request.headers
        for text in _secrets_in(name.lower(), value)
    }
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _secrets_in(name: str, value: str) -> Iterator[str]:
    """Yield the secrets in a header, whose name is in lower case."""
    if not is_secret_header(name) and without_credential(value) == value:
        return
    yield value
    if " " in value and not name.endswith("cookie"):
        yield value.partition(" ")[2]
    if name.endswith("cookie"):
        # A short cookie value is a preference; masking it everywhere would make the report unreadable.
        values = (part.partition("=")[2] for part in value.split("; "))
        yield from (text for text in values if len(text) >= SHORTEST)
