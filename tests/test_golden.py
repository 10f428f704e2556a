"""Every golden case against the mock: in process, each on a fresh one, and over HTTP, all on the same one."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

import contracts
from mockserver.app import MockApp, create_app
from mockserver.settings_values import VALUES
from tests.golden import FOLDER, Case, case_files, play, read_case
from tests.renew_golden import main as renew
from tests.wire import Request, Response, in_process, over_http

ROOT = Path(__file__).parent.parent
FORM = Draft202012Validator(json.loads((FOLDER / "case.schema.json").read_text(encoding="utf-8")))
CONTRACT = contracts.load(ROOT / "openapi.yaml")
CASES = [read_case(path) for path in case_files()]

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.parent.name}/{case.path.stem}")


def mock_for(case: Case) -> MockApp:
    settings = {name: VALUES[name].from_toml(value) for name, value in case.settings.items()}
    return create_app(CONTRACT, **settings)


@every_case
def test_in_process(case: Case) -> None:
    breaches = play(case, in_process(mock_for(case)), CONTRACT)
    assert not breaches, "\n".join(breaches)


def test_over_http_on_one_server(serve: Callable[..., str]) -> None:
    send = over_http(serve())
    breaches = [breach for case in CASES if not case.settings for breach in play(case, send, CONTRACT)]
    assert not breaches, "\n".join(breaches)


# ---------------------------------------------------------------------- the files


@every_case
def test_a_file_has_the_form_that_is_written_down(case: Case) -> None:
    tree: dict[str, Any] = {"case": case.sentence, "source": case.source, "exchanges": case.exchanges}
    if case.settings:
        tree["settings"] = case.settings
    errors = FORM.iter_errors(tree)
    assert [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in errors] == []


@every_case
def test_a_case_looks_back_only(case: Case) -> None:
    for index, exchange in enumerate(case.exchanges):
        response = exchange["response"]
        compared = [response[key]["exchange"] for key in ("same_as", "differs_from", "later_than") if key in response]
        compared += [response["same_bytes_as"]] if "same_bytes_as" in response else []
        assert all(other < index for other in compared)


@every_case
def test_a_pattern_is_a_regular_expression(case: Case) -> None:
    for exchange in case.exchanges:
        for value in exchange["response"].get("headers", {}).values():
            if value and value[0] == value[-1] == "/":
                assert re.compile(value[1:-1]).pattern


@every_case
def test_what_only_the_mock_does_is_marked_so(case: Case) -> None:
    for exchange in case.exchanges:
        asked, expected = exchange["request"], exchange["response"].get("headers", {})
        own = {name for name, value in expected.items() if name.startswith("x-mock-") and value is not None}
        assert case.source == "mock" or not own | expected.keys() & {"preference-applied"}
        assert case.source == "mock" or "prefer" not in asked.get("headers", {})
        assert case.source == "mock" or asked["path"].startswith(f"/{case.path.parent.name}")


def test_no_two_cases_say_the_same() -> None:
    sentences = [case.sentence for case in CASES]
    assert len(set(sentences)) == len(sentences) >= 60


def test_an_id_that_a_case_changes_is_its_own() -> None:
    files, changed = defaultdict(set), set()
    for case in CASES:
        for exchange in case.exchanges if not case.settings else ():
            request = exchange["request"]
            files[request["path"]].add(case.path.name)
            if request["method"] == "PATCH" and exchange["response"]["status"] == 200:
                changed.add(request["path"])
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
            asked = "code=" in str(exchange["request"].get("headers", {}).get("prefer", ""))
            for operation in CONTRACT.operations:
                answer = operation.response(exchange["response"]["status"])
                key = (operation.api, operation.method)
                if answer is not None and key == (case.path.parent.name, exchange["request"]["method"]):
                    shown[asked].add((*key, answer.status))
    assert wanted - shown[True] == set()
    # Nothing that a client sends makes the mock itself fail, so a 500 has no cause but being asked for.
    assert {key for key in wanted - shown[False] if not key[2].startswith("5")} == set()


# ---------------------------------------------------------------------- the player

BODY = {"id": "x", "n": 1, "deep": {"list": [1, {"a": True}], "at": "2026-01-01T00:00:00Z"}}


def played(expected: dict[str, Any], body: Any = BODY, **headers: str) -> list[str]:
    """The breaches of a case of two equal answers, of which the second is expected to be so."""
    answer = Response(200, {"content-type": "application/json", **headers}, json.dumps(body).encode())
    request = {"method": "GET", "path": "/elsewhere"}
    first = {"status": 200}
    exchanges: list[Any] = [{"request": request, "response": response} for response in (first, expected)]
    return play(Case(Path("api/name.yaml"), "It is so.", "mock", {}, exchanges), lambda _: answer, CONTRACT)


@pytest.mark.parametrize(
    "expected",
    [
        {"status": 200},
        {"headers": {"content-type": "application/json", "x-not-there": None}},
        {"headers": {"content-type": "/application/.*/"}},
        {"json": BODY},
        {"contains": {"deep": {"list": [1, {}]}}},
        {"has": ["/id", "/deep/list/1/a"], "lacks": ["/gone", "/deep/list/2", "/deep/list/1/b"]},
        {"body": json.dumps(BODY)},
        {"same_as": {"exchange": 0}},
        {"same_as": {"exchange": 0, "except": ["/deep/list/1/a", "/n"]}},
        {"same_bytes_as": 0},
    ],
    ids=json.dumps,
)
def test_the_player_is_content_with_what_holds(expected: dict[str, Any]) -> None:
    assert played(expected) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"status": 201}, "status: expected 201, got 200"),
        ({"headers": {"content-type": "text/html"}}, "header content-type: expected text/html, got application/json"),
        ({"headers": {"content-type": None}}, "header content-type: expected no such header, got application/json"),
        ({"headers": {"x-not-there": "a"}}, "header x-not-there: expected a, got None"),
        ({"headers": {"content-type": "/application/"}}, "header content-type: expected /application/, got"),
        ({"json": {"id": "x", "n": 1}}, "body /deep: nothing expected, got {'list'"),
        ({"json": {**BODY, "more": 1}}, "body /more: expected 1, there is none"),
        ({"json": {**BODY, "n": True}}, "body /n: expected True, got 1"),
        ({"contains": {"deep": {"list": [1, {"a": 1}]}}}, "body /deep/list/1/a: expected 1, got True"),
        ({"contains": {"deep": {"list": [1]}}}, "body /deep/list: expected [1], got"),
        ({"has": ["/deep/list/2"]}, "body /deep/list/2: expected something, there is nothing"),
        ({"lacks": ["/deep/at"]}, "body /deep/at: nothing expected, there is something"),
        ({"sorted": {"list": "/deep/list", "by": "/a"}}, "sorted: the body cannot be looked at: TypeError"),
        ({"xml": {"root/id": "x"}}, "xml: the body cannot be looked at: ValueError: not XML"),
        ({"body": "{}"}, "bytes of the body: expected '{}'"),
        ({"base64": "e30="}, "bytes of the body: expected b'{}'"),
        ({"schema": "ServerOpsError"}, 'schema ServerOpsError: "error" is a required property at /'),
        ({"differs_from": {"exchange": 0, "at": ["/n"]}}, "body /n: expected another value than in exchange 0, got 1"),
        ({"later_than": {"exchange": 0, "at": ["/deep/at"]}}, "body /deep/at: expected a moment after 2026-01-01"),
        ({"later_than": {"exchange": 0, "at": ["/id"]}}, "later_than: the body cannot be looked at: ValueError"),
        ({"same_as": {"exchange": 0, "except": ["/gone"]}}, "same_as: the body cannot be looked at: KeyError"),
    ],
    ids=json.dumps,
)
def test_the_player_says_what_does_not_hold(expected: dict[str, Any], said: str) -> None:
    (breach,) = played(expected)
    assert breach.startswith("api/name.yaml: It is so.\n  exchange 1, GET /elsewhere\n")
    assert said in breach
    assert '{"id": "x"' in breach


ROWS = [{"n": number, "kind": kind} for number, kind in (("9", "a"), ("10", "a"), ("11", "b"))]
LABELS = {"list": "/rows", "from": "/n", "to": "/kind"}


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"sorted": {"list": "/rows", "by": "/n", "as": "number"}}, ""),
        ({"sorted": {"list": "/rows", "by": "/kind"}}, ""),
        ({"sorted": {"list": "/rows", "by": "/n"}}, "body /rows: expected to be sorted by /n, got ['9', '10', '11']"),
        ({"sorted": {"list": "/rows", "by": "/n", "as": "number", "order": "desc"}}, "expected to be sorted by /n"),
        ({"mapped": [{**LABELS, "by": {"9": "a", "10": "a", "11": "b"}}]}, ""),
        ({"mapped": [{**LABELS, "by": {"9": "a", "10": "b", "11": "b"}}]}, "body /kind for /n: expected {'9': 'a',"),
        ({"mapped": [{**LABELS, "by": {"9": "a", "10": "a"}}]}, "body /kind for /n: expected"),
        ({"mapped": [{**LABELS, "by": {"9": "a", "10": "a", "11": "b", "12": "c"}}]}, "body /kind for /n: expected"),
    ],
    ids=json.dumps,
)
def test_the_player_looks_at_the_items_of_a_list(expected: dict[str, Any], said: str) -> None:
    breaches = played(expected, {"rows": ROWS})
    assert said in breaches[0] if said else breaches == []


PATH_OF_XML = "/egain/core/casemgr/v3/case/7"
XML_ERROR = b"<error><code>404-100</code><developerMessage>gone</developerMessage></error>"


def played_xml(expected: dict[str, Any], body: bytes = XML_ERROR) -> list[str]:
    exchanges: list[Any] = [{"request": {"method": "GET", "path": PATH_OF_XML}, "response": expected}]
    answer = Response(404, {"content-type": "application/xml"}, body)
    return play(Case(Path("a/b"), "It is so.", "mock", {}, exchanges), lambda _: answer, CONTRACT)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"json": {"code": "404-100", "developerMessage": "gone"}}, ""),
        ({"contains": {"code": "404-101"}}, "body /code: expected '404-101', got '404-100'"),
        ({"xml": {"error/code": "404-100", "error/details": [], "error/@id": []}}, ""),
        ({"xml": {"error/code": []}}, "xml error/code: expected [], got ['404-100']"),
        ({"xml": {"failure/code": "404-100"}}, "xml failure/code: expected ['404-100'], got []"),
    ],
    ids=json.dumps,
)
def test_the_player_reads_xml(expected: dict[str, Any], said: str) -> None:
    breaches = played_xml(expected)
    assert said in breaches[0] if said else breaches == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<error><code>404-100</code></error>", '"developerMessage" is a required property'),
        (b"<error><code>404</code><developerMessage>gone</developerMessage></error>", "does not match"),
        (b"<error>", "contract: the body cannot be looked at: ValueError: not XML"),
    ],
)
def test_the_player_holds_xml_against_the_contract(body: bytes, said: str) -> None:
    (breach,) = played_xml({}, body)
    assert said in breach


def test_a_host_that_a_request_names_is_the_only_one(serve: Callable[..., str]) -> None:
    request = Request("GET", "/core/casemgr/v3/case/1001", (("host", "egain.localhost"),))
    assert in_process(create_app(CONTRACT))(request).status == 401
    assert over_http(serve())(request).status == 401


def test_the_player_says_when_an_answer_is_not_that_of_an_earlier_exchange() -> None:
    answers = [Response(200, {}, b'{"a": 1}'), Response(200, {}, b'{"a": 2}')]
    request = {"method": "GET", "path": "/elsewhere"}
    expected = {"same_as": {"exchange": 0}, "same_bytes_as": 0}
    exchanges: list[Any] = [{"request": request, "response": {}}, {"request": request, "response": expected}]
    (breach,) = play(Case(Path("a/b"), "", "mock", {}, exchanges), lambda _: answers.pop(0), CONTRACT)
    assert "body /a: expected 1, got 2" in breach
    assert 'bytes of the body: expected those of exchange 0: {"a": 1}' in breach


@pytest.mark.parametrize(
    ("status", "media_type", "body", "said"),
    [
        (418, "application/json", b"{}", "does not document the status 418"),
        (404, "text/plain", b"gone", "does not document text/plain"),
        (404, "", b"", "does not document an answer without media type"),
        (404, "application/json", b"{}", '"error" is a required property'),
        (404, "application/json", b"<p>", "contract: the body cannot be looked at"),
    ],
)
def test_the_player_holds_every_answer_of_an_operation_against_the_contract(
    status: int, media_type: str, body: bytes, said: str
) -> None:
    request = {"method": "GET", "path": "/serverops/cases/a%2Fb?c=/d"}
    case = Case(Path("a/b"), "", "mock", {}, [{"request": request, "response": {}}])
    headers = {"content-type": media_type} if media_type else {}
    (breach,) = play(case, lambda _: Response(status, headers, body), CONTRACT)
    assert said in breach


def test_generated_cases_are_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "generated-x.yaml"
    good = (FOLDER / "serverops" / "generated-case-after-a-change.yaml").read_text(encoding="utf-8")
    path.write_text(good.replace('"status":"archived"', '"status":"lost"'), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != good
    renew([path, FOLDER / "README.md"])
    assert not play(read_case(path), in_process(create_app(CONTRACT)), CONTRACT)


def test_a_request_is_sent_as_it_is_written(serve: Callable[..., str]) -> None:
    """The two ways of sending mean the same: the mock echoes what it disliked."""
    request = Request("GET", "/elsewhere/%2e%2E/a%2fb//?q=%zz", (("x-twice", "1"), ("x-twice", "2")))
    echoed = {"error": "no operation has the path /elsewhere/%2e%2E/a%2fb//"}
    assert in_process(create_app(CONTRACT))(request).json == echoed
    assert over_http(serve())(request).json == echoed
