"""Severities of findings, and the recognition of framework behavior."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import contracts
from contracts.conformance.causes import INCOMPLETE_ALLOW, NO_ALLOW, WRONG_ALLOW
from contracts.conformance.grading import Grading, coverage_findings
from contracts.conformance.quirks import QUIRKS, quirk_of
from contracts.findings import Evidence, Finding, Location, Severity
from contracts.messages import Headers, Request, Response
from contracts.run_result import Run, Skip

CONTRACT = contracts.load(
    {
        "openapi": "3.1.0",
        "info": {"title": "Rooms", "version": "1"},
        "paths": {
            "/rooms": {
                "post": {
                    "operationId": "addRoom",
                    "parameters": [
                        {"name": "since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
                        {"name": "until", "in": "query", "schema": {"$ref": "#/components/schemas/Time"}},
                        {"name": "size", "in": "query", "schema": {"type": "integer", "maximum": 9}},
                        {"name": "floor", "in": "query", "required": True, "schema": {"type": "integer"}},
                    ],
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Room"}}}},
                    "responses": {"200": {"description": "ok"}},
                }
            }
        },
        "components": {
            "schemas": {
                "Time": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "enum": ["now"]}]},
                "Room": {
                    "type": "object",
                    "properties": {
                        "opened": {"type": "string", "format": "date"},
                        "seats": {"type": "integer", "maximum": 100},
                        "price": {"type": "number"},
                        "free": {"type": "boolean"},
                        "name": {"type": "string", "maxLength": 5},
                        "closed": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
                        "floor": {"anyOf": [{"type": "integer", "maximum": 9}, {"type": "null"}]},
                    },
                },
            }
        },
    }
)


def found(
    rule: str,
    response: Response,
    *,
    cause: str = "",
    target: str = "/rooms",
    body: Any = None,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Return a finding about the operation ``addRoom``."""
    request = Request("POST", target, (("content-type", "application/json"),), json.dumps(body).encode())
    evidence = Evidence("addRoom", (request if body is not None else replace(request, body=b""),), response, "x", "y")
    return Finding(rule, severity, Location("a.yaml"), "wrong", evidence=evidence, cause=cause)


def not_allowed(allow: str, body: bytes, media_type: str = "text/plain") -> Response:
    headers: Headers = (("content-type", media_type), ("allow", allow))
    return Response(405, headers, body)


def by(server: str, body: bytes) -> Response:
    return Response(405, (("allow", "GET"), ("server", server)), body)


FASTAPI = b'{"detail":"Method Not Allowed"}'
DRF = b'{"detail":"Method \\"PATCH\\" not allowed."}'


@pytest.mark.parametrize(
    ("finding", "framework"),
    [
        (found("protocol-allow", not_allowed("GET", FASTAPI), cause=INCOMPLETE_ALLOW), "Starlette"),
        (found("allow-header", not_allowed("GET", b"Method Not Allowed"), cause=INCOMPLETE_ALLOW), "Starlette"),
        (
            found("protocol-allow", not_allowed("GET", b'{"m":"Method Not Allowed"}'), cause=INCOMPLETE_ALLOW),
            "Starlette",
        ),
        (found("protocol-allow", by("nginx", b'{"m":"Method Not Allowed"}'), cause=INCOMPLETE_ALLOW), ""),
        (found("protocol-allow", not_allowed("GET", b"no"), cause=INCOMPLETE_ALLOW), ""),
        (found("protocol-allow", Response(405, (), FASTAPI), cause=NO_ALLOW), ""),
        (
            found("protocol-allow", not_allowed("GET, HEAD, OPTIONS", b"", "text/html"), cause=INCOMPLETE_ALLOW),
            "Django",
        ),
        (found("allow-header", not_allowed("GET, HEAD, OPTIONS", DRF), cause=WRONG_ALLOW), "Django"),
        (found("allow-header", not_allowed("GET, DELETE", b"", "text/html"), cause=WRONG_ALLOW), ""),
        (
            found(
                "unknown-routes/media-type",
                Response(
                    404,
                    (("content-type", "text/html; charset=utf-8"),),
                    b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n",
                ),
            ),
            "Werkzeug",
        ),
        (found("unknown-routes", Response(404, (("content-type", "text/html"),), b"<html>404</html>")), ""),
    ],
)
def test_framework_behavior(finding: Finding, framework: str) -> None:
    text = quirk_of(finding, CONTRACT)
    assert text.startswith(framework)
    assert bool(text) is bool(framework)


