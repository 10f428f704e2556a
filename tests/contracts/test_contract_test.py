"""The contract test: preflight, reading checks, writing checks, fuzzing; one failing part does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contracts import contract_test as verb
from contracts.conformance.checks.check import Check
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session
from contracts.contract_test import ContractTestOptions, ContractTestRun, select_checks
from contracts.errors import SubjectError, TransportError, UsageError
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.run_result import Progress, Run
from tests.contracts.fuzzing.shop import SECRET, Send, Shop, broken
from tests.contracts.fuzzing.shop import session as begun

NO_ENGINE = ContractTestOptions(phases=())

Body = Callable[[Session], Iterator[Finding]]


def check(name: str, body: Body, *, writes: bool = False) -> Check:
    return Check(name, f"title of {name}", "why", "good", "bad", body, writes)


def finding_of(session: Session, name: str) -> Finding:
    request = Request("GET", "/things/41")
    return session.finding(
        name, session.operations[0], "is wrong", requests=[request], response=Response(200), expected="x", got="y"
    )


def fails(name: str) -> Body:
    def body(session: Session) -> Iterator[Finding]:
        yield finding_of(session, name)

    return body


def passes(_: Session) -> Iterator[Finding]:
    yield from ()


def asks(session: Session) -> Iterator[Finding]:
    session.send(Request("GET", "/things/41"))
    yield from ()


def crashes(session: Session) -> Iterator[Finding]:
    yield finding_of(session, "crash")
    raise KeyError("ours")


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def use(*known: Check) -> None:
        monkeypatch.setattr(verb, "all_checks", lambda: known)

    return use


def on(shop: Any = None, options: ContractTestOptions = NO_ENGINE, **plan: Any) -> ContractTestRun:
    return ContractTestRun(begun(shop or Shop(), **plan), options)


def titles(test: ContractTestRun) -> list[str]:
    return [event.subject for event in test.run() if isinstance(event, Progress) and event.subject]


def test_checks_are_selected_and_excluded_by_id(checks: Callable[..., None]) -> None:
    checks(check("a", passes), check("b", passes), check("c", passes))
    assert [one.id for one in select_checks(ContractTestOptions(checks=("c", "a")))] == ["a", "c"]
    assert [one.id for one in select_checks(ContractTestOptions(excluded_checks=("b",)))] == ["a", "c"]
    with pytest.raises(UsageError, match="'d'"):
        select_checks(ContractTestOptions(excluded_checks=("d",)))


def test_former_check_ids_are_accepted() -> None:
    assert [one.id for one in select_checks(ContractTestOptions(checks=("multi-get", "stability")))] == [
        "multi-get",
        "determinism",
    ]
    left = select_checks(ContractTestOptions(excluded_checks=("moment-of-change",)))
    assert "updated-at" not in {one.id for one in left}


def test_findings_keep_their_order(checks: Callable[..., None]) -> None:
    checks(check("a", fails("a")), check("b", fails("b")))
    test = on()
    events = [event for event in test.run() if isinstance(event, Finding)]
    assert [one.rule for one in events] == ["a", "b"]
    assert test.findings == events
    assert test.result().findings == tuple(events)


def test_stop_at_first_finding(checks: Callable[..., None]) -> None:
    checks(check("a", passes), check("b", fails("b")), check("c", fails("c")))
    test = on(options=ContractTestOptions(phases=(), stop_at_first=True))
    list(test.run())
    assert [one.rule for one in test.findings] == ["b"]
    assert not test.result().finished


def test_an_internal_error_of_a_check_does_not_stop_the_others(checks: Callable[..., None]) -> None:
    checks(check("a", crashes), check("b", fails("b")))
    test = on()
    list(test.run())
    assert [one.rule for one in test.findings] == ["crash", "b"]
    assert test.crashes == ["check a: KeyError: 'ours'"]
    assert not test.result().finished
    assert any("internal error in check a; it was aborted" in note for note in test.result().notes)


def first_then_broken(number: int) -> Callable[[Request, Send], Response]:
    seen: list[Request] = []

    def change(request: Request, send: Send) -> Response:
        seen.append(request)
        return send(request) if len(seen) <= number else broken(request, send)

    return change


def drops(path: str) -> Callable[[Request, Send], Response]:
    """Return a server that drops the connection of requests to one path."""

    def change(request: Request, send: Send) -> Response:
        if request.path == path:
            raise TransportError("the connection was closed", kind="broken")
        return send(request)

    return change


def test_a_request_without_a_response_is_a_finding_and_the_run_goes_on(checks: Callable[..., None]) -> None:
    checks(check("a", asks), check("b", fails("b")), check("c", asks))
    test = on(Shop(drops("/things/41")), known={"id": ("42",)})
    list(test.run())
    assert [one.rule for one in test.findings] == ["no-answer", "b"]
    evidence = test.findings[0].evidence
    assert evidence is not None
    assert (evidence.requests, evidence.response) == ((Request("GET", "/things/41"),), None)
    assert test.result().finished


def test_the_test_stops_if_the_server_stops_responding(checks: Callable[..., None]) -> None:
    checks(*(check(name, asks) for name in "abcdef"))
    test = on(Shop(first_then_broken(1)), ContractTestOptions(), known={"id": ("41",)})
    list(test.run())
    assert [one.rule for one in test.findings] == ["no-answer"]
    assert any("server stopped responding" in note for note in test.result().notes)
    assert not test.result().finished


def test_an_unreachable_server_raises(checks: Callable[..., None]) -> None:
    checks(check("a", fails("a")))
    test = on(Shop(broken))
    with pytest.raises(SubjectError):
        list(test.run())
    assert test.findings == []


def test_the_time_limit_keeps_the_findings(checks: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(session: Session) -> Iterator[Finding]:
        yield finding_of(session, "early")
        session.deadline = 0.0
        session.send(Request("GET", "/things/41"))

    checks(check("a", ends), check("b", fails("b")))
    test = on(options=ContractTestOptions(phases=(), max_time=3600.0))
    list(test.run())
    assert [one.rule for one in test.findings] == ["early"]
    assert (test.crashes, test.result().finished) == ([], False)
    assert "the test was stopped early, after 3600 seconds" in test.result().notes


def test_findings_of_the_engine_are_included(checks: Callable[..., None]) -> None:
    checks(check("a", passes))

    def spoilt(request: Request, send: Send) -> Response:
        answer = send(request)
        return Response(answer.status, answer.headers, b'{"id": "seven"}') if answer.is_success else answer

    test = on(Shop(spoilt), ContractTestOptions(phases=("examples",)), known={"id": ("41",)})
    stages = {event.stage for event in test.run() if isinstance(event, Progress)}
    assert test.findings
    assert stages == {"checks", "examples"}


def test_an_unknown_phase_is_rejected(checks: Callable[..., None]) -> None:
    checks(check("a", passes))
    with pytest.raises(UsageError, match="phase"):
        list(on(options=ContractTestOptions(phases=("nope",))).run())


def test_the_result_has_coverage_and_settings(checks: Callable[..., None]) -> None:
    checks(check("a", fails("a")))
    test = on(identities=(Identity("all", SECRET),), operations=("readThing",), seed=3, known={"id": ("41",)})
    list(test.run())
    run = test.result(document="shop.yaml", reproduce="again")
    expected = Run(
        "contracts test",
        "shop.yaml",
        "http://shop.test",
        tuple(test.findings),
        operations=("readThing",),
        documented={"readThing": ("200", "400", "401", "404")},
        cells=run.cells,
        requests=test.session.requests,
        reproduce="again",
        seed=3,
        finished=True,
        secrets=run.secrets,
        references=run.references,
        seconds=run.seconds,
        rules=run.rules,
    )
    assert run == expected
    assert run.references["s3cret"] == "$CASEMOCK_ALL"
    assert {"a", "server-error"} <= {rule.id for rule in run.rules}
    assert run.seconds.keys() == {(cell.operation, cell.check) for cell in run.cells if cell.asserted}
    assert SECRET in run.secrets
    assert [(cell.check, cell.failed) for cell in run.cells] == [("a", 1)]


def test_a_transport_error_in_the_preflight_is_not_an_internal_error(checks: Callable[..., None]) -> None:
    checks(check("a", passes))

    def gone(request: Request, _: Send) -> Response:
        raise TransportError("nothing there", kind="unreachable", hint="start it")

    with pytest.raises(SubjectError, match="nothing there"):
        list(on(Shop(gone)).run())


def test_ctrl_c_during_an_import_is_not_an_internal_error(checks: Callable[..., None]) -> None:
    def interrupted(_: Session) -> Iterator[Finding]:
        yield from ()
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    checks(check("a", interrupted))
    test = on()
    with pytest.raises(KeyboardInterrupt):
        list(test.run())
    assert (test.crashes, test.result().finished) == ([], False)
