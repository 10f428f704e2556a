"""Servers that fail for certain input, and the values that are sent."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from contracts.conformance.assertions.hostile_values import DEEP, ESCAPED, HEADERS, LONG, STRINGS, bodies
from contracts.conformance.checks import hostile_input
from contracts.conformance.restoration import put_back
from contracts.errors import SubjectError, TransportError
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, document, findings, rules, session


def _failing(fails):
    """Return a server that fails for some requests."""

    class Failing(Notes):
        def send(self, request, *, fresh=False):
            return Response(500) if fails(request) else super().send(request)

    return Failing


FAILURES = {
    "a null byte in the path": lambda request: "%00" in request.path,
    "a null byte in the query": lambda request: "%00" in request.target.partition("?")[2],
    "no UTF-8": lambda request: "%FF" in request.target,
    "a long value": lambda request: len(request.target) > LONG,
    "a large number": lambda request: str(2**63) in request.target,
    "an emoji": lambda request: "%F0%9F%98%80" in request.target,
    "a blank": lambda request: request.target.endswith(("=%20", "/%20")),
    "an empty value": lambda request: request.target.endswith("="),
    "an unknown parameter": lambda request: "casemock-unknown" in request.target,
    "a lone surrogate": lambda request: b"\\ud800" in request.body,
    "deep nesting": lambda request: request.body.count(b"[") >= DEEP,
    "no object": lambda request: request.body.startswith((b"[", b'"')),
    "a number beyond floats": lambda request: b"1e400" in request.body,
    "a blank body": lambda request: request.body == b" ",
    "NaN": lambda request: b"NaN" in request.body,
    "no text": lambda request: b'""' in request.body,
    "nothing in it": lambda request: request.body == b"{}",
}


@pytest.mark.parametrize("fails", FAILURES.values(), ids=FAILURES)
def test_failures_are_found(fails):
    found = findings(hostile_input.CHECK, _failing(fails)())
    assert {finding.rule for finding in found} == {"hostile-input"}
    assert all(fails(finding.evidence.requests[-1]) for finding in found if finding.evidence)


def test_a_header_that_makes_a_server_fail():
    tree = document()
    tree["paths"]["/notes/{id}"]["get"]["parameters"].append({"name": "X-Trace", "in": "header", "schema": {}})
    wrong = _failing(lambda request: (request.header("x-trace") or "").startswith("a" * 1000))
    assert rules(hostile_input.CHECK, wrong(), tree) == ["hostile-input"]


@pytest.mark.parametrize(
    ("status", "value", "expected"),
    [
        (500, "*x", ["hostile-input"]),
        (500, '"casemock', ["hostile-input"]),
        (400, "*x", []),
        (412, '"', []),
    ],
)
def test_a_malformed_entity_tag(status, value, expected):
    class Conditional(Notes):
        def send(self, request, *, fresh=False):
            tag = request.header("if-match") or ""
            return Response(status) if tag.startswith(value) else super().send(request)

    tree = document()
    tree["paths"]["/notes/{id}"]["get"]["parameters"].append({"name": "If-Match", "in": "header", "schema": {}})
    assert rules(hostile_input.CHECK, Conditional(), tree) == expected


def test_each_location_is_reported_once():
    found = findings(hostile_input.CHECK, _failing(lambda request: "?state=%" in request.target)())
    assert [finding.message.partition(" in the ")[2] for finding in found] == ["query parameter state"]


def test_a_broken_connection_is_reported():
    class Breaking(Notes):
        def send(self, request, *, fresh=False):
            if "%00" in request.path:
                raise TransportError("closed", kind="broken")
            return super().send(request)

    found = findings(hostile_input.CHECK, Breaking(), operations=("read",))
    assert [finding.evidence.got for finding in found if finding.evidence] == ["no response"]


def test_an_unreachable_server_is_not_reported():
    class Dying(Notes):
        dead = False

        def send(self, request, *, fresh=False):
            self.dead = self.dead or "%00" in request.path
            if self.dead:
                raise TransportError("closed", kind="broken")
            return super().send(request)

    with pytest.raises(SubjectError):
        rules(hostile_input.CHECK, Dying())


@pytest.mark.parametrize(("fast", "most"), [(False, 72), (True, 36)])
def test_number_of_requests(fast, most):
    asked = session(Notes(), operations=("list",), fast=fast)
    list(hostile_input.CHECK.run(asked))
    assert most <= asked.requests <= most + 1


def test_items_are_restored_and_not_deleted():
    server = Notes()
    before = {identifier: note["title"] for identifier, note in server.notes.items()}
    asked = session(server)
    list(hostile_input.CHECK.run(asked))
    assert server.number > Notes.first
    list(put_back(asked))
    assert {identifier: note["title"] for identifier, note in server.notes.items()} == before


def test_with_few_requests_each_value_is_sent_once():
    tree = document()
    sent: set[str] = set()

    class Seeing(Notes):
        def send(self, request, *, fresh=False):
            sent.add(request.target.partition("?")[2].partition("=")[2])
            return super().send(request)

    rules(hostile_input.CHECK, Seeing(), tree, operations=("list",), fast=True)
    assert {quote(text, safe="") for _, text in STRINGS} <= sent


def test_names_of_values_are_unique():
    for values in (STRINGS, HEADERS, ESCAPED, tuple(bodies(["title"]))):
        assert len({name for name, *_ in values}) == len(values)


def test_headers_can_be_sent():
    assert all(text.encode("latin-1") and "\n" not in text for _, text in HEADERS)


def test_bodies_use_documented_properties():
    sent = {name: body for name, body, _ in bodies(["title", "text"])}
    assert json.loads(sent["nulls"]) == {"title": None, "text": None}
    assert json.loads(sent["a lone surrogate"]) == {"title": "\ud800"}
    assert "name" in json.loads({name: body for name, body, _ in bodies([])}["nulls"])


def _has_number(request):
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return False
    return isinstance(body, dict) and isinstance(body.get("title"), int | float)


def _has_unknown_id(request):
    return request.path.startswith("/notes/") and not request.path.startswith("/notes/n0")


@pytest.mark.parametrize("fails", [_has_number, _has_unknown_id])
def test_a_usual_value_that_fails_as_well_is_the_cause(fails):
    assert rules(hostile_input.CHECK, _failing(fails)(), operations=("read", "update")) == []


class Unique(Notes):
    """Refuses a title that another note has, with a status code that is not documented."""

    def created(self, body):
        taken = any(note["title"] == body.get("title") for note in self.notes.values())
        return Response(409) if taken else super().created(body)


def test_a_name_that_is_taken_is_no_unusual_value():
    server = Unique()
    for letter in ("a" * 65, "a" * 129, "a" * 256):
        server.create({"title": letter[:60], "state": "open"})
    assert "hostile-input/status" not in rules(hostile_input.CHECK, server, operations=("create",))
