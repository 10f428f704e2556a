"""The report of runs on applications."""

from benchmarks.applications.report import details, markdown
from benchmarks.applications.results import ApplicationResult, Failure, Finding, ToolRun
from benchmarks.applications.reviews import Review

FINDINGS = (
    Finding("server-error", "error", "GET /pets", "fails with a server error", 500),
    Finding("scopes", "error", "GET /pets", "is open to everybody", 200),
)
FAILURES = (
    Failure("ServerError", "GET /pets", "", 500),
    Failure("ServerError", "PUT /pets", "a\nb", 500),
    Failure("IgnoredAuth", "POST /pets", "", 200),
)
RESULT = ApplicationResult(
    "shop",
    "1.0",
    2,
    ToolRun(True, 10.4, 4.6, 100, deleted=("pet 1",), findings=FINDINGS),
    ToolRun(False, 20.0, 8.0, 200, changed=("pet 2",), failures=FAILURES),
)


def test_the_table_has_a_row_per_tool() -> None:
    lines = markdown([RESULT, ApplicationResult("other", "2.0", problem="does not start")]).splitlines()
    assert lines[2] == "| shop | 1.0 | casemock | yes | 10 | 5 | 100 | 2 | 1 | 0 |"
    assert lines[3] == "| shop | 1.0 | schemathesis | no | 20 | 8 | 200 | 3 | 0 | 1 |"
    assert lines[4].startswith("| other | 2.0 | does not start |")


def test_details_list_damage_unjudged_findings_and_missing_failures() -> None:
    untrue = Review("IgnoredAuth", "false", "no credentials are needed", "POST /pets")
    reviews = {"shop": (Review("server-error", "true", "it fails"),), "shop-schemathesis": (untrue,)}
    assert details(RESULT, reviews) == (
        "shop 1.0, 2 operations\n"
        "  casemock deleted: pet 1\n"
        "  schemathesis changed: pet 2\n"
        "  schemathesis did not end by itself\n"
        "  findings: 2: 1 true, 0 quirk, 0 false, 1 unreviewed; 100 % of the reviewed are true\n"
        "  unreviewed: [scopes] GET /pets 200: is open to everybody\n"
        "  failures of schemathesis: 3: 1 found, 0 in notes, 1 not true, 1 missing\n"
        "  missing: ServerError PUT /pets 500: a b\n"
    )


def test_details_of_an_application_that_does_not_start() -> None:
    result = ApplicationResult("other", "", problem="does not start")
    assert details(result, {}) == "other , 0 operations\n  not measured: does not start\n"
