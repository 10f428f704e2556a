"""Reading the reports of both tools, and comparing seeded data."""

import json
from typing import Any

from benchmarks.applications.results import Failure, Finding, differences, read_failures, read_findings


def test_findings_have_the_operation_as_in_the_document() -> None:
    report = {
        "findings": [
            {
                "rule": "undocumented-status",
                "severity": "error",
                "message": "listPets: returns undocumented status 401",
                "operation": "listPets",
                "response": {"status": 401},
                "also": ["error-envelope/status"],
                "touches": ["listPets", "getPet", "unknown"],
            },
            {"rule": "not-explored", "severity": "warning", "message": "m" * 1000},
        ]
    }
    first, second = read_findings(report, {"listPets": "GET /pets", "getPet": "GET /pets/{id}"})
    message = "listPets: returns undocumented status 401"
    also, others = ("error-envelope/status",), ("GET /pets/{id}", "unknown")
    assert first == Finding("undocumented-status", "error", "GET /pets", message, 401, also, others)
    assert (second.operation, second.status, len(second.message)) == ("", 0, 300)


def test_a_finding_without_response_has_status_0() -> None:
    found = {"rule": "no-answer", "severity": "error", "message": "", "operation": "unknown", "response": None}
    assert read_findings({"findings": [found]}, {})[0] == Finding("no-answer", "error", "unknown", "", 0)


def test_failures_are_listed_once_with_the_operation_of_their_request() -> None:
    line = _scenario(
        [
            ("a", 500, {"status": "failure", "name": "x", "failure_info": _info("ServerError", "Stateful tests")}),
            ("b", 500, {"status": "failure", "name": "x", "failure_info": _info("ServerError", "Stateful tests")}),
            ("c", 200, {"status": "success", "name": "x"}),
        ]
    )
    failures, requests = read_failures(['{"Initialize": {}}', line])
    assert failures == (Failure("ServerError", "GET /pets", "what", 500),)
    assert requests == 3


def test_a_failure_without_details_has_the_name_of_its_check() -> None:
    failures, _ = read_failures([_scenario([("a", None, {"status": "error", "name": "ignored_auth"})])])
    assert failures == (Failure("ignored_auth", "GET /pets", "", 0),)


def test_scenarios_without_requests_are_skipped() -> None:
    lines = ['{"ScenarioFinished": {"recorder": null}}', '{"ScenarioFinished": {"recorder": {"label": "GET /pets"}}}']
    assert read_failures(lines) == ((), 0)


def test_differences_name_missing_and_changed_items_only() -> None:
    before = {"kept": 1, "gone": 2, "other": [3]}
    assert differences(before, {"kept": 1, "other": [4], "new": 5}) == (("gone",), ("other: [3] -> [4]",))


def _info(kind: str, operation: str) -> dict[str, Any]:
    return {"failure": {"type": kind, "operation": operation, "message": "what"}}


def _scenario(cases: list[tuple[str, int | None, dict[str, Any]]]) -> str:
    recorder = {
        "cases": {case: {"value": {"method": "GET", "path": "/pets"}} for case, _, _ in cases},
        "checks": {case: [check] for case, _, check in cases},
        "interactions": {
            case: {"response": None if status is None else {"status_code": status}} for case, status, _ in cases
        },
    }
    return json.dumps({"ScenarioFinished": {"recorder": recorder}})
