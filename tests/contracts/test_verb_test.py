"""The contract test: diagnosis, checks that read, checks that write, the engine; whatever fails, the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contracts import test as verb
from contracts.checks.check import Check
from contracts.errors import SubjectError, TransportError, UsageError
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.outcome import Progress, Run
from contracts.probe.identities import Identity
from contracts.probe.session import Session
from contracts.test import ContractTest, Options, select_checks
from tests.contracts.exploration.shop import SECRET, Send, Shop, broken
from tests.contracts.exploration.shop import session as begun

NO_ENGINE = Options(phases=())

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


def on(shop: Any = None, options: Options = NO_ENGINE, **plan: Any) -> ContractTest:
    return ContractTest(begun(shop or Shop(), **plan), options)


def titles(test: ContractTest) -> list[str]:
    return [event.subject for event in test.run() if isinstance(event, Progress) and event.subject]


def test_checks_that_read_come_before_those_that_write(checks: Callable[..., None]) -> None:
    checks(check("a", passes, writes=True), check("b", passes), check("c", passes, writes=True), check("d", passes))
    assert titles(on()) == ["title of b", "title of d", "title of a", "title of c"]


def test_checks_are_taken_and_left_by_their_ids(checks: Callable[..., None]) -> None:
    checks(check("a", passes), check("b", passes), check("c", passes))
    assert [one.id for one in select_checks(Options(checks=("c", "a")))] == ["a", "c"]
    assert [one.id for one in select_checks(Options(excluded_checks=("b",)))] == ["a", "c"]
    with pytest.raises(UsageError, match="'d'"):
        select_checks(Options(excluded_checks=("d",)))


def test_findings_are_kept_in_the_order_they_are_made(checks: Callable[..., None]) -> None:
    checks(check("a", fails("a")), check("b", fails("b")))
    test = on()
    events = [event for event in test.run() if isinstance(event, Finding)]
    assert [one.rule for one in events] == ["a", "b"]
    assert test.findings == events
    assert test.result().findings == tuple(events)


def test_the_first_finding_ends_it_where_that_is_asked_for(checks: Callable[..., None]) -> None:
    checks(check("a", passes), check("b", fails("b")), check("c", fails("c")))
    test = on(options=Options(phases=(), stop_at_first=True))
    list(test.run())
    assert [one.rule for one in test.findings] == ["b"]
    assert not test.result().finished


def test_a_check_that_crashes_is_told_and_the_others_go_on(checks: Callable[..., None]) -> None:
    checks(check("a", crashes), check("b", fails("b")))
    test = on()
    list(test.run())
    assert [one.rule for one in test.findings] == ["crash", "b"]
    assert test.crashes == ["a: KeyError: 'ours'"]
    assert not test.result().finished
    assert any("a failed itself" in note for note in test.result().notes)


def first_then_broken(number: int) -> Callable[[Request, Send], Response]:
    seen: list[Request] = []

    def change(request: Request, send: Send) -> Response:
        seen.append(request)
        return send(request) if len(seen) <= number else broken(request, send)

    return change


def test_a_request_without_an_answer_is_red_and_the_others_are_asked(checks: Callable[..., None]) -> None:
    checks(check("a", asks), check("b", fails("b")), check("c", asks))
    test = on(Shop(first_then_broken(1)), known={"id": ("41",)})
    list(test.run())
    assert [one.rule for one in test.findings] == ["no-answer", "b", "no-answer"]
    evidence = test.findings[0].evidence
    assert evidence is not None
    assert (evidence.requests, evidence.response) == ((Request("GET", "/things/41"),), None)


def test_a_subject_that_has_gone_is_not_asked_for_ever(checks: Callable[..., None]) -> None:
    checks(*(check(name, asks) for name in "abcdef"))
    shop = Shop(first_then_broken(1))
    test = on(shop, Options(), known={"id": ("41",)})
    list(test.run())
    assert len(shop.sent) == 1 + verb.MAX_UNANSWERED_CHECKS
    assert len(test.findings) == verb.MAX_UNANSWERED_CHECKS
    assert any("answers no more" in note for note in test.result().notes)
    assert not test.result().finished


def test_nothing_there_to_test_is_no_finding(checks: Callable[..., None]) -> None:
    checks(check("a", fails("a")))
    test = on(Shop(broken))
    with pytest.raises(SubjectError):
        list(test.run())
    assert test.findings == []


def test_time_that_is_over_ends_it_with_what_was_found(
    checks: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(session: Session) -> Iterator[Finding]:
        yield finding_of(session, "early")
        session.deadline = 0.0
        session.send(Request("GET", "/things/41"))

    checks(check("a", ends), check("b", fails("b")))
    test = on(options=Options(phases=(), max_time=3600.0))
    list(test.run())
    assert [one.rule for one in test.findings] == ["early"]
    assert (test.crashes, test.result().finished) == ([], False)
    assert "the test was stopped after 3600 seconds, before its end" in test.result().notes


def test_what_the_engine_finds_is_found(checks: Callable[..., None]) -> None:
    checks(check("a", passes))

    def spoilt(request: Request, send: Send) -> Response:
        answer = send(request)
        return Response(answer.status, answer.headers, b'{"id": "seven"}') if answer.is_success else answer

    test = on(Shop(spoilt), Options(phases=("examples",)), known={"id": ("41",)})
    stages = {event.stage for event in test.run() if isinstance(event, Progress)}
    assert test.findings
    assert stages == {"checks", "examples"}


def test_an_unknown_phase_is_wrong_usage(checks: Callable[..., None]) -> None:
    checks(check("a", passes))
    with pytest.raises(UsageError, match="phase"):
        list(on(options=Options(phases=("nope",))).run())


def test_the_result_says_what_was_looked_at_and_by_whom(checks: Callable[..., None]) -> None:
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
    )
    assert run == expected
    assert SECRET in run.secrets
    assert [(cell.check, cell.failed) for cell in run.cells] == [("a", 1)]


def test_a_transport_error_of_the_diagnosis_is_not_taken_for_a_crash(checks: Callable[..., None]) -> None:
    checks(check("a", passes))

    def gone(request: Request, _: Send) -> Response:
        raise TransportError("nothing there", kind="unreachable", hint="start it")

    with pytest.raises(SubjectError, match="nothing there"):
        list(on(Shop(gone)).run())


def test_ctrl_c_while_a_module_is_imported_is_no_crash(checks: Callable[..., None]) -> None:
    def interrupted(_: Session) -> Iterator[Finding]:
        yield from ()
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    checks(check("a", interrupted))
    test = on()
    with pytest.raises(KeyboardInterrupt):
        list(test.run())
    assert (test.crashes, test.result().finished) == ([], False)
