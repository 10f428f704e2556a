"""What the request log shows of exchanges, and what it hides."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import Any

import pytest

from mockserver.app import MockApp, create_app
from mockserver.pipeline import Pipeline
from mockserver.server.log_lines import JsonLines, Lines, TextLines
from mockserver.server.request_log import RequestLog, log_output
from mockserver.settings import Settings
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

PET = {
    "type": "object",
    "required": ["name", "age"],
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "password": {"type": "string", "minLength": 8},
    },
}

PETS = document(
    {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                    {"name": "order", "in": "query", "schema": {"enum": ["up", "down"]}},
                ],
                "responses": {"200": response({"type": "array", "items": PET})},
            },
            "post": {
                "operationId": "createPet",
                "requestBody": {"required": True, "content": json_content(PET)},
                "responses": {"201": response(PET)},
            },
        },
        "/pets/{id}": {
            "get": {"operationId": "getPet", "parameters": [path_parameter("id")], "responses": {"200": response(PET)}}
        },
        "/reset/{token}": {"get": {"operationId": "reset", "parameters": [path_parameter("token")]}},
        "/closed": {"get": {"operationId": "closed", "security": [{"key": []}], "responses": {"200": response(PET)}}},
    },
    components={"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "who"}}},
)

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


class Logged:
    """A server whose log is kept."""

    def __init__(self, *, lines: Lines | None = None, verbose: bool = False, **settings: Any) -> None:
        self.entries: list[str] = []
        self.app: MockApp = create_app(PETS, **settings)
        log = RequestLog(self.app.contracts, lines or TextLines(), self.entries.append, is_verbose=verbose)
        self.app.log_to(log, own_pages=verbose)
        self.client = Client(self.app)

    def __call__(self, *arguments: Any, **more: Any) -> str:
        """Send a request; return its only entry without the time."""
        self.client(*arguments, **more)
        (entry,) = self.entries
        self.entries.clear()
        found = re.fullmatch(rf"{TIME} (.*)", entry, re.DOTALL)
        assert found is not None
        return re.sub(r" \d+\.\d ms", " N ms", found[1])


@pytest.fixture(params=[{}, {"journal_size": 0}], ids=["journal", "no-journal"])
def logged(request: pytest.FixtureRequest) -> Logged:
    return Logged(**request.param)


def test_a_successful_request(logged: Logged) -> None:
    assert logged("GET", "/pets/7?x=1") == "GET /pets/7?x=1 200 N ms\n"


def test_all_violations_of_parameters(logged: Logged) -> None:
    assert logged("GET", "/pets?limit=many&order=left") == (
        "GET /pets?limit=many&order=left 422 N ms\n"
        '  invalid_parameter query/limit: "many" is not of type "integer"\n'
        '  query/order: "left" is not one of "up" or "down"\n'
    )


def test_all_violations_of_a_body(logged: Logged) -> None:
    entry = logged("POST", "/pets", {"name": 5, "password": "long enough"})
    assert entry.splitlines()[0] == "POST /pets 422 N ms"
    assert {line.partition(": ")[0] for line in entry.splitlines()[1:]} == {"  invalid_body body", "  body/name"}


def test_more_violations_than_the_header_has(logged: Logged) -> None:
    many = {"type": "object", "properties": {f"p{number}": {"type": "integer"} for number in range(15)}}
    operation = {"requestBody": {"content": json_content(many)}}
    app = create_app(document({"/many": {"post": operation}}))
    app.log_to(RequestLog(app.contracts, TextLines(), logged.entries.append))
    reply = Client(app)("POST", "/many", {f"p{number}": "x" for number in range(15)})
    assert reply.header("x-mock-reason").endswith("; and 5 more")
    (entry,) = logged.entries
    assert len(entry.splitlines()) == 16


def test_requests_without_operation(logged: Logged) -> None:
    assert logged("GET", "/none") == "GET /none 404 N ms\n  no_route: no operation has the path /none\n"
    assert logged("PUT", "/pets").startswith("PUT /pets 405 N ms\n  method_not_allowed: PUT is not allowed; use ")
    assert logged("OPTIONS", "/pets") == "OPTIONS /pets 204 N ms\n"


def test_a_crash(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Pipeline, "respond", crash)
    assert logged("GET", "/pets") == "GET /pets 500 N ms\n  internal: internal error in the mock: ZeroDivisionError\n"


def test_a_request_without_response(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    async def close(*_: object) -> None:
        pass

    monkeypatch.setattr(Pipeline, "__call__", close)
    assert logged("GET", "/pets") == "GET /pets - N ms\n"
    assert logged.app.control.exchanges.read() == []


def test_a_crash_in_the_middle_of_a_response(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    async def break_off(_self: object, _scope: object, _receive: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    monkeypatch.setattr(Pipeline, "__call__", break_off)
    with pytest.raises(RuntimeError):
        logged.client("GET", "/pets")
    assert " GET /pets 200 " in logged.entries[0]


def test_own_pages_are_only_in_a_verbose_log(logged: Logged) -> None:
    for path in ("/", "/__mock__/", "/__mock__/health", "/__mock__/admin/health", "/__mock__/none"):
        logged.client("GET", path)
    assert logged.entries == []
    assert Logged(verbose=True)("GET", "/__mock__/health").startswith("GET /__mock__/health 200 N ms\n")


def test_secrets_in_the_target_are_masked(logged: Logged) -> None:
    assert logged("GET", "/pets?api_key=hush&x=1&password=a%20b") == "GET /pets?api_key=…&x=1&password=… 200 N ms\n"
    assert logged("GET", "/reset/hush") == "GET /reset/… 200 N ms\n"
    assert logged("GET", "/closed?who=hush").startswith("GET /closed?who=… ")


def test_secrets_in_violations_are_masked(logged: Logged) -> None:
    entry = logged("POST", "/pets", {"name": "Rex", "age": 3, "password": "hush"})
    assert "body/password: … is shorter than 8 characters" in entry
    secret = {"Authorization": "Bearer very-secret-token"}
    assert "very-secret" not in logged("GET", "/pets?limit=very-secret-token", headers=secret)


def test_control_characters_are_escaped(logged: Logged) -> None:
    entry = logged("GET", "/pets?order=%1b[2J%0aGET\x1b[2J")
    assert "\x1b" not in entry
    assert entry.startswith("GET /pets?order=%1b[2J%0aGET\\x1b[2J 422 N ms\n  invalid_parameter query/order: ")
    assert len(entry.splitlines()) == 2


def test_verbose() -> None:
    headers = {"Authorization": "Bearer very-secret-token"}
    entry = Logged(verbose=True)("POST", "/pets", {"name": "Rex", "age": 3, "password": "pass-phrase"}, headers)
    assert "  operation createPet of kit\n" in entry
    assert "  > authorization: Bearer …\n" in entry
    assert '"name":"Rex"' in entry.replace(" ", "")
    assert "  < content-type: application/json\n" in entry
    assert "secret" not in entry
    assert "pass-phrase" not in entry


def test_json_of_a_refusal() -> None:
    logged = Logged(lines=JsonLines())
    reply = logged.client("GET", "/pets?limit=x&order=y")
    value = json.loads(logged.entries[0])
    assert (value["api"], value["operation"], value["status"]) == ("kit", "listPets", 422)
    assert "; ".join(value["violations"]) == reply.header("x-mock-reason")


def test_an_application_in_python_logs_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    Client(create_app(PETS, verbose=True))("GET", "/pets")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("variable", "is_colored"), [("FORCE_COLOR", True), ("NO_COLOR", False)])
def test_color(variable: str, is_colored: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(variable, "1")
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", stream)
    (tmp_path / "pets.json").write_text(json.dumps(PETS))
    with log_output(Settings(specs=(str(tmp_path / "pets.json"),))) as log:
        Client(log.create_app())("GET", "/pets")
    assert ("\x1b[32m200\x1b[0m" in stream.getvalue()) is is_colored
    assert sys.stderr is stream


def test_other_messages_are_in_the_format_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with log_output(Settings(log_format="json")):
        sys.stderr.write("warning: one\n")
    assert json.loads(stream.getvalue())["message"] == "warning: one"


def test_a_server_without_standard_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    (tmp_path / "pets.json").write_text(json.dumps(PETS))
    with log_output(Settings(specs=(str(tmp_path / "pets.json"),))) as log:
        sys.stderr.write("warning: one\n")
        assert Client(log.create_app())("GET", "/pets").status == 200
