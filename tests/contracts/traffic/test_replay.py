"""Replay: selection of cases, findings, and early stops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.conformance.credentials import Identity
from contracts.errors import SubjectError, TransportError
from contracts.findings import Finding, Location
from contracts.messages import Request, Response
from contracts.run_result import CoverageCell, Progress
from contracts.traffic.recorded_case import SOURCES, ExpectedExchange, RecordedCase
from contracts.traffic.replay import Replay, ReplayOptions

CONTRACT = contracts.load(Path(__file__).parents[3] / "openapi.yaml")
SERVEROPS = next(api for api in CONTRACT.apis if api.name == "serverops")
OK = Response(200, (("content-type", "application/json"),), b'{"a": 1, "b": 2}')


class Script:
    """A transport that responds with a function and records the requests."""

    base = "http://subject"

    def __init__(self, respond: Callable[[Request], Response]) -> None:
        self.respond = respond
        self.sent: list[Request] = []

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        self.sent.append(request)
        return self.respond(request)

    def close(self) -> None:
        """Do nothing."""


def case(*targets: str, source: str = "seed", expected: dict[str, Any] | None = None, **more: Any) -> RecordedCase:
    exchanges = tuple(
        ExpectedExchange(
            Request("GET", target, (("content-length", "0"),)), expected or {"status": 200}, Location("c.yaml", n)
        )
        for n, target in enumerate(targets, start=1)
    )
    return RecordedCase("c.yaml", "It is so.", source, exchanges, **more)


def replayed(cases: list[RecordedCase], respond: Callable[[Request], Response] = lambda _: OK, **more: Any) -> Replay:
    replay = Replay(cases, Script(respond), more.pop("contract", None), ReplayOptions(**more))
    list(replay.run())
    return replay


def test_expected_responses_have_no_findings() -> None:
    replay = Replay([case("/a"), case("/b", "/c")], Script(lambda _: OK))
    assert list(replay.run()) == [Progress("cases", "c.yaml", 1, 2, 1), Progress("cases", "c.yaml", 2, 2, 3)]
    run = replay.result(document="", reproduce="again")
    assert (run.command, run.subject, run.findings, run.requests, run.finished) == (
        "contracts replay",
        "http://subject",
        (),
        3,
        True,
    )
    assert run.cells == (CoverageCell("", 200, "status", 3, 0),)


def test_findings_have_a_location_and_all_requests_of_the_case() -> None:
    expected = {"status": 200, "json": {"a": 2, "b": 3}, "lacks": ["/a"]}
    replay = replayed([case("/x", "/y", expected=expected)])
    assert [one.rule for one in replay.findings] == ["replay/json", "replay/lacks"] * 2
    last = replay.findings[2]
    assert (last.location.file, last.location.line) == ("c.yaml", 2)
    assert last.message == "It is so: GET /y: unexpected body /a, and 1 more difference"
    assert last.evidence is not None
    assert [request.target for request in last.evidence.requests] == ["/x", "/y"]
    assert (last.evidence.expected, last.evidence.got, last.evidence.response) == ("body /a: 2", "1", OK)
    assert last.evidence.requests[0].headers == ()


def test_findings_are_yielded_immediately() -> None:
    replay = Replay([case("/a"), case("/b")], Script(lambda _: Response(500)))
    first = next(replay.run())
    assert isinstance(first, Finding)
    assert replay.requests == 1
    assert replay.result(finished=False).findings == (first,)


def test_cases_are_selected_by_source() -> None:
    cases = [case(f"/{source}", source=source) for source in SOURCES]
    assert [one.source for one in replayed(cases).cases] == ["seed", "public", "standard"]
    assert [one.source for one in replayed(cases, sources=("mock",)).cases] == ["mock"]
    assert replayed(cases).notes == [
        "skipped 1 case with source 'assumed', which --source does not include",
        "skipped 1 case with source 'mock', which --source does not include",
    ]


def test_cases_that_need_settings_are_skipped() -> None:
    replay = replayed([case("/a", settings={"seed": 7})])
    assert replay.cases == ()
    assert "settings of casemock" in replay.notes[0]


def test_one_api_is_tested_at_its_own_paths() -> None:
    cases = [case("/serverops/cases/1"), case("/tines/api/v1/cases/1"), case("/serverops/cases/1", "/elsewhere")]
    transport = Script(lambda _: Response(404))
    replay = Replay([*cases, case("/cases/2", source="")], transport, CONTRACT, ReplayOptions(api=SERVEROPS))
    list(replay.run())
    assert [request.target for request in transport.sent] == ["/cases/1", "/cases/2"]
    assert replay.notes == ["skipped 2 cases for an API other than --api"]
    assert {one.evidence.operation for one in replay.findings if one.evidence} == {"serverops_getCase"}
    assert replay.result().operations == ("serverops_getCase", "serverops_updateCase")


def test_responses_are_validated_against_the_document() -> None:
    replay = replayed([case("/serverops/cases/1")], contract=CONTRACT)
    (finding,) = replay.findings
    assert finding.rule == "replay/contract"
    assert finding.evidence is not None
    assert finding.evidence.expected == "body: a value that matches schema ServerOpsCase"
    assert ("serverops_getCase", 200, "contract") in {
        (cell.operation, cell.status, cell.check) for cell in replay.result().cells
    }


def test_secrets_are_masked_in_reports() -> None:
    recorded = RecordedCase(
        "t.har",
        "As recorded.",
        "",
        (
            ExpectedExchange(
                Request("GET", "/", (("authorization", "Bearer theirs"),)), {"status": 200}, Location("t.har")
            ),
        ),
    )
    run = replayed([recorded], identities=(Identity("me", "mine"),)).result()
    assert set(run.secrets) >= {"mine", "Bearer mine"}


def failing(kind: str) -> Callable[[Request], Response]:
    def fail(_: Request) -> Response:
        raise TransportError("no luck", kind=kind, hint="look there")

    return fail


def test_a_request_without_response_is_a_finding_and_ends_its_case() -> None:
    replay = replayed([case("/a", "/b")], failing("timeout"))
    (finding,) = replay.findings
    assert (finding.rule, finding.hint, replay.requests) == ("no-answer", "look there", 1)
    assert finding.evidence is not None
    assert finding.evidence.response is None


def test_a_request_that_cannot_be_sent_is_noted_and_ends_its_case() -> None:
    def reject(_: Request) -> Response:
        raise ValueError("not valid")

    replay = replayed([case("/a", "/b")], reject)
    assert (replay.findings, replay.notes) == ([], ["c.yaml:1:0: the request cannot be sent: not valid"])


@pytest.mark.parametrize(("kind", "requests"), [("unreachable", 1), ("tls", 1), ("timeout", 3)])
def test_the_replay_stops_without_responses(kind: str, requests: int) -> None:
    replay = Replay([case("/a")] * 5, Script(failing(kind)))
    with pytest.raises(SubjectError, match="http://subject: no luck"):
        list(replay.run())
    assert replay.requests == requests


@pytest.mark.parametrize(
    ("status", "message"), [(404, "responds with 404 to all"), (401, "responds with 401 to all requests")]
)
def test_the_replay_stops_if_all_requests_are_rejected(status: int, message: str) -> None:
    replay = Replay([case("/a")] * 30, Script(lambda _: Response(status)))
    with pytest.raises(SubjectError, match=message):
        list(replay.run())
    assert replay.requests == 10


def test_the_replay_continues_after_a_success() -> None:
    replay = replayed([case(f"/{n}") for n in range(30)], lambda one: OK if one.target == "/3" else Response(404))
    assert len(replay.findings) == 29
