"""Every golden case against the mock: in process, each on a fresh one, and over HTTP, all on the same one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

import contracts
from contracts.messages import Request
from contracts.traffic.golden import read_case
from contracts.traffic.recorded_case import RecordedCase
from mockserver.app import MockApp, create_app
from mockserver.settings_values import SETTINGS
from tests.golden import FOLDER, breaches, case_files
from tests.renew_golden import main as renew
from tests.wire import in_process, over_http

ROOT = Path(__file__).parent.parent
CONTRACT = contracts.load(ROOT / "openapi.yaml")
CASES = [read_case(path) for path in case_files()]


def api_of(case: RecordedCase) -> str:
    """The folder of a case."""
    return Path(case.name).parent.name


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{api_of(case)}/{Path(case.name).stem}")


def mock_for(case: RecordedCase) -> MockApp:
    settings = {name: SETTINGS[name].from_toml(value) for name, value in case.settings.items()}
    return create_app(CONTRACT, **settings)


@every_case
def test_in_process(case: RecordedCase) -> None:
    found = breaches(case, in_process(mock_for(case)), CONTRACT)
    assert not found, "\n".join(found)


def test_over_http_on_one_server(serve: Callable[..., str]) -> None:
    send = over_http(serve())
    found = [breach for case in CASES if not case.settings for breach in breaches(case, send, CONTRACT)]
    assert not found, "\n".join(found)


# ---------------------------------------------------------------------- the files


@every_case
def test_what_only_the_mock_does_is_marked_so(case: RecordedCase) -> None:
    for exchange in case.exchanges:
        asked, expected = exchange.request, exchange.expected.get("headers", {})
        own = {name for name, value in expected.items() if name.startswith("x-mock-") and value is not None}
        assert case.source == "mock" or not own | expected.keys() & {"preference-applied"}
        assert case.source == "mock" or asked.header("prefer") is None
        assert case.source == "mock" or asked.target.startswith(f"/{api_of(case)}")


def test_no_two_cases_say_the_same() -> None:
    sentences = [case.sentence for case in CASES]
    assert len(set(sentences)) == len(sentences) >= 60


def test_an_id_that_a_case_changes_is_its_own() -> None:
    files, changed = defaultdict(set), set()
    for case in CASES:
        for exchange in case.exchanges if not case.settings else ():
            request = exchange.request
            files[request.target].add(case.name)
            if request.method == "PATCH" and exchange.expected["status"] == 200:
                changed.add(request.target)
    assert {path: names for path, names in files.items() if path in changed and len(names) > 1} == {}


def test_every_documented_status_is_shown_with_and_without_being_asked_for() -> None:
    wanted = {
        (operation.api, operation.method, answer.status)
        for operation in CONTRACT.operations
        for answer in operation.responses
    }
    shown: dict[bool, set[tuple[str, str, str]]] = {True: set(), False: set()}
    for case in CASES:
        for exchange in case.exchanges:
            asked = "code=" in (exchange.request.header("prefer") or "")
            for operation in CONTRACT.operations:
                answer = operation.response(exchange.expected["status"])
                key = (operation.api, operation.method)
                if answer is not None and key == (api_of(case), exchange.request.method):
                    shown[asked].add((*key, answer.status))
    assert wanted - shown[True] == set()
    # Nothing that a client sends makes the mock itself fail, so a 500 has no cause but being asked for.
    assert {key for key in wanted - shown[False] if not key[2].startswith("5")} == set()


# ---------------------------------------------------------------------- the tools


def test_a_host_that_a_request_names_is_the_only_one(serve: Callable[..., str]) -> None:
    request = Request("GET", "/core/casemgr/v3/case/1001", (("host", "egain.localhost"),))
    assert in_process(create_app(CONTRACT))(request).status == 401
    assert over_http(serve())(request).status == 401


def test_generated_cases_are_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "generated-x.yaml"
    good = (FOLDER / "serverops" / "generated-case-after-a-change.yaml").read_text(encoding="utf-8")
    path.write_text(good.replace('"status":"archived"', '"status":"lost"'), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != good
    renew([path, FOLDER / "README.md"])
    assert not breaches(read_case(path), in_process(create_app(CONTRACT)), CONTRACT)


def test_a_request_is_sent_as_it_is_written(serve: Callable[..., str]) -> None:
    """The two ways of sending mean the same: the mock echoes what it disliked."""
    request = Request("GET", "/elsewhere/%2e%2E/a%2fb//?q=%zz", (("x-twice", "1"), ("x-twice", "2")))
    echoed = {"error": "no operation has the path /elsewhere/%2e%2E/a%2fb//"}
    assert in_process(create_app(CONTRACT))(request).json == echoed
    assert over_http(serve())(request).json == echoed
