"""Golden cases against the mock: in process, each with a new mock, and over HTTP, all with the same server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

import contracts
from contracts.messages import Request
from contracts.traffic.golden import read_case
from contracts.traffic.recorded_case import RecordedCase
from mockserver.app import MockApp, create_app
from mockserver.settings_values import SETTINGS
from tests.golden import FOLDER, case_files, mismatches
from tests.locked_faker import expected_of_the_locked_faker
from tests.update_golden import main as update_golden
from tests.wire import in_process, over_http

ROOT = Path(__file__).parent.parent
CONTRACT = contracts.load(ROOT / "openapi.yaml")
CASES = [read_case(path) for path in case_files()]


def api_of(case: RecordedCase) -> str:
    """Return the API of a case: the name of its folder."""
    return Path(case.name).parent.name


def has_generated_values(case: RecordedCase) -> bool:
    """Whether whole generated bodies are expected, which ``tests.update_golden`` writes."""
    return Path(case.name).name.startswith("generated-")


def comparison(case: RecordedCase) -> AbstractContextManager[None]:
    """Return the context in which responses are compared with those of a case."""
    return expected_of_the_locked_faker() if has_generated_values(case) else nullcontext()


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{api_of(case)}/{Path(case.name).stem}")


def mock_for(case: RecordedCase) -> MockApp:
    settings = {name: SETTINGS[name].from_toml(value) for name, value in case.settings.items()}
    return create_app(CONTRACT, **settings)


@every_case
def test_in_process(case: RecordedCase) -> None:
    with comparison(case):
        found = mismatches(case, in_process(mock_for(case)), CONTRACT)
        assert not found, "\n".join(found)


@pytest.mark.parametrize("is_generated", [False, True], ids=["stated", "generated"])
def test_over_http_on_one_server(serve: Callable[..., str], *, is_generated: bool) -> None:
    send = over_http(serve())
    cases = [case for case in CASES if not case.settings and has_generated_values(case) == is_generated]
    assert cases
    with comparison(cases[0]):
        found = [mismatch for case in cases for mismatch in mismatches(case, send, CONTRACT)]
        assert not found, "\n".join(found)


# ---------------------------------------------------------------------- the files


@every_case
def test_behavior_of_the_mock_alone_is_marked(case: RecordedCase) -> None:
    for exchange in case.exchanges:
        request, expected = exchange.request, exchange.expected.get("headers", {})
        own = {name for name, value in expected.items() if name.startswith("x-mock-") and value is not None}
        assert case.source == "mock" or not own | expected.keys() & {"preference-applied"}
        assert case.source == "mock" or request.header("prefer") is None
        assert case.source == "mock" or request.target.startswith(f"/{api_of(case)}")


def test_sentences_are_unique() -> None:
    sentences = [case.sentence for case in CASES]
    assert len(set(sentences)) == len(sentences) >= 60


def test_changed_ids_are_used_by_one_case_only() -> None:
    files, changed = defaultdict(set), set()
    for case in CASES:
        for exchange in case.exchanges if not case.settings else ():
            request = exchange.request
            files[request.target].add(case.name)
            if request.method == "PATCH" and exchange.expected["status"] == 200:
                changed.add(request.target)
    assert {path: names for path, names in files.items() if path in changed and len(names) > 1} == {}


def test_every_documented_status_code_occurs_with_and_without_prefer() -> None:
    wanted = {
        (operation.api, operation.method, response.status)
        for operation in CONTRACT.operations
        for response in operation.responses
    }
    shown: dict[bool, set[tuple[str, str, str]]] = {True: set(), False: set()}
    for case in CASES:
        for exchange in case.exchanges:
            preferred = "code=" in (exchange.request.header("prefer") or "")
            for operation in CONTRACT.operations:
                response = operation.response(exchange.expected["status"])
                key = (operation.api, operation.method)
                if response is not None and key == (api_of(case), exchange.request.method):
                    shown[preferred].add((*key, response.status))
    assert wanted - shown[True] == set()
    # No request makes the mock itself fail, so a 500 response occurs only if it is requested.
    assert {key for key in wanted - shown[False] if not key[2].startswith("5")} == set()


# ---------------------------------------------------------------------- the tools


def test_host_header_of_a_request_is_not_duplicated(serve: Callable[..., str]) -> None:
    request = Request("GET", "/core/casemgr/v3/case/1001", (("host", "egain.localhost"),))
    assert in_process(create_app(CONTRACT))(request).status == 401
    assert over_http(serve())(request).status == 401


def test_update_of_generated_cases(tmp_path: Path) -> None:
    path = tmp_path / "generated-x.yaml"
    original = (FOLDER / "serverops" / "generated-case-after-a-change.yaml").read_text(encoding="utf-8")
    path.write_text(original.replace('"status":"archived"', '"status":"lost"'), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != original
    update_golden([path, FOLDER / "README.md"])
    assert not mismatches(read_case(path), in_process(create_app(CONTRACT)), CONTRACT)


def test_request_is_sent_without_normalization(serve: Callable[..., str]) -> None:
    """Both ways of sending are equivalent: the mock repeats the unknown path."""
    request = Request("GET", "/elsewhere/%2e%2E/a%2fb//?q=%zz", (("x-twice", "1"), ("x-twice", "2")))
    expected = {"error": "no operation has the path /elsewhere/%2e%2E/a%2fb//"}
    assert in_process(create_app(CONTRACT))(request).json == expected
    assert over_http(serve())(request).json == expected