@pytest.mark.parametrize(
    ("body", "target", "expected"),
    [
        ({"opened": 0}, "/rooms", True),
        ({"opened": "1"}, "/rooms", True),
        ({"opened": "tomorrow"}, "/rooms", False),
        ({"seats": "5"}, "/rooms", True),
        ({"seats": 5.5}, "/rooms", False),
        ({"seats": True}, "/rooms", True),
        ({"seats": "101"}, "/rooms", True),
        ({"seats": 101}, "/rooms", False),
        ({"price": "1.5"}, "/rooms", True),
        ({"free": "yes"}, "/rooms", True),
        ({"free": "perhaps"}, "/rooms", False),
        ({"name": 5}, "/rooms", False),
        ({"opened": 0, "name": "too long"}, "/rooms", False),
        ({"opened": None}, "/rooms", False),
        ({"closed": 0}, "/rooms", True),
        ({"closed": "later"}, "/rooms", False),
        ({"floor": 10}, "/rooms", False),
        ({"floor": "3"}, "/rooms", True),
        ({}, "/rooms?until=1", True),
        ({}, "/rooms?until=then", False),
        ({}, "/rooms?since=0", True),
        ({}, "/rooms?since=yesterday", False),
        ({}, "/rooms?size=10", False),
        ({}, "/rooms?size=", True),
        ({"seats": 101}, "/rooms?size=", False),
        ({}, "/rooms?size=&floor=", False),
        ({}, "/rooms", False),
    ],
)
def test_lax_readings_of_values(body: Any, target: str, expected: bool) -> None:
    finding = found("error-envelope/accepted", Response(200), body=body, target=target)
    assert bool(quirk_of(finding, CONTRACT)) is expected


def test_every_quirk_has_a_source() -> None:
    assert all(quirk.source and quirk.rules for quirk in QUIRKS)


QUIRK = found("protocol-allow", not_allowed("GET", FASTAPI), cause=INCOMPLETE_ALLOW)


@pytest.mark.parametrize(
    ("levels", "severity"),
    [
        ({}, Severity.HINT),
        ({"quirks": "warning"}, Severity.WARNING),
        ({"quirks": "off"}, None),
        ({"protocol-allow": "error"}, Severity.ERROR),
        ({"protocol-*": "warning", "protocol-allow": "error"}, Severity.ERROR),
        ({"protocol-allow": "error", "protocol-*": "warning"}, Severity.ERROR),
        ({"protocol-*": "warning", "*-allow": "off"}, None),
    ],
)
def test_levels(levels: dict[str, str], severity: Severity | None) -> None:
    run = Grading(levels).apply(Run("contracts test", "a", "b", (QUIRK,)), CONTRACT)
    assert [one.severity for one in run.findings] == ([severity] if severity else [])
    assert len(run.hidden) == (severity is None)
    assert run.fails_at is Severity.WARNING


@pytest.mark.parametrize(("name", "expected"), [("scopes", "off"), ("scopes/status", "off"), ("scopes/other", "")])
def test_a_check_includes_its_parts(name: str, expected: str) -> None:
    assert Grading({name: "off"}).level_of("scopes/status") == expected


def test_coverage_findings_have_the_reasons_of_an_operation() -> None:
    skips = (
        Skip("addRoom", "addRoom: no request succeeded (404)"),
        Skip("addRoom", "addRoom: deletion was skipped"),
    )
    (one,) = coverage_findings(Run("contracts test", "a", "b", (), skips=skips), CONTRACT)
    assert one.message == "addRoom: no request succeeded (404); deletion was skipped"
    assert one.location.pointer == "/paths/~1rooms/post"
    stopped = coverage_findings(Run("contracts test", "a", "b", (), finished=False), CONTRACT)
    assert [finding.message for finding in stopped] == ["the test was stopped before its end"]


@pytest.mark.parametrize(
    ("method", "server", "framework"),
    [("OPTIONS", "uvicorn", "Litestar"), ("OPTIONS", "nginx", ""), ("GET", "uvicorn", "")],
)
def test_automatic_options(method: str, server: str, framework: str) -> None:
    response = Response(204, (("allow", "GET, OPTIONS"), ("server", server)))
    finding = found("allow-header", response, cause=INCOMPLETE_ALLOW)
    assert finding.evidence is not None
    requests = tuple(replace(one, method=method) for one in finding.evidence.requests)
    text = quirk_of(replace(finding, evidence=replace(finding.evidence, requests=requests)), CONTRACT)
    assert text.startswith(framework)
    assert bool(text) is bool(framework)
