"""Who speaks in a replayed case: the user's own credentials instead of the recorded ones."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from contracts.messages import SECRET_HEADERS, Request
from contracts.probe.identities import Identity, carried, chosen, documented
from contracts.recordings.cases import Case, Exchange
from contracts.recordings.operations import operation_of
from contracts.spec.model import Contract

SECRET_WORDS = ("token", "secret", "password", "session", "api-key", "apikey")
"""What the name of a header says that carries a credential, besides those of HTTP."""

SHORTEST = 8
"""Characters of a cookie's value that may be a credential."""


@dataclass(frozen=True)
class StandIns:
    """Credentials by those that they stand in for.

    :param by_secret: an identity of the user's by a documented credential's secret; ``None``: nobody may do the same.
    """

    by_secret: Mapping[str, Identity | None]

    def missing_for(self, case: Case) -> bool:
        """Whether a case speaks as somebody for whom nobody stands in."""
        return any(
            identity is None and _holds(exchange.request, secret)
            for exchange in case.exchanges
            for secret, identity in self.by_secret.items()
        )

    def speak_in(self, case: Case) -> Case:
        """The case with the user's credentials."""
        return replace(case, exchanges=tuple(map(self._exchange, case.exchanges)))

    def _exchange(self, exchange: Exchange) -> Exchange:
        request = exchange.request
        for secret, identity in self.by_secret.items():
            if identity is not None:
                request = _swapped(request, secret, identity.secret)
        return replace(exchange, request=request)


def stand_ins(contract: Contract, identities: Iterable[Identity]) -> StandIns:
    """For each documented credential the user's one that may do the same."""
    known = tuple(identities)
    found: dict[str, Identity | None] = {}
    for sample in documented(contract) if known else ():
        own = next((one for one in known if _may_the_same(sample, one)), None)
        # A credential that shows a refusal does so with anybody, so it need not be replaced.
        if own is not None or sample.accepted:
            found[sample.secret] = own
    return StandIns(found)


def _may_the_same(sample: Identity, own: Identity) -> bool:
    if own.scheme not in {"", sample.scheme} or own.accepted is not sample.accepted:
        return False
    if not sample.accepted:
        return True
    return own.scopes is sample.scopes is None or (
        own.scopes is not None and sample.scopes is not None and set(own.scopes) == set(sample.scopes)
    )


def _forms(secret: str) -> tuple[str, ...]:
    """A secret as it is sent: as it is, and as ``Basic`` has it (RFC 7617)."""
    return (secret, base64.b64encode(secret.encode()).decode()) if ":" in secret else (secret,)


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.~+/-]){re.escape(form)}(?![\w.~+/=-])")


def _holds(request: Request, secret: str) -> bool:
    texts = [request.target, *(value for _, value in request.headers)]
    return any(_pattern(form).search(text) for form in _forms(secret) for text in texts)


def _swapped(request: Request, secret: str, own: str) -> Request:
    target, headers = request.target, list(request.headers)
    for form, other in zip(_forms(secret), _forms(own) if ":" in secret else (own,), strict=False):
        pattern, literal = _pattern(form), other.replace("\\", r"\\")
        target = pattern.sub(literal, target)
        headers = [(name, pattern.sub(literal, value)) for name, value in headers]
    return replace(request, target=target, headers=tuple(headers))


def recorded_as(case: Case, identities: Iterable[Identity], contract: Contract | None, *, api: str) -> Case:
    """A recording with the user's credentials where the contract wants them; without one, in ``Authorization``."""
    known = tuple(identities)
    if not known:
        return case

    def spoken(request: Request) -> Request:
        operation = operation_of(contract, request.method, request.path, api=api) if contract else None
        for use, identity in chosen(operation.security, known) or () if operation else ():
            request = carried(use.scheme, identity.secret, request)
        word, blank, _ = (request.header("authorization") or "").partition(" ")
        if operation is None and blank:
            return request.with_header("authorization", f"{word} {known[0].secret}")
        return request

    return replace(case, exchanges=tuple(replace(one, request=spoken(one.request)) for one in case.exchanges))


def secrets_of(cases: Iterable[Case]) -> tuple[str, ...]:
    """What recordings hold that no report may show: the credentials in their headers, the longest first."""
    found = {
        text
        for case in cases
        for exchange in case.exchanges
        for name, value in exchange.request.headers
        for text in _secrets_in(name.lower(), value)
    }
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _secrets_in(name: str, value: str) -> Iterator[str]:
    if name not in SECRET_HEADERS and not any(word in name for word in SECRET_WORDS):
        return
    yield value
    if "authorization" in name:
        yield from (word for word in [value.partition(" ")[2]] if word)
    if name == "cookie":
        # A cookie with a short value is a preference; hidden wherever it stands, it would take half of the report.
        values = (part.partition("=")[2] for part in value.split("; "))
        yield from (text for text in values if len(text) >= SHORTEST)
