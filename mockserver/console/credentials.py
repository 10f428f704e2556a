"""Which credential to show for a security scheme, and what its form is in words."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from contracts.data.patterns import PatternGenerator
from contracts.data.seed import Stream, origin
from contracts.spec.extensions import SampleCredential
from contracts.spec.model import SecurityScheme
from mockserver.identity import REFUSED_WORDS

DEMO_TOKEN = "demo-token"  # noqa: S105 (shown to everyone: any sensible token is accepted)
DEMO_USER = "demo:demo"
TRIES = 20
"""Draws for a credential of the vendor's form; a pattern with assertions may need more than one."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Where a credential travels.

    :param place: ``header``, ``query`` or ``cookie``; ``""`` where it cannot travel in a request (mutual TLS).
    :param text: the value in the header, query parameter or cookie, e.g. ``Bearer demo-token``.
    """

    place: str
    name: str = ""
    text: str = ""


def carry(scheme: SecurityScheme, credential: str) -> Carrier:
    """Put a credential where its scheme wants it."""
    if scheme.type == "mutualTLS":
        return Carrier("")
    if scheme.type == "apiKey":
        return Carrier(scheme.location, scheme.name, credential)
    if scheme.type == "http" and scheme.scheme == "basic":
        encoded = base64.b64encode(credential.encode()).decode()
        return Carrier("header", "Authorization", f"Basic {encoded}")
    word = scheme.scheme.capitalize() if scheme.type == "http" else "Bearer"
    return Carrier("header", "Authorization", f"{word} {credential}")


def sample_for(scheme: SecurityScheme, scopes: tuple[str, ...] = ()) -> str:
    """A credential that is accepted and carries the scopes: a documented one where one fits, else a made-up one."""
    for sample in scheme.credentials.samples:
        if sample.accepted and (sample.scopes is None or set(scopes) <= set(sample.scopes)):
            return sample.value
    if scheme.credentials.pattern:
        return _of_form(scheme)
    return DEMO_USER if scheme.type == "http" and scheme.scheme == "basic" else DEMO_TOKEN


def _of_form(scheme: SecurityScheme) -> str:
    """A credential of the vendor's form, the same each time."""
    pattern, stream = PatternGenerator(scheme.credentials.pattern), Stream(origin(0, scheme.key))
    drawn = (pattern.draw(stream) for _ in range(TRIES))
    fitting = (text for text in drawn if re.search(scheme.credentials.pattern, text) and not REFUSED_WORDS.search(text))
    return next(fitting, DEMO_TOKEN)


def shown_samples(scheme: SecurityScheme) -> tuple[SampleCredential, ...]:
    """The documented credentials, else one that the rule for accepted credentials lets in; none for mutual TLS."""
    if scheme.type == "mutualTLS":
        return ()
    made_up = SampleCredential(sample_for(scheme), None, note="any other sensible one works too")
    return scheme.credentials.samples or (made_up,)


def sent_as(scheme: SecurityScheme, credential: str) -> str:
    """How a client sends a credential, as a line of a request; ``""`` for mutual TLS, which has none."""
    carrier = carry(scheme, credential)
    match carrier.place:
        case "header":
            return f"{carrier.name}: {carrier.text}"
        case "query":
            return f"?{carrier.name}={carrier.text}"
        case "cookie":
            return f"Cookie: {carrier.name}={carrier.text}"
        case _:
            return ""


def form(scheme: SecurityScheme) -> str:
    """The form of a scheme's credentials in words."""
    if scheme.type == "mutualTLS":
        return "a client certificate, which this server does not ask for"
    if scheme.type == "http" and scheme.scheme == "basic":
        return "Authorization: Basic base64(user:password)"
    return sent_as(scheme, "CREDENTIAL")
