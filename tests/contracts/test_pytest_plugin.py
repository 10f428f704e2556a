"""The pytest integration, run by pytest itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import contracts
from contracts.conformance.checks.registry import all_checks
from contracts.errors import UsageError
from tests.implementations import flask_serverops

pytest_plugins = ("pytester",)

ROOT = Path(__file__).parents[2]
SPEC = str(ROOT / "openapi.yaml")

# A nested run of pytest removes the modules it imports; modules that cannot be imported twice are imported here.
IMPORTED = (all_checks(), contracts.parametrize(SPEC), flask_serverops)

HEAD = f"""
import contracts
from tests.implementations.flask_serverops import create_app
from tests.implementations.serverops_data import KNOWN_IDS

SETTINGS = {{"known": {{"id": KNOWN_IDS}}, "phases": ()}}
serverops = contracts.parametrize({SPEC!r}, include=["tag:ServerOps"])
"""

CORRECT = (
    HEAD
    + """
app = create_app()

@serverops
def test_contract(operation_test):
    operation_test.run(app=app, **SETTINGS)
"""
)

WRONG = (
    HEAD
    + """
def app(environ, start_response, correct=create_app()):
    def start(status, headers, *more):
        return start_response("410 GONE" if status.startswith("404") else status, headers, *more)
    return correct(environ, start)

@serverops
def test_contract(operation_test):
    operation_test.run(app=app, identities=["me=so_test_full"], **SETTINGS)
"""
)


def test_a_correct_implementation_passes(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(CORRECT)
    result = pytester.runpytest_inprocess("-v")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        ["*test_contract[[]serverops_getCase]*", "*test_contract[[]serverops_updateCase]*", "*[[]outside]*"]
    )


def test_a_wrong_implementation_fails_with_findings_and_without_secrets(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(WRONG)
    result = pytester.runpytest_inprocess("-k", "getCase or outside")
    result.assert_outcomes(failed=2, deselected=1)
    result.stdout.fnmatch_lines(
        [
            "E *serverops_getCase violates its contract: * finding*",
            "E *error: *",
            "E *at *openapi.yaml:*",
            "E *expected *",
            "E *got *",
            "E *curl -i *$URL/serverops/cases/*",
            "E *response *410 application/json *",
        ]
    )
    text = result.stdout.str()
    assert "so_test_full" not in text.replace('identities=["me=so_test_full"]', "")
    assert "in findings" not in text


def test_operations_of_a_resource_are_tested_once(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        CORRECT.replace("app = create_app()", "inner = create_app()\nasked = []\n")
        + """
def app(environ, start_response):
    asked.append(environ["PATH_INFO"])
    return inner(environ, start_response)

def test_last():
    assert len(asked) == test_contract.asked

@serverops
def test_again(operation_test):
    before = len(asked)
    operation_test.run(app=app, **SETTINGS)
    assert len(asked) == before
"""
    )
    pytester.makeconftest(
        """
def pytest_runtest_teardown(item):
    if item.name == "test_contract[serverops_getCase]":
        item.function.asked = len(item.module.asked)
"""
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=7)


def test_an_unreachable_server_fails_with_one_sentence(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(CORRECT.replace("app=app", 'url="http://127.0.0.1:1"'))
    result = pytester.runpytest_inprocess("-k", "getCase")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(["E *cannot connect to http://127.0.0.1:1*"])
    assert "Traceback" not in result.stdout.str()


def test_either_an_application_or_a_url_is_required(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(CORRECT.replace("app=app, ", ""))
    result = pytester.runpytest_inprocess("-k", "outside")
    result.stdout.fnmatch_lines(["E *TypeError: run() requires either app or url*"])


def test_one_api_is_tested_at_its_native_paths(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        CORRECT.replace('include=["tag:ServerOps"]', 'api="serverops", exclude=["method:PATCH"]').replace(
            "app = create_app()",
            """
def app(environ, start_response, prefixed=create_app()):
    uri = "/serverops" + environ["RAW_URI"]
    return prefixed({**environ, "RAW_URI": uri}, start_response)
""",
        )
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=2)


def test_a_selector_that_matches_nothing_is_reported_on_collection() -> None:
    with pytest.raises(UsageError, match="no operation matches tag:Nobody"):
        contracts.parametrize(SPEC, include=["tag:Nobody"])


def test_collecting_does_not_import_the_engine() -> None:
    code = (
        f"import sys, contracts; contracts.parametrize({SPEC!r}); "
        "print(sorted({'schemathesis', 'hypothesis'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


def test_unknown_attributes_of_the_package() -> None:
    with pytest.raises(AttributeError, match="no attribute 'parametrise'"):
        _ = contracts.parametrise  # type: ignore[attr-defined]
