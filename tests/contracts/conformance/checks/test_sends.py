"""Each check sends only what it declares and what the user allows, and leaves the data of others as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import pytest

from contracts.conformance.assertions.item_fields import is_updated
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.checks.registry import all_checks
from contracts.conformance.restoration import put_back
from contracts.conformance.safety import SAFE_METHODS, is_destructive
from contracts.conformance.session import Session, SessionPlan
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.model import Operation
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from tests.contracts.conformance.checks.notes import LOADED, Notes
from tests.contracts.conformance.checks.subjects import document, identities

PREPARATION = "contracts.conformance.items."
"""Package of the functions that send requests to prepare a check."""

Server = Any

each_check = pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)


@dataclass
class Recorder:
    """Passes requests to a server and records them.

    :ivar exchanges: all requests with their responses.
    :ivar own: those that a check sends itself, without those that find or create its items.
    """

    server: Server
    exchanges: list[tuple[Request, Response]] = field(default_factory=list)
    own: list[tuple[Request, Response]] = field(default_factory=list)

    @property
    def base(self) -> str:
        return str(self.server.base)

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        response: Response = self.server.send(request, fresh=fresh)
        self.exchanges.append((request, response))
        if not _is_preparation(sys._getframe()):
            self.own.append((request, response))
        return response

    def close(self) -> None:
        self.server.close()


def _is_preparation(frame: FrameType | None) -> bool:
    """Whether the item pool or ``Session.success`` sends the current request."""
    while frame is not None:
        named = f"{frame.f_globals.get('__name__', '')}."
        if named.startswith(PREPARATION) or frame.f_code is Session.success.__code__:
            return True
        frame = frame.f_back
    return False


@contextmanager
def notes(**plan: Any) -> Iterator[tuple[Session, Recorder]]:
    recorder = Recorder(Notes())
    yield Session(LOADED, recorder, SessionPlan(**plan)), recorder


@contextmanager
def petstore(**plan: Any) -> Iterator[tuple[Session, Recorder]]:
    """A mock on which only initial and created items exist."""
    contract = document("petstore-3.1")
    recorder = Recorder(AsgiTransport(create_app(contract, closed=True)))
    try:
        yield Session(contract, recorder, SessionPlan(identities=identities(contract), **plan)), recorder
    finally:
        recorder.close()


SERVERS = {"notes": notes, "petstore": petstore}


def kinds(session: Session, recorder: Recorder) -> dict[Request, Sends]:
    """Return what the unsafe requests of a check are, judging by the responses of a correct server.

    A repeated request is what it was the first time.
    """
    found: dict[Request, Sends] = {}
    for request, response in recorder.own:
        if request.method not in SAFE_METHODS:
            route = session.routes.match(request.method, request.path)
            accepted = route.operation if route and response.is_success else None
            found.setdefault(request, _effect(accepted, response) if accepted else Sends.INVALID)
    return found


def _effect(operation: Operation, response: Response) -> Sends:
    if is_destructive(operation):
        return Sends.DELETE
    role = operation.resource.role if operation.resource else ""
    creates = operation.method == "POST" and role in {"", "create", "save", "upload"}
    return Sends.CREATE if creates or response.status == 201 else Sends.UPDATE


def items_of(session: Session, server: Server) -> dict[str, Any]:
    """Return the items that the reads of a document show, without the timestamps of the last change, by path."""
    found: dict[str, Any] = {}
    for reader, values in session.items.listed_at_start():
        request = session.request(reader, values=values)
        response = server.send(request)
        found[request.path] = (response.status, _without_timestamps(response.json))
    return found


def _without_timestamps(item: Any) -> Any:
    return {name: value for name, value in item.items() if not is_updated(name)} if isinstance(item, dict) else item


@each_check
@pytest.mark.parametrize("name", SERVERS)
def test_a_check_declares_what_it_sends_and_changes_nothing_of_others(name: str, check: Check) -> None:
    with SERVERS[name]() as (session, recorder):
        session.items.take_snapshot()
        before = items_of(session, recorder.server)
        list(check.run(session))
        sent = kinds(session, recorder).items()
        assert [f"{kind}: {one.method} {one.target}" for one, kind in sent if kind not in check.sends] == []
        list(put_back(session))
        assert len(before) > 2
        assert items_of(session, recorder.server) == before


def test_requests_of_each_kind_are_recognized() -> None:
    def run(session: Session) -> Iterator[Finding]:
        reader, writer, creator = (session.contract.operation(name) for name in ("read", "update", "create"))
        made = session.items.disposable(reader)
        session.send(session.request(creator, body={"title": "New", "state": "open"}))
        session.send(session.request(creator, body={"title": ""}))
        session.send(session.request(writer, values=made, body={"stars": 4}))
        for _ in range(2):
            session.send(session.request(session.contract.operation("delete"), values=made))
        yield from ()

    with notes() as (session, recorder):
        list(run(session))
    assert list(kinds(session, recorder).values()) == [Sends.CREATE, Sends.INVALID, Sends.UPDATE, Sends.DELETE]
    assert len(recorder.exchanges) > len(recorder.own)


def _unsafe(exchanges: list[tuple[Request, Response]]) -> list[str]:
    return [f"{request.method} {request.target}" for request, _ in exchanges if request.method not in SAFE_METHODS]


def _run_all(session: Session) -> None:
    session.items.take_snapshot()
    for check in all_checks():
        list(check.run(session))
    list(put_back(session))


@pytest.mark.parametrize("name", SERVERS)
def test_no_check_changes_anything_with_read_only(name: str) -> None:
    with SERVERS[name](read_only=True) as (session, recorder):
        _run_all(session)
    assert _unsafe(recorder.exchanges) == []
    assert len(recorder.exchanges) > 100


@pytest.mark.parametrize("name", SERVERS)
def test_no_check_deletes_anything_with_no_delete(name: str) -> None:
    with SERVERS[name](no_delete=True) as (session, recorder):
        _run_all(session)
    assert [one for one in _unsafe(recorder.exchanges) if one.startswith("DELETE")] == []
    assert any(one.startswith("POST") for one in _unsafe(recorder.exchanges))


EXCLUDED = {
    "notes": [("create", "delete"), ("update", "several"), ("replace", "list")],
    "petstore": [("checkIn", "checkOut"), ("updateGuest", "leaveFeedback"), ("rebookVisit", "listGuests")],
}


@pytest.mark.parametrize(
    ("name", "excluded"), [(name, excluded) for name, each in EXCLUDED.items() for excluded in each]
)
def test_no_check_sends_excluded_operations(name: str, excluded: tuple[str, ...]) -> None:
    with SERVERS[name](excluded=excluded) as (session, recorder):
        _run_all(session)
        sent = {_operation(session, request) for request, _ in recorder.exchanges}
    assert len(sent) > 3
    assert not sent & set(excluded)


def _operation(session: Session, request: Request) -> str:
    route = session.routes.match(request.method, request.path)
    return route.operation.id if route else ""
