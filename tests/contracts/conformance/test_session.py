"""The session: credentials, successful requests, assertions, notes and the deadline."""

from __future__ import annotations

import pytest

from contracts.conformance import session as module
from contracts.conformance.session import Session, TimeIsUpError
from contracts.errors import SubjectError, TransportError, WithheldRequestError
from contracts.messages import Request, Response
from contracts.run_result import CoverageCell
from tests.contracts.fuzzing.shop import Shop, broken, contract
from tests.contracts.fuzzing.shop import session as begun

READ, CREATE, DELETE = (
    next(one for one in contract().operations if one.id == name) for name in ("readThing", "createThing", "deleteThing")
)
EXISTING = {"known": {"id": ("41",)}}


def test_requests_have_the_credentials_of_their_operation() -> None:
    assert begun(Shop()).request(READ).header("authorization") == "Bearer s3cret"
    assert Session(contract(), Shop()).request(READ).header("authorization") is None


def test_a_successful_request_is_sent_once() -> None:
    shop = Shop()
    session = begun(shop, **EXISTING)
    first = session.success(READ)
    assert first is not None
    assert (first.request.target, first.response.status, first.values) == ("/things/41", 200, {("path", "id"): "41"})
    assert session.success(READ) is first
    assert (len(shop.sent), session.requests) == (1, 1)


def test_operations_without_success_are_noted() -> None:
    session = begun(Shop(), operations=("readThing",), excluded=("createThing",))
    assert session.success(READ) is None
    assert [response.status for response in session.responses["readThing"]] == [404] * module.ATTEMPTS
    assert list(session.notes) == [
        "readThing: no request succeeded (404); checks that need a successful response were skipped"
    ]


def test_an_item_is_created_if_none_is_known() -> None:
    shop = Shop()
    session = begun(shop)
    found = session.success(READ)
    assert found is not None
    assert found.values == {("path", "id"): max(shop.things)}


def test_deletions_use_an_item_that_the_test_has_created() -> None:
    shop = Shop()
    session = begun(shop, **EXISTING)
    assert session.success(DELETE) is not None
    assert [(request.method, request.path) for request in shop.sent] == [
        ("POST", "/things"),
        ("GET", "/things/42"),
        ("DELETE", "/things/42"),
    ]
    assert 41 in shop.things


def test_a_known_item_is_never_deleted() -> None:
    shop = Shop()
    session = begun(shop, **EXISTING)
    with pytest.raises(WithheldRequestError, match="did not create"):
        session.send(session.request(DELETE, values={("path", "id"): "41"}))
    assert 41 in shop.things
    assert not any(request.method == "DELETE" for request in shop.sent)
    assert sum(session.withheld.values()) == 1


def test_the_user_can_allow_destructive_requests() -> None:
    shop = Shop()
    session = begun(shop, allow_destructive=True, **EXISTING)
    assert session.send(session.request(DELETE, values={("path", "id"): "41"})).status == 204
    assert 41 not in shop.things


def test_operations_that_are_not_tested_have_no_role() -> None:
    collection = READ.resource.collection if READ.resource else ""
    assert begun(Shop()).role(collection, "read") is READ
    assert begun(Shop(), operations=("createThing",)).role(collection, "read") is None
    assert begun(Shop()).role("/nothing", "read") is None


def test_a_transport_error_has_its_request() -> None:
    session = begun(Shop(broken))
    request = Request("GET", "/things/41")
    with pytest.raises(SubjectError, match="stopped responding") as caught:
        session.send(request)
    assert isinstance(caught.value.__cause__, TransportError)
    assert caught.value.__cause__.request == request


def test_nothing_is_sent_after_the_deadline() -> None:
    shop = Shop()
    session = begun(shop)
    session.deadline = 0.0
    with pytest.raises(TimeIsUpError):
        session.send(Request("GET", "/things/41"))
    assert (shop.sent, session.requests) == ([], 0)


def test_assertions_are_counted_by_operation_status_and_check() -> None:
    session = begun(Shop())
    session.asserted("a-check", READ, Response(404))
    session.asserted("a-check", READ, Response(404))
    session.asserted("other", None)
    finding = session.finding(
        "a-check/part", READ, "wrong", requests=[Request("GET", "/")], response=Response(404), expected="x", got="y"
    )
    assert session.cells() == (CoverageCell("", 0, "other", 1, 0), CoverageCell("readThing", 404, "a-check", 2, 1))
    assert finding.evidence is not None
    assert (finding.rule, finding.evidence.operation, finding.location.pointer) == (
        "a-check/part",
        READ.id,
        READ.pointer,
    )


def test_a_note_is_kept_once() -> None:
    session = begun(Shop())
    for _ in range(2):
        session.note("skipped")
    assert list(session.notes) == ["skipped"]


def test_the_same_seed_sends_the_same_requests() -> None:
    def sent(seed: int) -> list[Request]:
        shop = Shop()
        session = begun(shop, seed=seed)
        for operation in session.operations:
            session.success(operation)
        return shop.sent

    assert sent(1) == sent(1)
    assert sent(1) != sent(2)
