"""Which scenarios another mock server can play, and their translation: command line and request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from benchmarks.suite.curl import parse_curl
from benchmarks.suite.scenario import Scenario
from contracts.messages import Request

ERRORS = "stoplight.io/prism/errors#"
"""In the ``type`` of the problem documents that Prism returns where the OpenAPI document has no error response."""

VIOLATIONS = f"{ERRORS}VIOLATIONS"

_PREFERENCES = {"__code": "code", "__example": "example", "__dynamic": "dynamic"}
"""The query parameters of Prism, and the preferences (RFC 7240) that mean the same."""


def not_portable(scenario: Scenario) -> str:
    """Return why a scenario is about Prism itself; ``""`` if another mock server can play it."""
    words = scenario.server.split()
    if not words or words[0] != "mock":
        return "proxy mode"
    if ".pc." in scenario.name:
        return "Postman collection instead of an OpenAPI document"
    if any(word.startswith("--json-schema-faker") for word in words) or "x-json-schema-faker" in scenario.document:
        return "options of the generator json-schema-faker"
    if VIOLATIONS in scenario.expected.body:
        return "--errors: an example that violates its schema is an error of the server"
    return ""


def command_line(scenario: Scenario, document: str) -> list[str]:
    """Return the arguments of ``casemock`` that mean the same as those of the scenario.

    Prism returns examples unless it is started with ``--dynamic``; casemock does so with ``--static``.
    """
    words = scenario.server.split()
    dynamic = any(word in {"-d", "--dynamic", "--dynamic=true"} for word in words)
    cors = "--cors=false" not in words
    return [document, *([] if dynamic else ["--static"]), *([] if cors else ["--no-cors"])]


def translated_request(scenario: Scenario) -> Request:
    """Return the request of a scenario, with the preferences of Prism as the header ``Prefer``."""
    request = parse_curl(scenario.command)
    path, mark, query = request.target.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    found: Mapping[str, str] = {_PREFERENCES[name]: value for name, value in pairs if name in _PREFERENCES}
    if not found:
        return request
    kept = urlencode([pair for pair in pairs if pair[0] not in _PREFERENCES])
    request = replace(request, target=path + (f"{mark}{kept}" if kept else ""))
    given = request.header("prefer")
    preferences = [given] if given else []
    return request.with_header("Prefer", ", ".join([*preferences, *(f"{name}={found[name]}" for name in found)]))
