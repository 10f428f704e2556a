"""Servers with intermittently different responses, and responses that may differ."""

from __future__ import annotations

import json
import threading

import pytest

from contracts.conformance.checks import determinism
from contracts.conformance.client import MAX_TIMEOUTS
from contracts.errors import SubjectError, TransportError
from contracts.messages import Response
from contracts.transports.in_process import AsgiTransport
from tests.contracts.conformance.checks.notes import Notes, answer, document, findings, rules, session


def _every(number, wrong):
    """Return a server with a wrong response to every n-th read."""

    class Every(Notes):
        readings = 0

        def read(self, identifier, query):
            self.readings += 1
            reply = super().read(identifier, query)
            return wrong(self, reply) if self.readings % number == 0 else reply

    return Every


def _breaks(_server, _reply):
    raise TransportError("the connection was closed", kind="broken")


WRONG = {
    "crashes": lambda server, reply: Response(500),
    "denies": lambda server, reply: Response(404),
    "other title": lambda server, reply: answer({**reply.json, "title": "Another"}),
    "without state": lambda server, reply: answer({key: one for key, one in reply.json.items() if key != "state"}),
    "cut off": lambda server, reply: Response(200, reply.headers, reply.body[:-5]),
    "as text": lambda server, reply: Response(200, (("content-type", "text/plain"),), reply.body),
}


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_an_error_in_every_twentieth_response(wrong, fast):
    found = findings(determinism.CHECK, _every(20, wrong)(), operations=("read",), fast=fast)
    assert [finding.rule for finding in found] == ["determinism/intermittent"]


def test_two_servers_that_disagree():
    wrong = _every(2, lambda server, reply: answer({**reply.json, "state": "neither"}))
    assert rules(determinism.CHECK, wrong()) == ["determinism/intermittent"]


def test_a_read_that_updates_the_item():
    class Touching(Notes):
        def read(self, identifier, query):
            self.notes[identifier]["updated_at"] = self.now()
            return super().read(identifier, query)

    assert rules(determinism.CHECK, Touching()) == ["determinism/intermittent"]


def test_prose_that_differs_in_each_response():
    class Inventing(Notes):
        readings = 0

        def read(self, identifier, query):
            self.readings += 1
            return answer({**super().read(identifier, query).json, "text": f"Text number {self.readings}"})

    assert rules(determinism.CHECK, Inventing()) == ["determinism/intermittent"]


def test_an_overloaded_server_is_ignored():
    class Full(Notes):
        asked = 0

        def send(self, request, *, fresh=False):
            self.asked += 1
            return Response(503, (("retry-after", "1"),)) if self.asked > 9 else super().send(request)

    asked = session(Full())
    assert list(determinism.CHECK.run(asked)) == []
    assert any("the server limits requests" in note for note in asked.notes)


def test_a_change_by_another_client_is_ignored():
    class Shared(Notes):
        readings = 0

        def read(self, identifier, query):
            self.readings += 1
            if self.readings == 20:
                self.notes[identifier]["title"] = "Changed by somebody"
            return super().read(identifier, query)

    assert rules(determinism.CHECK, Shared()) == []


class Racing(Notes):
    """Mixes up the responses to parallel requests."""

    def __init__(self):
        super().__init__()
        self.under_way = 0
        self.lock = threading.Lock()
        self.second = threading.Event()

    def send(self, request, *, fresh=False):
        if threading.current_thread() is threading.main_thread():
            return super().send(request)
        with self.lock:
            self.under_way += 1
            mixed = self.under_way == 2
        if mixed:
            self.second.set()
        else:
            self.second.wait(10)
        return answer({**super().send(request).json, "title": "of the other"}) if mixed else super().send(request)


def test_parallel_requests():
    assert rules(determinism.CHECK, Racing(), operations=("read",)) == ["determinism/parallel"]


def test_an_unreachable_server_raises():
    class Gone(Notes):
        asked = 0

        def send(self, request, *, fresh=False):
            self.asked += 1
            if self.asked > 5:
                raise TransportError("connection refused", kind="unreachable")
            return super().send(request)

    with pytest.raises(SubjectError, match="connection refused"):
        rules(determinism.CHECK, Gone())


def test_no_request_is_sent_after_a_timeout():
    class Hanging(Notes):
        hung = 0

        def send(self, request, *, fresh=False):
            if request.path.startswith("/several"):
                self.hung += 1
                if self.hung > 3:
                    raise TransportError("no response within 10 seconds", kind="timeout")
            return super().send(request)

    server = Hanging()
    asked = session(server, operations=("several",))
    assert list(determinism.CHECK.run(asked)) == []
    assert [(one.operation.id if one.operation else "", one.error.kind) for one in asked.losses] == [
        ("several", "timeout")
    ]
    assert server.hung <= 3 + MAX_TIMEOUTS


def test_an_application_that_raises_intermittently():
    async def application(scope, receive, send):
        counted.append(1)
        if len(counted) % 20 == 0:
            raise RuntimeError("no database")
        reply = Notes().read("n001", {})
        headers = [(name.encode(), value.encode()) for name, value in reply.headers]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    counted: list[int] = []
    transport = AsgiTransport(application)
    found = findings(determinism.CHECK, transport, operations=("read",))
    transport.close()
    assert [
        finding.evidence.response.status for finding in found if finding.evidence and finding.evidence.response
    ] == [500]


def test_a_finding_names_the_path_and_the_number():
    (finding,) = findings(determinism.CHECK, _every(20, WRONG["other title"])(), operations=("read",))
    assert finding.evidence is not None
    assert finding.evidence.expected == "the same body/title each time"
    assert finding.evidence.got.startswith('body/title "Another" in response ')
    assert json.loads(finding.evidence.response.body if finding.evidence.response else b"")["title"] == "Another"


def _with_figures(respond):
    """Return a server with ``GET /figures``, and its document."""
    tree = document()
    figures = {"type": "object", "properties": {"load": {}}}
    content = {"application/json": {"schema": figures}}
    get = {"operationId": "figures", "responses": {"200": {"description": "figures", "content": content}}}
    tree["paths"]["/figures"] = {"get": get}

    class Figures(Notes):
        reads = 0

        def route(self, request, segments, query):
            if segments != ["figures"]:
                return super().route(request, segments, query)
            self.reads += 1
            return answer({"load": respond(self.reads)})

    return Figures(), tree


@pytest.mark.parametrize(
    ("respond", "expected"),
    [
        (lambda reads: reads * 7 % 5, []),
        (lambda reads: str(reads * 7 % 5), []),
        (lambda reads: "high" if reads % 10 == 0 else "low", ["determinism/intermittent"]),
    ],
)
def test_numbers_outside_of_items_may_be_measurements(respond, expected):
    server, tree = _with_figures(respond)
    assert rules(determinism.CHECK, server, tree, operations=("figures",)) == expected


@pytest.mark.parametrize(("deviations", "expected"), [(1, []), (40, ["determinism/intermittent"])])
def test_a_state_that_changes_in_the_background(deviations, expected):
    class Working(Notes):
        """The state of the first note is another one in every seventh response, as often as there are deviations."""

        responses = 0
        left = deviations

        def list(self, query):
            self.responses += 1
            reply = super().list(query)
            if self.responses % 7 or not self.left:
                return reply
            self.left -= 1
            notes = reply.json
            return answer([{**notes[0], "state": {"open": "done", "done": "open"}[notes[0]["state"]]}, *notes[1:]])

    assert rules(determinism.CHECK, Working(), operations=("list",)) == expected
