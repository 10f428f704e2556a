"""Who may call a mock: the credentials that its document names, and one for each scheme without any."""

from __future__ import annotations

from contracts.probe.identities import Identity, documented
from contracts.spec.model import Contract

USER = "score-user:score-password"
TOKEN = "score-token-0123456789"  # noqa: S105 (nobody's: the mock lets in whatever is well-formed)


def everyone(contract: Contract) -> tuple[Identity, ...]:
    """The credentials that a document names; for a scheme without any, one in its form, which the mock lets in."""
    schemes = (scheme for scheme in contract.security_schemes.values() if not scheme.credentials.samples)
    made = (Identity(one.key, USER if one.scheme == "basic" else TOKEN, scheme=one.key) for one in schemes)
    return (*documented(contract), *made)
