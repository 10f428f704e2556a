"""Malformed and forged credentials."""

from __future__ import annotations

import base64
import binascii
import re

import pytest

from contracts.conformance.assertions.credential_cases import altered, malformed
from contracts.messages import Request
from contracts.spec.extensions import Credentials
from contracts.spec.model import SecurityScheme

BASIC = SecurityScheme("basic", "http", scheme="basic")
BEARER = SecurityScheme("bearer", "http", scheme="bearer")
DIGEST = SecurityScheme("digest", "http", scheme="digest")
KEY = SecurityScheme("key", "apiKey", "header", "X-Key")
PATTERN = "^[a-z]+$"
VENDORS = SecurityScheme("key", "apiKey", "header", "X-Key", credentials=Credentials(PATTERN))


def sent(scheme: SecurityScheme, name: str = "authorization") -> str:
    request = malformed(scheme, Request("GET", "/"))
    assert request is not None
    return request.header(name) or ""


def test_malformed_credentials() -> None:
    token68 = re.compile(r"Bearer [A-Za-z0-9\-._~+/]+=*")
    assert not token68.fullmatch(sent(BEARER))
    assert not token68.fullmatch(sent(SecurityScheme("oauth", "oauth2")))
    assert sent(DIGEST) == "Digest"
    assert not re.search(PATTERN, sent(VENDORS, "x-key"))
    with pytest.raises(binascii.Error):
        base64.b64decode(sent(BASIC).removeprefix("Basic "), validate=True)


def test_any_string_is_a_well_formed_key() -> None:
    assert malformed(KEY, Request("GET", "/")) is None


def test_altered_credentials() -> None:
    assert altered(BEARER, "head.body.signature") == "head.body.signatureinvalid"
    assert altered(BASIC, "user:secret") == "user:secretinvalid"
    assert ":" in altered(BASIC, "")
    assert altered(KEY, "") == "casemock-invalid"
