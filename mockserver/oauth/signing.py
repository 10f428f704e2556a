"""Signed JSON Web Tokens and their public keys; needs the package ``joserfc``, which is imported on first use."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mockserver.oauth.issued import KEY_ID
from mockserver.oauth.seeded_key import rsa_key

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

ALGORITHM = "RS256"
"""The algorithm that all clients of OpenID Connect support (OpenID Connect Core 1.0, section 15.1)."""

MISSING = "OpenID Connect needs a package that is not installed: pip install 'casemock[oauth]'"


def can_sign() -> bool:
    """Whether the package is installed."""
    return find_spec("joserfc") is not None


class Signer:
    """Signs tokens with a key that the seed determines: equal requests get equal tokens, from each process.

    Anybody can compute the key, and anybody may request tokens from the mock: neither is an access control.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    @cached_property
    def _key(self) -> RSAKey:
        from joserfc.jwk import RSAKey  # noqa: PLC0415 (an optional package)

        numbers = rsa_key(self._seed)
        values = {name: _encoded(number) for name, number in numbers.items()}
        named = hashlib.sha256(values["n"].encode()).hexdigest()[:16]
        return RSAKey.import_key({"kty": "RSA", "use": "sig", "alg": ALGORITHM, "kid": KEY_ID + named, **values})

    def prepare(self) -> None:
        """Compute the key, which takes some tenths of a second."""
        self._key  # noqa: B018 (the property caches it)

    def sign(self, claims: Mapping[str, Any], kind: str = "JWT") -> str:
        """Return a signed token.

        :param kind: its type: ``JWT``, or ``at+jwt`` for an access token (RFC 9068).
        """
        from joserfc import jwt  # noqa: PLC0415 (an optional package)

        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": kind}
        token: str = jwt.encode(header, dict(claims), self._key, algorithms=[ALGORITHM])
        return token

    def public_keys(self) -> dict[str, Any]:
        """Return the JSON Web Key Set (RFC 7517, section 5)."""
        return {"keys": [dict(self._key.as_dict(private=False))]}

    def token_hash(self, token: str) -> str:
        """Return ``at_hash`` of an access token (OpenID Connect Core 1.0, section 3.1.3.6)."""
        half = hashlib.sha256(token.encode()).digest()[:16]
        return base64.urlsafe_b64encode(half).decode().rstrip("=")


def _encoded(number: int) -> str:
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
