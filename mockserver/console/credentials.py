"""Sample credentials for security schemes, and how a client sends them."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from contracts.generation.pattern_values import PatternGenerator
from contracts.generation.seed import RandomStream, value_seed
from contracts.spec.extensions import SampleCredential
from contracts.spec.model import SecurityScheme
from mockserver.auth import REFUSED_WORDS
from mockserver.mounting import MountedApi

DEMO_TOKEN = "demo-token"  # noqa: S105 (not a secret: any well-formed token is accepted)
DEMO_USER = "demo:demo"
TRIES = 20
"""Attempts to generate a credential for a pattern; a pattern with assertions may need several."""


class Carrier(NamedTuple):
    """Where a request carries a credential.

    :param place: ``header``, ``query`` or ``cookie``; ``""`` for mutual TLS, which is not part of a request.
    :param name: name of the header, query parameter or cookie.
    :param text: its value, e.g. ``Bearer demo-token``.
    """

    place: str
    name: str = ""
    text: str = ""


def carry(scheme: SecurityScheme, credential: str) -> Carrier:
    """Return how a request carries a credential of a scheme."""
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
    """Return an accepted credential with the scopes: a documented sample if possible, else a generated one."""
    for sample in scheme.credentials.samples:
        if sample.accepted and (sample.scopes is None or set(scopes) <= set(sample.scopes)):
            return sample.value
    if scheme.credentials.pattern:
        return _matching_pattern(scheme)
    return DEMO_USER if scheme.type == "http" and scheme.scheme == "basic" else DEMO_TOKEN


def _matching_pattern(scheme: SecurityScheme) -> str:
    """Generate a credential that matches the pattern of a scheme, always the same one."""
    pattern, stream = PatternGenerator(scheme.credentials.pattern), RandomStream(value_seed(0, scheme.key))
    drawn = (pattern.draw(stream) for _ in range(TRIES))
    fitting = (text for text in drawn if re.search(scheme.credentials.pattern, text) and not REFUSED_WORDS.search(text))
    return next(fitting, DEMO_TOKEN)


def shown_samples(scheme: SecurityScheme) -> tuple[SampleCredential, ...]:
    """Return the documented credentials, else a generated one; empty for mutual TLS."""
    if scheme.type == "mutualTLS":
        return ()
    generated = SampleCredential(sample_for(scheme), None, note="any other well-formed credential works too")
    return scheme.credentials.samples or (generated,)


def sent_as(scheme: SecurityScheme, credential: str) -> str:
    """Return the header line or query parameter with a credential; ``""`` for mutual TLS."""
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


def describe(scheme: SecurityScheme) -> str:
    """Describe how to send a credential of a scheme."""
    if scheme.type == "mutualTLS":
        return "a client certificate, which this server does not request"
    if scheme.type == "http" and scheme.scheme == "basic":
        return "Authorization: Basic base64(user:password)"
    return sent_as(scheme, "CREDENTIAL")


def schemes(mounted: MountedApi) -> tuple[SecurityScheme, ...]:
    """Return the security schemes that the operations of an API use, in the order of their first use."""
    uses = (use for item in mounted.operations for rule in item.operation.security for use in rule.uses)
    return tuple({use.scheme.key: use.scheme for use in uses}.values())


def for_swagger_ui(apis: Sequence[MountedApi]) -> list[dict[str, str]]:
    """Return an accepted credential for each security scheme of a document, with as many scopes as possible.

    Those in cookies are left out, which a browser does not let a page send.
    """
    found: dict[str, dict[str, str]] = {}
    for scheme in (scheme for mounted in apis for scheme in schemes(mounted)):
        if scheme.type == "mutualTLS" or scheme.location == "cookie":
            continue
        accepted = [sample for sample in shown_samples(scheme) if sample.accepted]
        best = max(accepted, key=lambda sample: inf if sample.scopes is None else len(sample.scopes), default=None)
        value = best.value if best is not None else sample_for(scheme)
        if scheme.type == "http" and scheme.scheme == "basic":
            user, _, password = value.partition(":")
            found[scheme.key] = {"scheme": scheme.key, "user": user, "password": password}
        else:
            found[scheme.key] = {"scheme": scheme.key, "value": value}
    return list(found.values())
