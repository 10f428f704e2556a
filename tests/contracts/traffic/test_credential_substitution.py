"""The user's credentials replace recorded ones."""

from __future__ import annotations

from pathlib import Path

import pytest

import contracts
from contracts.conformance.credentials import Identity
from contracts.findings import Location
from contracts.messages import Request
from contracts.traffic.credential_substitution import secrets_of, substitutions, with_identities
from contracts.traffic.recorded_case import ExpectedExchange, RecordedCase

CONTRACT = contracts.load(Path(__file__).parents[3] / "openapi.yaml")
FULL = Identity("full", "mine-full")
READER = Identity("reader", "mine-reader", ("cases:read",))


def case(*requests: Request, source: str = "seed") -> RecordedCase:
    exchanges = tuple(ExpectedExchange(request, {"status": 200}, Location("x.yaml")) for request in requests)
    return RecordedCase("x.yaml", "It is so.", source, exchanges)


def bearer(token: str, target: str = "/serverops/cases/1") -> Request:
    return Request("GET", target, (("authorization", f"Bearer {token}"),))


def authorizations(*requests: Request, identities: tuple[Identity, ...] = (FULL, READER)) -> list[str | None]:
    found = substitutions(CONTRACT, identities).apply_to(case(*requests))
    return [exchange.request.header("authorization") for exchange in found.exchanges]


def test_each_documented_credential_is_replaced() -> None:
    sent = [bearer(token) for token in ("so_test_full", "so_test_readonly", "so_test_expired", "so_test_fuller")]
    assert authorizations(*sent) == [
        "Bearer mine-full",
        "Bearer mine-reader",
        "Bearer so_test_expired",
        "Bearer so_test_fuller",
    ]


def test_rejected_credentials_can_be_replaced() -> None:
    old = Identity("expired", "mine-old", accepted=False)
    assert authorizations(bearer("so_test_expired"), identities=(FULL, old)) == ["Bearer mine-old"]
    assert substitutions(CONTRACT, (old,)).missing_for(case(bearer("so_test_full")))


def test_credentials_are_replaced_everywhere() -> None:
    request = Request("GET", "/a?token=so_test_full", (("authorization", "so_test_full"), ("cookie", "k=so_test_full")))
    (exchange,) = substitutions(CONTRACT, (FULL,)).apply_to(case(request)).exchanges
    assert exchange.request.target == "/a?token=mine-full"
    assert dict(exchange.request.headers) == {"authorization": "mine-full", "cookie": "k=mine-full"}


def test_replacements_are_literal() -> None:
    assert authorizations(bearer("so_test_full"), identities=(Identity("odd", r"a\1\g<0>"),)) == [r"Bearer a\1\g<0>"]


def test_cases_without_an_equivalent_credential() -> None:
    found = substitutions(CONTRACT, (FULL,))
    assert found.missing_for(case(bearer("so_test_full"), bearer("so_test_readonly")))
    assert not found.missing_for(case(bearer("so_test_full"), bearer("so_test_expired"), Request("GET", "/")))


def test_nothing_is_replaced_without_identities() -> None:
    assert not substitutions(CONTRACT, ()).missing_for(case(bearer("so_test_full")))
    assert authorizations(bearer("so_test_full"), identities=()) == ["Bearer so_test_full"]


@pytest.mark.parametrize(
    ("request_", "authorization"),
    [
        (bearer("theirs"), "Bearer mine-full"),
        (Request("GET", "/serverops/cases/1"), "Bearer mine-full"),
        (bearer("theirs", "/elsewhere"), "Bearer mine-full"),
        (Request("GET", "/elsewhere"), None),
    ],
)
def test_recorded_traffic_is_sent_with_the_users_credentials(request_: Request, authorization: str | None) -> None:
    (exchange,) = with_identities(case(request_, source=""), (FULL,), CONTRACT, api="").exchanges
    assert exchange.request.header("authorization") == authorization


def test_recorded_traffic_keeps_its_credentials_without_identities() -> None:
    given = case(bearer("theirs"), source="")
    assert with_identities(given, (), CONTRACT, api="") is given


def test_secrets_of_recorded_traffic() -> None:
    headers = (
        ("Authorization", "Basic dTpw"),
        ("cookie", "a=dark; sid=abcdefgh"),
        ("X-Api-Key", "k1"),
        ("accept", "a"),
    )
    assert secrets_of([case(Request("GET", "/", headers))]) == (
        "a=dark; sid=abcdefgh",
        "Basic dTpw",
        "abcdefgh",
        "dTpw",
        "k1",
    )
