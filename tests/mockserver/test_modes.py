"""``--no-validate``, ``--no-auth``, ``--no-accept-check``: a mock that refuses less."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.contract_test import ContractTestOptions, ContractTestRun
from contracts.findings import Finding, Severity
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from mockserver.http.messages import decode_json
from mockserver.http.negotiation import choose_media_type
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

TICKET = {
    "type": "object",
    "required": ["id", "date", "state"],
    "properties": {
        "id": {"type": "integer"},
        "date": {"type": "string", "format": "date"},
        "state": {"enum": ["open", "closed"]},
        "note": {"type": "string", "maxLength": 5},
        "parts": {"type": "array", "items": {"type": "object", "properties": {"count": {"type": "integer"}}}},
    },
}
SENT = {key: value for key, value in TICKET.items() if key != "required"} | {"required": ["date"]}
QUERY = {"name": "limit", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 1}}
BAD = {"400": {"description": "bad"}, "401": {"description": "who?"}, "406": {"description": "no"}}


def tickets(**parts: Any) -> dict[str, Any]:
    body = {"required": True, "content": json_content(SENT)}
    one, many = response(TICKET), response({"type": "array", "items": TICKET})
    return document(
        {
            "/tickets": {
                "get": {"parameters": [QUERY], "responses": {"200": many, **BAD}},
                "post": {"requestBody": body, "responses": {"201": one, **BAD}},
            },
            "/tickets/{id}": {
                "parameters": [path_parameter("id", {"type": "integer"})],
                "get": {"responses": {"200": one, **BAD}},
                "put": {"requestBody": body, "responses": {"200": one, **BAD}},
                "patch": {"requestBody": body, "responses": {"200": one, **BAD}},
            },
        },
        security=[{"bearer": []}],
        components={"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        **parts,
    )


TOKEN = {"authorization": "Bearer abc"}


def test_without_authentication_no_credentials_are_needed() -> None:
    closed, open_ = Client(create_app(tickets())), Client(create_app(tickets(), auth=False))
    assert closed("GET", "/tickets/1").status == 401
    assert open_("GET", "/tickets/1").status == 200
    assert open_("GET", "/tickets/1", headers={"authorization": "Bearer expired"}).status == 200
    assert open_("GET", "/tickets?limit=0").status == 400


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", "/tickets", b""),
        ("GET", "/tickets?limit=-1", b""),
        ("POST", "/tickets", b""),
        ("POST", "/tickets", b"{"),
        ("POST", "/tickets", {}),
        ("POST", "/tickets", {"date": 7, "state": "lost"}),
        ("POST", "/tickets", [1]),
        ("PUT", "/tickets/1", {"note": "far too long"}),
        ("PATCH", "/tickets/1", None),
        ("GET", "/tickets/seven", b""),
    ],
)
def test_without_validation_an_invalid_request_has_a_valid_response(method: str, target: str, body: Any) -> None:
    assert Client(create_app(tickets()))(method, target, body, TOKEN).status == 400
    app = create_app(tickets(), validate=False)
    reply = Client(app)(method, target, body, TOKEN)
    assert reply.status == (201 if method == "POST" else 200)
    assert "x-mock-reason" not in dict(reply.headers)
    found = reply.json
    schema = app.contracts[0].operations[1].success.content[0].schema
    assert all(schema.is_valid(one) for one in (found if isinstance(found, list) else [found]))


def test_without_validation_credentials_are_needed() -> None:
    reply = Client(create_app(tickets(), validate=False))("POST", "/tickets", {})
    assert reply.status == 401


def test_without_validation_a_body_is_read_whatever_its_content_type() -> None:
    client = Client(create_app(tickets(), validate=False))
    headers = {**TOKEN, "content-type": "application/x-www-form-urlencoded"}  # as curl sends it
    reply = client("POST", "/tickets", b'{"date": "2024-02-03"}', headers)
    assert (reply.status, reply.json["date"]) == (201, "2024-02-03")


def test_without_validation_the_size_of_a_body_is_limited() -> None:
    client = Client(create_app(tickets(), validate=False, max_body=10))
    assert client("POST", "/tickets", {"note": "x" * 20}, TOKEN).status == 413


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["open", "2024-02-03", ""]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from([*TICKET["properties"], "x"]), below),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(method=st.sampled_from(["PUT", "PATCH", "POST"]), body=VALUES)
def test_without_validation_any_body_leaves_a_valid_item(method: str, body: Any) -> None:
    client = Client(UNCHECKED)
    reply = client(method, "/tickets" if method == "POST" else "/tickets/1", body)
    assert reply.status in {200, 201}
    assert ITEM.is_valid(reply.json), reply.json
    again = client("GET", f"/tickets/{reply.json['id']}")
    assert again.json == reply.json


UNCHECKED = create_app(tickets(), validate=False, auth=False, accept_check=False)
ITEM = UNCHECKED.contracts[0].operations[1].success.content[0].schema


def test_without_the_check_of_accept_a_response_has_the_documented_type() -> None:
    headers = {**TOKEN, "accept": "application/pdf"}
    assert Client(create_app(tickets()))("GET", "/tickets/1", headers=headers).status == 406
    reply = Client(create_app(tickets(), accept_check=False))("GET", "/tickets/1", headers=headers)
    assert (reply.status, reply.header("content-type")) == (200, "application/json")


def test_without_the_check_of_accept_another_language_is_the_default_one() -> None:
    language = {"name": "Accept-Language", "in": "header", "schema": {"enum": ["en-US", "de-DE"], "default": "de-DE"}}
    operation = {"parameters": [language], "responses": {"200": response({"type": "string"})}}
    tree = document({"/x": {"get": operation}})
    headers = {"accept-language": "fr"}
    assert Client(create_app(tree))("GET", "/x", headers=headers).status == 406
    reply = Client(create_app(tree, accept_check=False))("GET", "/x", headers=headers)
    assert (reply.status, reply.header("content-language")) == (200, "en-US")


@pytest.mark.parametrize(
    ("header", "offered", "chosen"),
    [
        ("application/vnd.github+json", ["application/json"], "application/json"),
        ("application/vnd.github.v3+json", ["text/html", "application/json"], "application/json"),
        ("application/json", ["application/hal+json"], "application/hal+json"),
        ("application/soap+xml", ["application/xml"], "application/xml"),
        ("application/hal+json", ["application/json", "application/hal+json"], "application/hal+json"),
        ("application/hal+json;q=0.4, text/html;q=0.5", ["application/json", "text/html"], "text/html"),
        ("application/hal+json, */*;q=0.1", ["text/html", "application/json"], "application/json"),
        ("application/vnd.v2+json", ["application/vnd.v1+json"], None),
        ("application/hal+json;q=0", ["application/json"], None),
        ("application/json;q=0, application/hal+json", ["application/json"], None),
        ("text/vnd.github+json", ["application/json"], None),
        ("application/xjson", ["application/json"], None),
    ],
)
def test_a_structured_suffix_matches_its_format(header: str, offered: list[str], chosen: str | None) -> None:
    assert choose_media_type(header, offered) == chosen


def test_a_client_of_a_vendor_type_gets_json() -> None:
    reply = Client(create_app(tickets()))(
        "POST", "/tickets", {"date": "2024-02-03"}, {**TOKEN, "accept": "application/vnd.github+json"}
    )
    assert (reply.status, reply.header("content-type")) == (201, "application/json")
    assert decode_json(reply.body)["date"] == "2024-02-03"


def open_tree() -> dict[str, Any]:
    """A document that does not contradict the modes: it has no credentials and no error responses."""
    tree = tickets()
    del tree["security"]
    for item in tree["paths"].values():
        for operation in item.values():
            for status in BAD if isinstance(operation, dict) else ():
                del operation["responses"][status]
    return tree


def contract_test(tree: dict[str, Any], **mode: bool) -> list[Finding]:
    app = create_app(tree, **mode)
    with closing(AsgiTransport(app)) as transport:
        session = Session(
            app.contracts[0], transport, SessionPlan(identities=(Identity("bearer", "modes-1", scheme="bearer"),))
        )
        run = ContractTestRun(session, ContractTestOptions(phases=()))
        for _ in run.run():
            pass
    assert run.finished, run.crashes
    return [finding for finding in run.findings if finding.severity is not Severity.HINT]


@pytest.mark.parametrize("mode", ["auth", "accept_check", "validate"])
def test_a_contract_test_passes_where_the_document_does_not_contradict_a_mode(mode: str) -> None:
    assert not contract_test(open_tree(), **{mode: False})


def test_a_contract_test_finds_a_mode_that_the_document_contradicts() -> None:
    assert not contract_test(tickets())
    assert {finding.rule for finding in contract_test(tickets(), auth=False)} == {"scopes/let-in"}
