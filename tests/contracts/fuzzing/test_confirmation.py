"""Suspicions are confirmed: by repetition, by comparison with a plain request, and by what documents can express."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from contextlib import closing

import pytest

import contracts
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.findings import Severity
from contracts.messages import Response
from contracts.transports.in_process import AsgiTransport
from contracts.transports.network import over_http
from mockserver.app import create_app
from tests.contracts.fuzzing.shop import JSON, Shop, findings, problem, session
from tests.contracts.transports.test_same_responses import uvicorn_server

SYSTEMATIC = ("examples", "coverage")
ERROR = {"description": "refused", "content": {"application/json": {"schema": {"type": "object"}}}}


def asking(paths, respond, *, schemes=None, **plan):
    """Return a session for a document with paths; ``respond`` gets each request."""
    document = {"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"}, "paths": paths}
    if schemes:
        document["components"] = {"securitySchemes": schemes}
    return Session(contracts.load(document), Shop(lambda request, _: respond(request)), SessionPlan(**plan))


def creating(properties, *, statuses=("400",), media_type="application/json", **more):
    schema = {
        "type": "object", "required": [*properties], "properties": properties, "additionalProperties": False, **more,
    }  # fmt: skip
    body = {"required": True, "content": {media_type: {"schema": schema}}}
    responses = {"200": {"description": "fine"}, **dict.fromkeys((*statuses, "415"), ERROR)}
    return {"/orders": {"post": {"operationId": "order", "requestBody": body, "responses": responses}}}


def only_post(status):
    """Return a response to POST, and 405 for other methods."""

    def respond(request):
        if request.method != "POST":
            return Response(405, (JSON, ("allow", "POST")), b"{}")
        if (request.header("content-type") or "").partition(";")[0] != "application/json":
            return problem(415)
        return Response(status(request), (JSON,), b"{}")

    return respond


def rules(found):
    return {finding.rule for finding in found}


def parsed(request):
    try:
        value = json.loads(request.body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


# ---------------------------------------------------------------------- state


@pytest.mark.parametrize(
    ("name", "schema", "is_reference"),
    [
        ("customer", {"type": "integer"}, True),
        ("order_id", {"type": "string"}, True),
        ("thing", {"type": "string", "format": "uuid"}, True),
        ("count", {"type": "integer", "minimum": 0}, False),
        ("remark", {"type": "string"}, False),
        ("kind", {"enum": ["a", "b"]}, False),
    ],
)
def test_a_rejection_that_may_depend_on_other_data_is_a_note(name, schema, is_reference):
    asked = asking(creating({name: schema}), only_post(lambda _: 400))
    assert rules(findings(asked, phases=SYSTEMATIC)) == (set() if is_reference else {"valid-refused"})
    noted = "documented rejections of valid requests, which may depend on other data: order (400)"
    assert (noted in asked.notes) is is_reference


@pytest.mark.parametrize("status", [403, 404, 409, 412, 423, 428, 429])
def test_a_documented_status_of_states_is_no_violation(status):
    asked = asking(creating({"remark": {"type": "string"}}, statuses=("400", str(status))), only_post(lambda _: status))
    assert "valid-refused" not in rules(findings(asked, phases=SYSTEMATIC))


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("status", [200, 400])
def test_null_and_empty_fields_of_forms_are_not_judged(media_type, status):
    """A form cannot express null; an empty field may count as missing."""
    properties = {"remark": {"type": ["string", "null"]}, "files": {"type": "array", "items": {"type": "string"}}}

    def respond(request):
        if request.method != "POST":
            return Response(405, (JSON, ("allow", "POST")), b"{}")
        has_values = b"remark" in request.body and b"files" in request.body
        return Response(200 if has_values else status, (JSON,), b"{}")

    asked = asking(creating(properties, media_type=media_type), respond)
    found = findings(asked, phases=("coverage", "fuzzing"), max_examples=30)
    empty = [one for one in found if one.rule == "valid-refused"]
    assert empty == []


# ---------------------------------------------------------------------- repetition


def test_a_violation_that_does_not_recur_is_not_reported():
    sent = Counter()

    def once(request, send):
        sent[request] += 1
        answer = send(request)
        return Response(200, (JSON,), b"{}") if answer.status == 200 and sent[request] == 1 else answer

    readable = session(Shop(once), known={"id": ("41",)})
    assert [one for one in findings(readable, phases=SYSTEMATIC) if one.evidence.response.status >= 400] == []


def test_a_server_error_that_does_not_recur_is_intermittent():
    failed = itertools.count()

    def flaky(request, send):
        is_hostile = any(byte > 127 for byte in request.body)
        return Response(500, (JSON,), b"{}") if is_hostile and next(failed) == 0 else send(request)

    found = findings(session(Shop(flaky)), phases=SYSTEMATIC)
    messages = [one.message for one in found if one.rule == "server-error"]
    assert len(messages) == 1 or not next(failed)
    assert all("intermittent" in message for message in messages)


def test_a_plain_request_that_fails_is_reported_instead_of_its_variants():
    asked = asking(creating({"remark": {"type": "string"}}), only_post(lambda _: 500))
    found = [
        one for one in findings(asked, phases=("coverage", "fuzzing"), max_examples=20) if one.rule == "server-error"
    ]
    assert [one.message for one in found] == ["order: a valid request fails with 500"]
    assert parsed(found[0].evidence.requests[-1]).keys() == {"remark"}


def crashing():
    """Return an ASGI application that crashes for a given input, after which the server closes the connection."""
    document = creating({"remark": {"type": "string"}})

    async def app(scope, receive, send):
        if scope["type"] != "http":
            raise RuntimeError("no lifespan")
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        if any(byte > 127 for byte in body) or b"\\u" in body:
            raise ValueError("not ASCII")
        status, headers = _plain_status(scope, body)
        start = {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"application/json"), *headers],
        }
        await send(start)
        await send({"type": "http.response.body", "body": b"{}"})

    return document, app


def _plain_status(scope, body):
    if scope["method"] != "POST":
        return 405, [(b"allow", b"POST")]
    if dict(scope["headers"]).get(b"content-type", b"").partition(b";")[0] != b"application/json":
        return 415, []
    try:
        value = json.loads(body)
    except ValueError:
        return 400, []
    is_valid = isinstance(value, dict) and value.keys() == {"remark"} and isinstance(value["remark"], str)
    return (200 if is_valid else 400), []


def test_the_same_seed_gives_the_same_findings_on_a_server_that_closes_connections():
    document, app = crashing()
    runs = []
    with uvicorn_server(app) as url:
        for _ in range(5):
            transport = over_http(url)
            contract = contracts.load(
                {"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"}, "paths": document}
            )
            found = findings(
                Session(contract, transport, SessionPlan()), phases=("coverage", "fuzzing"), max_examples=30
            )
            transport.close()
            runs.append([(one.rule, one.message, one.evidence.requests) for one in found])
    assert {rule for rule, _, _ in runs[0]} == {"server-error", "undocumented-status"}
    assert runs == [runs[0]] * 5


# ---------------------------------------------------------------------- methods and credentials


def test_documented_methods_of_excluded_operations_are_not_sent():
    shop = Shop()
    asked = session(shop, excluded=("deleteThing",), known={"id": ("41",)})
    assert findings(asked, phases=SYSTEMATIC) == []
    assert "DELETE" not in {request.method for request in shop.sent if request.path.count("/") == 2}


def test_the_methods_of_a_path_with_a_label_are_those_of_the_path():
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z]+$"}}
    done = {"200": {"description": "fine"}, "400": ERROR, "422": ERROR}
    paths = {
        "/tags/{id}": {"get": {"operationId": "list", "parameters": [identifier], "responses": done}},
        "/tags/{id}#all": {"delete": {"operationId": "drop", "parameters": [identifier], "responses": done}},
        "/tags/{name}#more": {"put": {"operationId": "set", "parameters": [{**identifier, "name": "name"}],
                                      "responses": done}},
    }  # fmt: skip
    contract = contracts.load({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths})
    with closing(AsgiTransport(create_app(contract))) as transport:
        plan = SessionPlan(allow_destructive=True)
        found = findings(Session(contract, transport, plan), phases=SYSTEMATIC)
    assert [(one.message, one.evidence.requests) for one in found] == []


def test_existing_items_are_not_deleted():
    shop = Shop()
    findings(session(shop, known={"id": ("41",)}))
    assert 41 in shop.things


def optional(respond):
    responses = {"200": {"description": "fine"}, "401": ERROR}
    operation = {"operationId": "list", "security": [{}, {"key": []}], "responses": responses}
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    return asking({"/orders": {"get": operation}}, respond, schemes=schemes, identities=(Identity("me", "k"),))


@pytest.mark.parametrize("wrong", [200, 401])
def test_optional_credentials_may_be_missing_and_wrong_ones_rejected(wrong):
    def respond(request):
        if request.method != "GET":
            return Response(405, (JSON, ("allow", "GET")), b"{}")
        return Response(200 if request.header("x-key") in (None, "k") else wrong, (JSON,), b"{}")

    assert findings(optional(respond), phases=("coverage", "fuzzing"), max_examples=10) == []


def guarded(*documented):
    responses = {"200": {"description": "fine"}, **dict.fromkeys(documented, ERROR)}
    paths = {
        f"/{name}": {"get": {"operationId": name, "security": [{"key": []}], "responses": responses}} for name in "abc"
    }

    def respond(request):
        if request.method != "GET":
            return Response(405, (JSON, ("allow", "GET")), b"{}")
        return Response(200 if request.header("x-key") == "k" else 401, (JSON,), b"{}")

    schemes = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    return asking(paths, respond, schemes=schemes, identities=(Identity("me", "k"),))


def test_undocumented_401_is_one_hint_for_all_operations():
    found = findings(guarded("400", "404"), phases=("coverage",))
    assert [(one.rule, one.severity) for one in found] == [("undocumented-status", Severity.HINT)]
    assert found[0].message == "3 operations (a, b, c) return undocumented status 401 without valid credentials"


@pytest.mark.parametrize("documented", [("400", "401"), ("400", "4XX"), ("default",), ()])
def test_documented_401_and_documents_without_errors(documented):
    assert findings(guarded(*documented), phases=("coverage",)) == []
