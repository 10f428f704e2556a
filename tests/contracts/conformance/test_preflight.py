"""The preflight stops for servers that cannot be tested, and continues for servers with errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing

import pytest

import contracts
from contracts.conformance.preflight import run_preflight
from contracts.conformance.session import Session, SessionPlan
from contracts.errors import SubjectError, TransportError
from contracts.messages import Request, Response
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from mockserver.mutation.families import all_mutants
from mockserver.mutation.mutated_app import MutatedApp
from mockserver.settings import bundled_document
from tests.contracts.fuzzing import shop

JSON = ("content-type", "application/json")
HTML = ("content-type", "text/html; charset=utf-8")
REFUSED = frozenset({"auth-everybody-refused"})
"""Mutants that are indistinguishable from wrong credentials."""

Answer = Callable[[Request], Response]


class Subject:
    """A server whose responses come from a function, and that records its requests."""

    base = "https://api.example"

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[Request] = []

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        self.asked.append(request)
        return self._answer(request)

    def close(self) -> None:
        """Nothing to close."""


def refusal(answer: Answer) -> SubjectError:
    subject = Subject(answer)
    with pytest.raises(SubjectError) as caught:
        run_preflight(shop.session(subject))
    assert len(subject.asked) <= 15
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value


def always(status: int, *headers: tuple[str, str], body: bytes = b"") -> Answer:
    return lambda _: Response(status, headers, body)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (always(302, ("location", "/login")), "redirects every request, to /login"),
        (always(401, JSON, body=b'{"problem": "who?"}'), "rejects every request with 401"),
        (always(404, HTML, body=b"<h1>no</h1>"), "404 for every request, as for an unknown path"),
        (always(503, HTML, body=b"<h1>no</h1>"), "503 for every request: probably a gateway"),
        (always(200, HTML, body=b"<h1>Welcome</h1>"), "seems to serve another API"),
        (always(200, JSON, body=b'{"planet": "mars"}'), "seems to serve another API"),
    ],
    ids=["redirect", "credentials", "nowhere", "gateway", "page", "another API"],
)
def test_servers_that_cannot_be_tested(answer: Answer, words: str) -> None:
    assert words in refusal(answer).message


@pytest.mark.parametrize("kind", ["unreachable", "tls", "timeout", "too-large", "broken"])
def test_transport_errors_keep_their_hint(kind: str) -> None:
    def fail(_: Request) -> Response:
        raise TransportError("gone", kind=kind, hint="start it")

    error = refusal(fail)
    assert (error.message, error.hint) == ("https://api.example: gone", "start it")


def test_a_static_file_server_is_a_wrong_base_url() -> None:
    error = refusal(lambda request: Response(404 if request.method == "GET" else 501, (HTML,), b"<h1>no</h1>"))
    assert "as for an unknown path" in error.message


def test_unknown_ids_give_a_hint_to_pass_existing_ones() -> None:
    def answer(request: Request) -> Response:
        is_thing = request.path.startswith("/things")
        return Response(404, (JSON,), b'{"problem": "no such thing"}' if is_thing else b'{"detail": "no such path"}')

    error = refusal(answer)
    assert "none of the tried ids" in error.message
    assert "--known" in error.hint


@pytest.mark.parametrize(
    "answer",
    [
        always(500, JSON, body=b'{"problem": "x"}'),
        always(500),
        always(403, JSON, body=b'{"problem": "x"}'),
        always(400, JSON, body=b'{"detail": []}'),
        always(200, JSON, body=b"{}"),
        always(200, JSON, body=b"{not json"),
        always(200, JSON, body=b'{"data": {"Id": 7, "Name": "lamp"}}'),
        always(200, HTML, body=b'{"id": 7, "name": "lamp"}'),
        always(200, JSON, body=b"[]"),
    ],
)
def test_servers_with_errors_are_tested(answer: Answer) -> None:
    subject = Subject(answer)
    run_preflight(shop.session(subject))
    assert subject.asked


def test_a_server_that_redirects_known_paths_only_is_tested() -> None:
    def answer(request: Request) -> Response:
        is_thing = request.path.startswith("/things")
        return Response(301, (("location", request.path + "/"),)) if is_thing else Response(404)

    run_preflight(shop.session(Subject(answer)))


def test_a_server_without_the_ids_and_with_an_error_is_tested() -> None:
    def answer(request: Request) -> Response:
        body = b'{"problem": "no"}' if request.path.startswith("/things") else b"nowhere"
        return Response(404 if request.method == "GET" else 405, (JSON,), body)

    run_preflight(shop.session(Subject(answer)))


def test_one_valid_response_is_enough_and_nothing_is_written() -> None:
    subject = Subject(lambda request: Response(200, (JSON,), json.dumps({"id": 7, "name": "lamp"}).encode()))
    run_preflight(shop.session(subject))
    assert [request.method for request in subject.asked] == ["GET"]


def test_deletions_are_sent_last() -> None:
    subject = Subject(always(500))
    run_preflight(shop.session(subject))
    methods = [request.method for request in subject.asked]
    assert methods == sorted(methods, key=["GET", "POST", "DELETE"].index)


@pytest.mark.parametrize(("native", "hint"), [(True, "use the base URL http://localhost/serverops"), (False, "--api")])
def test_a_missing_or_additional_prefix_is_recognized(native: bool, hint: str) -> None:
    contract = contracts.load(bundled_document())
    app = create_app(contract)
    with closing(AsgiTransport(app)) as transport:

        class Elsewhere(Subject):
            """The mock, whose paths have the prefix, or behind a base URL that already has it."""

            base = "http://localhost"

        def answer(request: Request) -> Response:
            target = request.target if native else f"/serverops{request.target}"
            return transport.send(Request(request.method, target, request.headers, request.body))

        plan = SessionPlan(operations=("serverops_getCase", "serverops_updateCase"), native=native)
        with pytest.raises(SubjectError) as caught:
            run_preflight(Session(contract, Elsewhere(answer), plan))
    assert hint in caught.value.hint


@pytest.mark.parametrize("api", ["serverops", "tines"])
def test_every_mutant_passes_the_preflight(api: str) -> None:
    contract = contracts.load(bundled_document())
    operations = next(one.operations for one in contract.apis if one.name == api)
    app = create_app(contract)
    refused = []
    for mutant in all_mutants():
        if any(mutant.applies(operation) for operation in operations):
            app.store.close()
            with closing(AsgiTransport(MutatedApp(app, contract, mutant, operations))) as transport:
                try:
                    run_preflight(
                        Session(contract, transport, SessionPlan(operations=tuple(one.id for one in operations)))
                    )
                except SubjectError:
                    refused.append(mutant.id)
    assert set(refused) <= REFUSED
