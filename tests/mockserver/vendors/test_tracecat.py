"""Tracecat's rules: the workspace precedes authentication, and a 404 contains the case id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.failures import FailureKind
from mockserver.app import create_app
from mockserver.http.messages import Failure
from mockserver.vendors.tracecat import Tracecat
from tests.mockserver.kit import Client, document, load, make_request, only, path_parameter, response

CONTRACT = contracts.load(Path(__file__).parents[3] / "openapi.yaml")
CASE = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
WORKSPACE = "7d3f1c52-9a84-4e0b-b6f1-2c5d8e904a17"
MEMBER = {"cookie": "fastapiusersauth=tracecat_test_member"}
NOBODY: dict[str, str] = {}


def ask(target: str, headers: dict[str, str] = NOBODY, *, strict: bool = False) -> tuple[int, Any]:
    """The status; for a 422, type and location of each item, else the body."""
    reply = Client(create_app(CONTRACT, strict=strict))("GET", f"/tracecat/cases/{target}", headers=headers)
    if reply.status != 422:
        return reply.status, reply.json
    return 422, [(item["type"], *item["loc"]) for item in reply.json["detail"]]


NO_WORKSPACE = ("missing", "query", "workspace_id")
BAD_WORKSPACE = ("uuid_parsing", "query", "workspace_id")
BAD_CASE = ("uuid_parsing", "path", "case_id")
FORBIDDEN = (403, {"detail": "Forbidden"})


@pytest.mark.parametrize(
    ("target", "headers", "answer"),
    [
        # Measured on FastAPI 0.115.12 with pydantic 2.10.6, in an application of the vendor's structure.
        ("42", NOBODY, (422, [NO_WORKSPACE, BAD_CASE])),
        (CASE, NOBODY, (422, [NO_WORKSPACE])),
        (CASE, MEMBER, (422, [NO_WORKSPACE])),
        ("42?workspace_id=x", NOBODY, (422, [BAD_WORKSPACE, BAD_CASE])),
        (f"{CASE}?workspace_id=", MEMBER, (422, [BAD_WORKSPACE])),
        (f"42?workspace_id={WORKSPACE}", NOBODY, FORBIDDEN),
        (f"42?workspace_id={WORKSPACE}", MEMBER, (422, [BAD_CASE])),
        (f"{CASE}?workspace_id={WORKSPACE}", NOBODY, FORBIDDEN),
    ],
)
def test_the_order_of_the_checks(target: str, headers: dict[str, str], answer: Any) -> None:
    assert ask(target, headers, strict=True) == answer


@pytest.mark.parametrize(
    ("target", "headers", "answer"),
    [
        ("42", NOBODY, FORBIDDEN),
        ("42", MEMBER, (422, [BAD_CASE])),
        (f"{CASE}?workspace_id=x", NOBODY, (422, [BAD_WORKSPACE])),
    ],
)
def test_the_workspace_is_optional_unless_strict(target: str, headers: dict[str, str], answer: Any) -> None:
    assert ask(target, headers) == answer


ERROR = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
NODE = {
    "parameters": [path_parameter("case_id")],
    "get": {
        "responses": {
            "200": response({"type": "object", "properties": {"id": {"type": "string"}}}),
            "404": response(ERROR, example={"detail": "Case with ID 0 not found"}),
        }
    },
}


def test_a_404_contains_the_case_id() -> None:
    apis = [{"name": "cases", "prefix": "/t", "vendor": "tracecat"}]
    client = Client(create_app(document({"/t/cases/{case_id}": NODE}, **{"x-mock-apis": apis})))
    for identifier in ("missing-1", "missing-2"):
        assert client("GET", f"/t/cases/{identifier}").json == {"detail": f"Case with ID {identifier} not found"}


def test_other_failures_are_unchanged() -> None:
    rules = Tracecat(only(load({"/cases/{case_id}": NODE})), lambda _, __: None)
    made = make_request(f"/cases/{CASE}", template="/cases/{case_id}")
    assert rules.error_fields(made, Failure(FailureKind.FORBIDDEN, "no")) == {}
    assert rules.check(made) is None
    assert rules.shape(made, {"id": CASE}) == {"id": CASE}
