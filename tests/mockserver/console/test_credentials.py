"""Sample credentials and descriptions of security schemes."""

from __future__ import annotations

import re

import pytest

from contracts.spec.extensions import Credentials, SampleCredential
from contracts.spec.model import SecurityScheme
from mockserver.auth import REFUSED_WORDS
from mockserver.console.credentials import DEMO_TOKEN, describe, sample_for, sent_as, shown_samples

SCHEMES = [
    (SecurityScheme("s", "http", scheme="bearer"), "Authorization: Bearer c"),
    (SecurityScheme("s", "http", scheme="digest"), "Authorization: Digest c"),
    (SecurityScheme("s", "http", scheme="basic"), "Authorization: Basic Yw=="),
    (SecurityScheme("s", "oauth2"), "Authorization: Bearer c"),
    (SecurityScheme("s", "openIdConnect"), "Authorization: Bearer c"),
    (SecurityScheme("s", "apiKey", "header", "X-Key"), "X-Key: c"),
    (SecurityScheme("s", "apiKey", "query", "key"), "?key=c"),
    (SecurityScheme("s", "apiKey", "cookie", "sid"), "Cookie: sid=c"),
    (SecurityScheme("s", "mutualTLS"), ""),
]


@pytest.mark.parametrize(("scheme", "expected"), SCHEMES)
def test_carrier_of_a_credential(scheme: SecurityScheme, expected: str) -> None:
    assert sent_as(scheme, "c") == expected


def test_the_first_sample_with_the_scopes_is_used() -> None:
    samples = (
        SampleCredential("refused", accepted=False),
        SampleCredential("none", ()),
        SampleCredential("reads", ("r",)),
        SampleCredential("all"),
    )
    scheme = SecurityScheme("s", "http", scheme="bearer", credentials=Credentials(samples=samples))
    assert sample_for(scheme) == "none"
    assert sample_for(scheme, ("r",)) == "reads"
    assert sample_for(scheme, ("r", "w")) == "all"
    assert shown_samples(scheme) == samples


def test_a_credential_is_generated_if_no_sample_has_the_scopes() -> None:
    samples = (SampleCredential("reads", ("r",)),)
    assert sample_for(SecurityScheme("s", "oauth2", credentials=Credentials(samples=samples)), ("w",)) == DEMO_TOKEN
    assert sample_for(SecurityScheme("s", "http", scheme="basic")) == "demo:demo"
    assert [sample.value for sample in shown_samples(SecurityScheme("s", "oauth2"))] == [DEMO_TOKEN]
    assert shown_samples(SecurityScheme("s", "mutualTLS")) == ()


@pytest.mark.parametrize("pattern", ["^so_(live|test)_[A-Za-z0-9]{24}$", "^[a-f0-9]{40}$", "sk-"])
def test_a_generated_credential_matches_the_pattern(pattern: str) -> None:
    scheme = SecurityScheme("s", "http", scheme="bearer", credentials=Credentials(pattern))
    credential = sample_for(scheme)
    assert re.search(pattern, credential)
    assert not REFUSED_WORDS.search(credential)
    assert credential == sample_for(scheme)


def test_description_of_a_scheme() -> None:
    assert describe(SecurityScheme("s", "http", scheme="basic")) == "Authorization: Basic base64(user:password)"
    assert describe(SecurityScheme("s", "oauth2")) == "Authorization: Bearer CREDENTIAL"
    assert "certificate" in describe(SecurityScheme("s", "mutualTLS"))
