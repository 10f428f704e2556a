from __future__ import annotations

import copy

import pytest
import yaml

import contracts
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.errors import SubjectError
from contracts.fuzzing.engine_document import engine_document
from tests.contracts.fuzzing.shop import DOCUMENT, SECRET, Shop, broken, session


def made(source, shop=None, **plan):
    plan.setdefault("identities", (Identity("all", SECRET),))
    return engine_document(Session(contracts.load(source), shop or Shop(), SessionPlan(**plan)))


@pytest.fixture
def source():
    return yaml.safe_load(DOCUMENT)


def test_the_contract_is_not_modified():
    asked = session(Shop())
    before = copy.deepcopy(asked.contract.tree)
    document = engine_document(asked)
    document.tree["components"]["schemas"].clear()
    assert asked.contract.tree == before


def test_it_has_the_tested_operations_only(source):
    document = made(source, operations=("readThing", "createThing"))
    assert {path: sorted(item) for path, item in document.tree["paths"].items()} == {
        "/things": ["post"],
        "/things/{id}": ["get"],
    }
    assert sorted(document.operations) == ["GET /things/{id}", "POST /things"]


def test_links_to_tested_operations_are_kept(source):
    links = made(source).tree["paths"]["/things"]["post"]["responses"]["201"]["links"]
    assert {name: link["operationId"] for name, link in links.items()} == {
        "read": "readThing",
        "referred": "deleteThing",
    }
    fewer = made(source, operations=("createThing", "readThing")).tree
    assert list(fewer["paths"]["/things"]["post"]["responses"]["201"]["links"]) == ["read"]


def test_servers_are_removed(source):
    source["paths"]["/things"]["post"]["servers"] = [{"url": "https://other.example"}]
    assert "servers" not in repr(made(source).tree)


def test_path_item_parameters_are_included_and_ignored_headers_removed(source):
    parameters = made(source).tree["paths"]["/things/{id}"]["get"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == ["id", "full"]


def test_existing_values_are_examples(source):
    document = made(source, known={"id": ("41", "no number", "41")})
    read = document.tree["paths"]["/things/{id}"]["get"]["parameters"][0]
    assert read["examples"] == {"known-1": {"value": 41}}
    assert "example" not in read
    assert document.known == {("readThing", "id"): [41]}


def test_the_values_of_a_successful_request_exist(source):
    source["paths"]["/things/{id}"]["parameters"][0]["example"] = 41
    assert made(source).known == {("readThing", "id"): [41]}


def test_deletions_have_no_existing_values(source):
    source["paths"]["/things/{id}"]["parameters"][0]["example"] = 41
    shop = Shop()
    document = made(source, shop, known={"id": ("41",)})
    deletion = document.tree["paths"]["/things/{id}"]["delete"]["parameters"][0]
    assert "example" not in deletion
    assert "examples" not in deletion
    assert {request.method for request in shop.sent} == {"GET"}


def test_a_server_that_does_not_respond_is_an_error(source):
    with pytest.raises(SubjectError, match="stopped responding"):
        made(source, Shop(broken))


def test_oauth_tokens_are_declared_as_bearer_tokens(source):
    document = made(source)
    assert document.tree["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}
    assert document.secrets == {"token": SECRET}
    assert document.tree["paths"]["/things"]["post"]["security"] == [{"token": []}]


def test_each_secret_has_its_own_scheme(source):
    source["components"]["securitySchemes"]["token"]["flows"]["clientCredentials"]["scopes"] = {"read": "", "write": ""}
    source["paths"]["/things/{id}"]["get"]["security"] = [{"token": ["read"]}]
    source["paths"]["/things"]["post"]["security"] = [{"token": ["write"]}]
    identities = (Identity("reader", "r", ("read",)), Identity("writer", "w", ("write",)))
    document = made(source, identities=identities, operations=("createThing", "readThing"))
    assert document.secrets == {"token": "w", "token-2": "r"}
    assert document.tree["paths"]["/things/{id}"]["get"]["security"][0] == {"token-2": []}


@pytest.mark.parametrize(
    ("scheme", "declared", "secret"),
    [
        ({"type": "http", "scheme": "basic"}, {"type": "http", "scheme": "basic"}, SECRET),
        (
            {"type": "http", "scheme": "digest"},
            {"type": "apiKey", "in": "header", "name": "Authorization"},
            f"Digest {SECRET}",
        ),
        (
            {"type": "apiKey", "in": "cookie", "name": "sid"},
            {"type": "apiKey", "in": "cookie", "name": "sid"},
            SECRET,
        ),
    ],
)
def test_other_schemes(source, scheme, declared, secret):
    source["components"]["securitySchemes"]["token"] = scheme
    document = made(source)
    assert document.tree["components"]["securitySchemes"] == {"token": declared}
    assert document.secrets == {"token": secret}


def test_operations_without_a_credential_are_noted(source):
    asked = Session(contracts.load(source), Shop(), SessionPlan(identities=(Identity("none", "x", accepted=False),)))
    assert engine_document(asked).secrets == {}
    assert "createThing: fuzzed without credentials, no identity has access" in asked.notes


def test_parameters_required_in_strict_mode_only_are_optional(source):
    source["paths"]["/things/{id}"]["get"]["parameters"] = [
        {"name": "full", "in": "query", "required": True, "schema": {"type": "boolean"}, "x-mock-required": "strict"}
    ]
    assert made(source).tree["paths"]["/things/{id}"]["get"]["parameters"][1]["required"] is False


def test_native_paths_have_no_prefix():
    contract = contracts.load("openapi.yaml")
    operations = tuple(operation.id for operation in contract.operations if operation.api == "serverops")
    document = engine_document(Session(contract, Shop(), SessionPlan(operations=operations, native=True)))
    assert sorted(document.operations) == ["GET /cases/{id}", "PATCH /cases/{id}"]


def test_server_sent_events_have_no_schema(source):
    operation = source["paths"]["/things/{id}"]["get"]
    media = {"schema": {"type": "array"}, "example": "data: 1\n\n"}
    operation["responses"] = {"200": {"description": "d", "content": {"text/event-stream; charset=utf-8": media}}}
    tree = made(source, operations=("readThing",)).tree
    content = tree["paths"]["/things/{id}"]["get"]["responses"]["200"]["content"]
    assert content == {"text/event-stream; charset=utf-8": {"example": "data: 1\n\n"}}
