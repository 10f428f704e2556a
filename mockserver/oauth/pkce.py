"""Proof Key for Code Exchange (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

from mockserver.oauth.errors import OAuthError
from mockserver.oauth.issued import Issued

METHODS = ("S256", "plain")

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
"""The syntax of verifiers and challenges (sections 4.1 and 4.2)."""


def read_challenge(values: Mapping[str, str]) -> tuple[str, str]:
    """Return challenge and method of an authorization request; ``("", "")`` if it has none.

    :raises OAuthError: ``invalid_request``.
    """
    challenge, method = values.get("code_challenge", ""), values.get("code_challenge_method", "")
    if not challenge:
        if method:
            raise OAuthError("invalid_request", "code_challenge is missing", "query/code_challenge", "send it, too")
        return "", ""
    method = method or "plain"
    if method not in METHODS:
        detail = "the method is not supported"
        raise OAuthError("invalid_request", detail, "query/code_challenge_method", f"use {' or '.join(METHODS)}")
    if not _VERIFIER.fullmatch(challenge):
        detail = "must have 43 to 128 letters, digits and -._~"
        raise OAuthError("invalid_request", detail, "query/code_challenge", "see RFC 7636, section 4.2")
    return challenge, method


def check_verifier(code: Issued, verifier: str) -> None:
    """Raise :class:`OAuthError` if a verifier does not belong to the challenge of a code."""
    location = "body/code_verifier"
    if not code.challenge:
        if verifier:
            detail = "the authorization request had no code_challenge"
            raise OAuthError("invalid_grant", detail, location, "send code_challenge to the authorization endpoint")
        return
    if not verifier:
        raise OAuthError(
            "invalid_grant", "the code_verifier is missing", location, "send the one of the code_challenge"
        )
    if not _VERIFIER.fullmatch(verifier):
        detail = "must have 43 to 128 letters, digits and -._~"
        raise OAuthError("invalid_grant", detail, location, "see RFC 7636, section 4.1")
    expected = challenge_of(verifier) if code.challenge_method == "S256" else verifier
    if not hmac.compare_digest(expected, code.challenge):
        detail = f"it does not match the code_challenge ({code.challenge_method})"
        raise OAuthError("invalid_grant", detail, location, "send the verifier that the challenge was made from")


def challenge_of(verifier: str) -> str:
    """Return the challenge of a verifier with the method S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
