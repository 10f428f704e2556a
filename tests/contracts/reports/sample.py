"""A run with hostile content, secrets, and findings with and without operation."""

from __future__ import annotations

from contracts.findings import Evidence, Finding, Location, Severity
from contracts.messages import Request, Response
from contracts.run_result import CoverageCell, Run

SECRET = "s3cret-token"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\x00\x1b[31m]]>&{{ 7*7 }}"


def finding(rule: str = "state/stale", operation: str = "getCase", message: str = "an update is lost") -> Finding:
    """Return a finding with two requests and a hostile response."""
    first = Request("PATCH", "/cases/1", (("authorization", f"Bearer {SECRET}"),), b'{"title": "A"}')
    response = Response(200, (("content-type", "application/json"), ("x-odd", "a,b:c%")), HOSTILE.encode())
    evidence = Evidence(operation, (first, Request("GET", f"/cases/1?key={SECRET}")), response, "title A", 'title "B"')
    location = Location("api docs/open,api.yaml", 12, 3, "/paths/~1cases~1{id}/get")
    return Finding(rule, Severity.ERROR, location, message, "read what was written", evidence)


def run() -> Run:
    """Return a run over two operations without some status codes."""
    general = Evidence("", (Request("GET", "/nowhere"),), None, "a response", "nothing: \x07")
    findings = (
        finding(),
        finding("envelope/status", "updateCase", f"400, not 404: {HOSTILE}"),
        Finding("no-answer", Severity.ERROR, Location("openapi.yaml"), f"no response to {SECRET}", "", general),
        Finding("schema/odd", Severity.WARNING, Location("openapi.yaml", 3, 1, "/info"), "only the document"),
    )
    return Run(
        command="contracts test",
        document="openapi.yaml",
        subject="http://127.0.0.1:8080",
        findings=findings,
        operations=("getCase", "updateCase"),
        documented={"getCase": ("200", "404", "5XX"), "updateCase": ("200", "4XX", "default")},
        cells=(
            CoverageCell("", 0, "no-answer", 1, 1),
            CoverageCell("getCase", 200, "protocol", 5, 0),
            CoverageCell("getCase", 200, "state", 2, 1),
            CoverageCell("getCase", 405, "protocol", 1, 0),
            CoverageCell("updateCase", 404, "envelope", 3, 1),
        ),
        requests=1234,
        notes=("createCase: skipped",),
        reproduce="contracts test openapi.yaml --url http://127.0.0.1:8080 --seed 1",
        seed=1,
        secrets=(SECRET,),
    )
