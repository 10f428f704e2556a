"""Which failures of schemathesis are matched by findings or notes."""

import pytest

from benchmarks.applications.matching import match
from benchmarks.applications.results import Failure, Finding

FAILURE = Failure("UndefinedStatusCode", "GET /pets", "Received: 401", 401)


@pytest.mark.parametrize(
    ("finding", "by"),
    [
        (Finding("undocumented-status", "error", "GET /pets", "", 401), "finding"),
        (Finding("error-envelope/status", "error", "GET /pets", "", 401), "finding"),
        (Finding("undocumented-status", "error", "GET /pets", "", 422), ""),
        (Finding("undocumented-status", "error", "GET /toys", "", 401), ""),
        (Finding("undocumented-status", "error", "GET /toys", "", 401, others=("GET /pets",)), "finding"),
        (Finding("scopes", "error", "GET /pets", "", 401, also=("undocumented-status",)), "finding"),
        (Finding("response-body", "error", "GET /pets", "", 401), ""),
    ],
)
def test_a_finding_matches_by_operation_kind_and_status(finding: Finding, by: str) -> None:
    assert [one.by for one in match([FAILURE], [finding], [])] == [by]


def test_a_note_matches_by_operation_and_status() -> None:
    notes = ["undocumented errors: GET /toys (401), GET /pets (406, 401)"]
    assert [one.by for one in match([FAILURE], [], notes)] == ["note"]
    assert [one.by for one in match([FAILURE], [], ["undocumented errors: GET /pets (406)"])] == [""]


def test_other_kinds_match_without_the_status() -> None:
    failure = Failure("ServerError", "PUT /pets", "", 500)
    finding = Finding("server-error", "error", "PUT /pets", "", 502)
    assert [one.by for one in match([failure], [finding], [])] == ["finding"]


def test_an_unknown_kind_matches_nothing() -> None:
    failure = Failure("SomethingNew", "PUT /pets", "", 200)
    finding = Finding("server-error", "error", "PUT /pets", "", 200)
    assert [one.by for one in match([failure], [finding], [])] == [""]


def test_the_method_of_a_probe_is_not_compared() -> None:
    failure = Failure("UnsupportedMethodResponse", "TRACE /pets", "", 405)
    finding = Finding("protocol-allow", "error", "GET /toys", "", 405, others=("GET /pets",))
    assert [one.by for one in match([failure], [finding], [])] == ["finding"]


@pytest.mark.parametrize(("status", "by"), [(400, "finding"), (422, "")])
def test_an_undocumented_refusal_is_one_fault(status: int, by: str) -> None:
    failure = Failure("RejectedPositiveData", "GET /pets", "", status)
    finding = Finding("undocumented-status", "error", "GET /pets", "", 400)
    assert [one.by for one in match([failure], [finding], [])] == [by]
