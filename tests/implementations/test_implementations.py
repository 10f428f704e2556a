"""Two correct implementations of ServerOps: casemock finds no violation in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote

import pytest

import contracts
from contracts.conformance.session import Session, SessionPlan
from contracts.contract_test import ContractTestOptions, ContractTestRun
from contracts.messages import Request, Response
from contracts.traffic.golden import read_case
from contracts.traffic.recorded_case import RecordedCase
from contracts.traffic.replay import Replay
from contracts.transports.in_process import AsgiTransport, WsgiTransport
from contracts.transports.transport import Transport
from tests.implementations import fastapi_serverops, flask_serverops
from tests.implementations.serverops_data import KNOWN_IDS, accepts_json

ROOT = Path(__file__).parents[2]
CONTRACT = contracts.load(ROOT / "openapi.yaml")
SERVEROPS = tuple(operation.id for operation in CONTRACT.operations if operation.api == "serverops")
CASES = [read_case(path) for path in sorted((ROOT / "fixtures" / "golden" / "serverops").glob("*.yaml"))]
ITEMS = "/serverops/cases/"

Make = Callable[[Iterable[str]], Transport]

every_implementation = pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda ids: AsgiTransport(fastapi_serverops.create_app(ids)), id="fastapi"),
        pytest.param(lambda ids: WsgiTransport(flask_serverops.create_app(ids)), id="flask"),
    ],
)


def ids_of(cases: Iterable[RecordedCase]) -> list[str]:
    """Return the ids that must exist for the golden cases."""
    paths = {exchange.request.path for case in cases for exchange in case.exchanges}
    named = {unquote(path.removeprefix(ITEMS)) for path in paths if path.startswith(ITEMS)}
    return sorted(one for one in named | {"golden-route"} if not one.startswith("missing-"))


@every_implementation
def test_golden_cases_succeed(make: Make) -> None:
    transport = make(ids_of(CASES))
    replay = Replay(CASES, transport, CONTRACT)
    assert [str(event.message) for event in replay.run() if hasattr(event, "rule")] == []
    assert len(replay.cases) == 41
    transport.close()


@every_implementation
@pytest.mark.parametrize("seed", [1, 2])
def test_contract_test_has_no_findings(make: Make, seed: int) -> None:
    """No false positives of the checks and the phases ``examples`` and ``coverage``."""
    transport = make(KNOWN_IDS)
    session = Session(CONTRACT, transport, SessionPlan(seed=seed, operations=SERVEROPS, known={"id": KNOWN_IDS}))
    test = ContractTestRun(session, ContractTestOptions(phases=("examples", "coverage")))
    list(test.run())
    assert [(one.rule, one.message) for one in test.findings] == []
    assert test.crashes == []
    assert session.requests > 100
    transport.close()


def send(
    make: Make, method: str = "GET", target: str = f"{ITEMS}case-1", body: bytes = b"", **headers: str
) -> Response:
    sent = {
        "authorization": "Bearer so_test_full",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    transport = make(KNOWN_IDS)
    try:
        return transport.send(Request(method, target, tuple(sent.items()), body))
    finally:
        transport.close()


@every_implementation
@pytest.mark.parametrize(
    ("headers", "body", "target", "status"),
    [
        ({"authorization": "Bearer so_test_nobody", "accept": "text/html"}, b"{", "missing", 401),
        ({"authorization": "Bearer so_test_readonly", "accept": "text/html"}, b"{", "missing", 403),
        ({"accept": "text/html", "content-type": "text/plain"}, b"{", "missing", 406),
        ({"content-type": "text/plain"}, b"{", "missing", 404),
        ({"content-type": "text/plain"}, b" " * (10 * 1024 * 1024 + 1), "case-1", 415),
        ({}, b" " * (10 * 1024 * 1024 + 1), "case-1", 413),
        ({}, b"{", "case-1", 400),
        ({}, b"", "case-1", 400),
        ({}, b"[]", "case-1", 400),
        ({}, b'{"title": "\\ud800"}', "case-1", 400),
        ({}, b'{"title": "\xff"}', "case-1", 400),
        ({}, b'{"title": " \\t"}', "case-1", 400),
        ({}, b'{"description": null}', "case-1", 400),
        ({}, b'{"status": "lost"}', "case-1", 400),
        ({}, b"[" * 100_000, "case-1", 400),
        ({}, b'{"x": NaN}', "case-1", 400),
        ({}, b'{"colour": 1}', "case-1", 200),
    ],
)
def test_errors_are_checked_in_the_order_of_the_contract(
    make: Make, headers: dict[str, str], body: bytes, target: str, status: int
) -> None:
    response = send(make, "PATCH", f"{ITEMS}{target}", body, **headers)
    assert response.status == status
    name = "ServerOpsCase" if status == 200 else "ServerOpsError"
    assert CONTRACT.schema(f"/components/schemas/{name}").is_valid(response.json)


def test_internal_error_of_flask_has_an_error_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flask_serverops, "accepts_json", lambda _: 1 / 0)
    response = send(lambda ids: WsgiTransport(flask_serverops.create_app(ids)))
    assert (response.status, response.json["error"]["code"]) == (500, "internal")


def test_internal_error_of_fastapi_has_an_error_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starlette sends a response, then raises the exception again so that the server logs it; the response counts."""
    monkeypatch.setattr(fastapi_serverops, "accepts_json", lambda _: 1 / 0)
    response = send(lambda ids: AsgiTransport(fastapi_serverops.create_app(ids)))
    assert (response.status, response.json["error"]["code"]) == (500, "internal")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("", True), ("*/*;q=0.1", True), ("application/json;q=0, */*", False), ("text/*", False), ("a;q=x, */*", True)],
)
def test_accept_header(accept: str, expected: bool) -> None:
    assert accepts_json(accept) is expected
