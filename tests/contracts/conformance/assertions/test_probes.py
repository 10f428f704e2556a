"""The base request of an operation."""

from __future__ import annotations

from contracts.conformance.assertions.probes import BaseRequest, base_request, deletions_last, still_succeeds
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.subjects import Ask, played


def bases(before: object, **options: object) -> dict[str, tuple[BaseRequest, bool]]:
    """Return the base request of each operation, and whether it still succeeds."""
    found: dict[str, tuple[BaseRequest, bool]] = {}

    def run(session: Session) -> list[object]:
        for operation in deletions_last(session):
            base = base_request(session, operation)
            found[operation.id] = (base, still_succeeds(session, base))
        return []

    played(Check("collect", "", "", "", "", run), before, **options)
    return found


def honest(request: Request, ask: Ask) -> Response:
    return ask(request)


def test_with_and_without_credentials() -> None:
    base, succeeds = bases(honest)["serverops_getCase"]
    assert base.succeeded
    assert succeeds
    assert base.request.header("authorization") == "Bearer so_test_full"
    assert base.anonymous.header("authorization") is None
    assert base.anonymous.target == base.request.target


def test_the_successful_attempt_is_the_base_request() -> None:
    def late(request: Request, ask: Ask) -> Response:
        return ask(request) if request.path.endswith("/case-3") else Response(404)

    found = bases(late, known={"id": ("case-1", "case-2", "case-3")})
    base = found["serverops_getCase"][0]
    assert (base.succeeded, base.request.path) == (True, "/serverops/cases/case-3")


def test_a_base_request_without_success() -> None:
    base, succeeds = bases(lambda request, ask: Response(404))["serverops_getCase"]
    assert not base.succeeded
    assert not succeeds
    assert base.number == 0


def test_deletions_come_last_and_have_an_item_of_their_own() -> None:
    found = bases(honest, name="petstore-3.0", operations=None)
    assert list(found)[-1] == "deletePet"
    base, succeeds = found["deletePet"]
    assert base.succeeded
    assert succeeds
    assert base.request.path != found["getPet"][0].request.path


def test_the_request_for_a_deleted_item_fails() -> None:
    asked: list[Request] = []

    def once(request: Request, ask: Ask) -> Response:
        asked.append(request)
        return ask(request) if len(asked) == 1 else Response(404)

    base, succeeds = bases(once, operations=("serverops_getCase",))["serverops_getCase"]
    assert base.succeeded
    assert not succeeds
