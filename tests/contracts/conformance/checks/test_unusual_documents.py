"""Operations for which checks must not expect what the document does not say; the mock behaves as documented."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import contracts
from contracts.conformance.checks import error_envelope, protocol, scopes
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from tests.mockserver.kit import OK, document, json_content, path_parameter, response

ERROR = response({"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}})


def findings(paths: dict[str, Any], **parts: Any) -> list[str]:
    contract = contracts.load(document(paths, **parts))
    with closing(AsgiTransport(create_app(contract))) as transport:
        identities = tuple(Identity(key, "secret-1", scheme=key) for key in contract.security_schemes)
        session = Session(contract, transport, SessionPlan(identities=identities))
        checks = (error_envelope.CHECK, scopes.CHECK, protocol.STATUS)
        return [str(finding) for check in checks for finding in check.run(session)]


def test_an_operation_that_only_fails() -> None:
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    paths = {"/x": {"post": {"responses": {"403": ERROR}}}}
    assert findings(paths, components={"securitySchemes": schemes}, security=[{"token": []}]) == []


def test_head_has_no_body() -> None:
    item = {"parameters": [path_parameter("key")], "head": {"responses": {"200": OK, "404": ERROR}}}
    assert findings({"/keys/{key}": item}) == []


def test_a_response_without_content_is_acceptable() -> None:
    assert findings({"/x": {"get": {"responses": {"200": OK, "406": ERROR}}}}) == []


def test_a_required_form_cannot_be_built() -> None:
    body = {"required": True, "content": {"multipart/form-data": {"schema": {"type": "object"}}}}
    assert findings({"/files": {"post": {"requestBody": body, "responses": {"201": OK, "413": ERROR}}}}) == []


def test_a_missing_parent_without_collection() -> None:
    parameters = [path_parameter("project")]
    listed = {"responses": {"200": response({"type": "array", "items": {"type": "object"}}), "default": ERROR}}
    created = {"requestBody": {"content": json_content({"type": "object"})}, "responses": {"201": OK, "404": ERROR}}
    path = {"parameters": parameters, "get": listed, "post": created}
    assert findings({"/projects/{project}/jobs": path}) == []


def test_403_documents_missing_credentials_if_401_is_not_documented() -> None:
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    paths = {"/x": {"get": {"responses": {"200": OK, "403": ERROR}}}}
    assert findings(paths, components={"securitySchemes": schemes}, security=[{"token": []}]) == []


def test_an_api_key_in_authorization_may_be_any_string() -> None:
    schemes = {
        "token": {"type": "http", "scheme": "bearer"},
        "key": {"type": "apiKey", "in": "header", "name": "Authorization"},
    }
    paths = {"/x": {"get": {"responses": {"200": OK, "401": ERROR}}}}
    security = [{"token": []}, {"key": []}]
    assert findings(paths, components={"securitySchemes": schemes}, security=security) == []
