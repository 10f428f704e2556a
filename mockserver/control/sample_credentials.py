"""Sample credentials of an operation: how to send them, and whether the mock accepts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from contracts.spec.extensions import SampleCredential
from contracts.spec.model import Operation, SchemeUse, SecurityRule
from mockserver.auth import Authenticator
from mockserver.console.credentials import Carrier, carry, sample_for, shown_samples
from mockserver.http.request import RequestContext
from mockserver.settings import Settings

MAX_CREDENTIALS = 100
"""Maximum number of credentials of an operation that are shown."""


class _Choice(NamedTuple):
    """A sample for one scheme of a requirement, with the usual credentials for the others.

    :param sample: ``None`` for a request without credentials.
    """

    rule: SecurityRule
    sample: SampleCredential | None
    carriers: tuple[Carrier, ...]


def sample_credentials(operation: Operation, settings: Settings) -> list[dict[str, Any]]:
    """Return the sample credentials of an operation as JSON; none if it needs none."""
    authenticator = Authenticator(operation.security, settings.tokens, rejects_invalid=operation.documents(401))
    found: dict[tuple[Carrier, ...], dict[str, Any]] = {}
    for choice in _choices(operation):
        if len(found) >= MAX_CREDENTIALS:
            break
        refusal = _refusal(authenticator, choice.carriers) if settings.auth else ""
        found.setdefault(choice.carriers, _credential(choice, refusal))
    return list(found.values())


def _choices(operation: Operation) -> Iterator[_Choice]:
    for rule in operation.security:
        if all(use.scheme.type == "mutualTLS" for use in rule.uses):
            yield _Choice(rule, None, ())
        usual = [(use, sample_for(use.scheme, use.scopes)) for use in rule.uses]
        for position, use in enumerate(rule.uses):
            for sample in _ordered(use):
                values = [(one, sample.value if at == position else text) for at, (one, text) in enumerate(usual)]
                yield _Choice(rule, sample, tuple(carry(one.scheme, text) for one, text in values))


def _ordered(use: SchemeUse) -> list[SampleCredential]:
    """Return the samples of a scheme, that of sample requests first."""
    first = sample_for(use.scheme, use.scopes)
    return sorted(shown_samples(use.scheme), key=lambda sample: sample.value != first)


def _refusal(authenticator: Authenticator, carriers: tuple[Carrier, ...]) -> str:
    """Return why the mock refuses the credentials; ``""`` if it accepts them."""
    pairs = _sent(carriers, "header") + [("Cookie", f"{name}={text}") for name, text in _sent(carriers, "cookie")]
    query = "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in _sent(carriers, "query"))
    headers = [(name.lower().encode("latin-1", "replace"), text.encode("latin-1", "replace")) for name, text in pairs]
    request = RequestContext({"headers": headers, "query_string": query.encode("ascii")})
    failure = authenticator.identify(request) or authenticator.authorise(request)
    return failure.detail if failure is not None else ""


def _sent(carriers: tuple[Carrier, ...], place: str) -> list[tuple[str, str]]:
    return [(one.name, one.text) for one in carriers if one.place == place]


def _credential(choice: _Choice, refusal: str) -> dict[str, Any]:
    sample, schemes = choice.sample, [use.scheme.key for use in choice.rule.uses]
    scopes = None if sample is None or sample.scopes is None else list(sample.scopes)
    note = sample.note if sample is not None else ""
    return {
        "scheme": " + ".join(schemes),
        "label": f"{' + '.join(schemes)}: {sample.value}" if sample is not None else "without credentials",
        "headers": [list(pair) for pair in _sent(choice.carriers, "header")],
        "query": [list(pair) for pair in _sent(choice.carriers, "query")],
        "cookies": [list(pair) for pair in _sent(choice.carriers, "cookie")],
        "scopes": scopes,
        "accepted": not refusal,
        "note": f"{note}; {refusal}" if note and refusal and note not in refusal else refusal or note,
    }
