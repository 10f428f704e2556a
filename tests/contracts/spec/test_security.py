"""Compile security schemes and requirements."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.spec.model import Contract

OK: dict[str, Any] = {"responses": {"200": {"description": "fine"}}}

SCHEMES: dict[str, Any] = {
    "key": {"type": "apiKey", "in": "query", "name": "api_key", "description": "A key."},
    "basic": {"type": "http", "scheme": "BASIC"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "x-note": "an extension is no flow",
            "clientCredentials": {"tokenUrl": "https://a.example/t", "scopes": {"read": "", "write": ""}},
            "password": {"tokenUrl": "https://a.example/t", "scopes": {"write": "", "admin": ""}},
        },
    },
    "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example/o"},
    "tls": {"type": "mutualTLS"},
    "alias": {"$ref": "#/components/securitySchemes/key"},
}


def load(operation: Any = OK, **parts: Any) -> Contract:
    return contracts.load(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {"/x": {"get": operation}},
            "components": {"securitySchemes": SCHEMES},
            **parts,
        }
    )


def test_schemes() -> None:
    schemes = load().security_schemes
    assert [(scheme.key, scheme.type) for scheme in schemes.values()] == [
        ("key", "apiKey"), ("basic", "http"), ("oauth", "oauth2"), ("openid", "openIdConnect"), ("tls", "mutualTLS"),
        ("alias", "apiKey"),
    ]  # fmt: skip
    assert (schemes["key"].location, schemes["key"].name, schemes["key"].description) == ("query", "api_key", "A key.")
    assert schemes["alias"].name == "api_key"
    assert schemes["basic"].scheme == "basic"


def test_scopes_are_declared_or_required() -> None:
    schemes = load({**OK, "security": [{"oauth": ["read", "extra"]}, {"openid": ["email"]}]}).security_schemes
    assert schemes["oauth"].scopes == ("read", "write", "admin", "extra")
    assert schemes["openid"].scopes == ("email",)


@pytest.mark.parametrize(
    ("document", "operation", "rules"),
    [
        (None, None, []),
        ([{"key": []}], None, [["key"]]),
        ([{"key": []}], [], []),
        ([{"key": []}], [{}], [[]]),
        ([{"key": []}], [{"basic": []}, {}], [["basic"], []]),
        (None, [{"key": [], "basic": []}, {"tls": []}], [["key", "basic"], ["tls"]]),
    ],
)
def test_requirements(document: Any, operation: Any, rules: list[list[str]]) -> None:
    parts = {} if document is None else {"security": document}
    node = OK if operation is None else {**OK, "security": operation}
    found = load(node, **parts).operations[0].security
    assert [[use.scheme.key for use in rule.uses] for rule in found] == rules


def test_scopes_of_a_requirement() -> None:
    (rule,) = load({**OK, "security": [{"oauth": ["read"]}]}).operations[0].security
    assert rule.uses[0].scopes == ("read",)


def test_credentials() -> None:
    samples = [{"value": "a"}, {"value": "b", "scopes": ["read"], "accepted": False, "note": "gone"}]
    extended = {"key": {**SCHEMES["key"], "x-mock-credentials": {"pattern": "^.$", "samples": samples}}}
    scheme = load(components={"securitySchemes": extended}).security_schemes["key"]
    assert scheme.credentials.pattern == "^.$"
    assert [(sample.value, sample.scopes, sample.accepted, sample.note) for sample in scheme.credentials.samples] == [
        ("a", None, True, ""),
        ("b", ("read",), False, "gone"),
    ]
