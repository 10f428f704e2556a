"""The user's credentials where recorded ones stood."""

from __future__ import annotations

from pathlib import Path

import pytest

import contracts
from contracts.findings import Location
from contracts.messages import Request
from contracts.probe.identities import Identity
from contracts.recordings.cases import Case, Exchange
from contracts.recordings.stand_ins import recorded_as, secrets_of, stand_ins

CONTRACT = contracts.load(Path(__file__).parents[3] / "openapi.yaml")
FULL = Identity("full", "mine-full")
READER = Identity("reader", "mine-reader", ("cases:read",))


def case(*requests: Request, source: str = "seed") -> Case:
    exchanges = tuple(Exchange(request, {"status": 200}, Location("x.yaml")) for request in requests)
    return Case("x.yaml", "It is so.", source, exchanges)


def bearer(token: str, target: str = "/serverops/cases/1") -> Request:
    return Request("GET", target, (("authorization", f"Bearer {token}"),))


def spoken(*requests: Request, identities: tuple[Identity, ...] = (FULL, READER)) -> list[str | None]:
    found = stand_ins(CONTRACT, identities).speak_in(case(*requests))
    return [exchange.request.header("authorization") for exchange in found.exchanges]


def test_each_documented_credential_has_its_stand_in() -> None:
    sent = [bearer(token) for token in ("so_test_full", "so_test_readonly", "so_test_expired", "so_test_fuller")]
    assert spoken(*sent) == [
        "Bearer mine-full",
        "Bearer mine-reader",
        "Bearer so_test_expired",
        "Bearer so_test_fuller",
    ]


def test_a_credential_that_is_refused_may_have_one_of_the_users_too() -> None:
    old = Identity("expired", "mine-old", accepted=False)
    assert spoken(bearer("so_test_expired"), identities=(FULL, old)) == ["Bearer mine-old"]
    assert stand_ins(CONTRACT, (old,)).missing_for(case(bearer("so_test_full")))


def test_a_credential_is_replaced_wherever_it_stands() -> None:
    request = Request("GET", "/a?token=so_test_full", (("authorization", "so_test_full"), ("cookie", "k=so_test_full")))
    (exchange,) = stand_ins(CONTRACT, (FULL,)).speak_in(case(request)).exchanges
    assert exchange.request.target == "/a?token=mine-full"
    assert dict(exchange.request.headers) == {"authorization": "mine-full", "cookie": "k=mine-full"}


def test_a_stand_in_is_taken_by_its_letters() -> None:
    assert spoken(bearer("so_test_full"), identities=(Identity("odd", r"a\1\g<0>"),)) == [r"Bearer a\1\g<0>"]


def test_a_case_of_somebody_for_whom_nobody_stands_in() -> None:
    found = stand_ins(CONTRACT, (FULL,))
    assert found.missing_for(case(bearer("so_test_full"), bearer("so_test_readonly")))
    assert not found.missing_for(case(bearer("so_test_full"), bearer("so_test_expired"), Request("GET", "/")))


def test_without_identities_nothing_is_replaced() -> None:
    assert not stand_ins(CONTRACT, ()).missing_for(case(bearer("so_test_full")))
    assert spoken(bearer("so_test_full"), identities=()) == ["Bearer so_test_full"]


@pytest.mark.parametrize(
    ("request_", "authorization"),
    [
        (bearer("theirs"), "Bearer mine-full"),
        (Request("GET", "/serverops/cases/1"), "Bearer mine-full"),
        (bearer("theirs", "/elsewhere"), "Bearer mine-full"),
        (Request("GET", "/elsewhere"), None),
    ],
)
def test_recorded_traffic_carries_the_users_credential_where_one_is_asked_for(
    request_: Request, authorization: str | None
) -> None:
    (exchange,) = recorded_as(case(request_, source=""), (FULL,), CONTRACT, api="").exchanges
    assert exchange.request.header("authorization") == authorization


def test_recorded_traffic_keeps_its_credentials_where_no_others_are_named() -> None:
    given = case(bearer("theirs"), source="")
    assert recorded_as(given, (), CONTRACT, api="") is given


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
