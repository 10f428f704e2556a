"""Sample requests and curl commands."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import contracts
from contracts.generation.generate import Generators
from mockserver.app import create_app
from mockserver.console.samples import Sampler, SampleRequest, curl_line
from mockserver.mounting import MountedApi

ROOT = Path(__file__).parents[3]
DOCUMENTS = [ROOT / "openapi.yaml", *sorted((ROOT / "tests" / "documents").glob("*.yaml"))]
TEXT = {"type": "string"}


def requests(mounted: tuple[MountedApi, ...]) -> dict[str, SampleRequest]:
    sampler = Sampler(Generators())
    return {item.operation.id: sampler.request(item) for api in mounted for item in api.operations}


def sample(operation: dict[str, Any], path: str = "/x", **parts: Any) -> SampleRequest:
    responses = {"200": {"description": "Fine."}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {path: {"post": {"operationId": "x", "responses": responses, **operation}}},
        **parts,
    }
    return requests(create_app(tree).apis)["x"]


def test_path_and_scopes(mounted: tuple[MountedApi, ...]) -> None:
    expected = SampleRequest("GET", "/things/a%20b%2Fc", (("Authorization", "Bearer reader"),))
    assert requests(mounted)["getThing"] == expected


def test_only_required_parts_are_sent(mounted: tuple[MountedApi, ...]) -> None:
    request = requests(mounted)["putThing"]
    headers = dict(request.headers)
    assert request.target == "/things/a%20b%2Fc?dry=true"
    assert headers.pop("X-Key").startswith("k_")
    assert headers == {"X-Trace": "7", "Cookie": "tz=UTC; sid=demo-token", "Content-Type": "application/json"}
    assert request.body == '{"it\'s":"@home"}'


def test_a_delete_uses_another_id_than_other_samples(mounted: tuple[MountedApi, ...]) -> None:
    made = requests(mounted)
    assert made["deleteThing"].target.startswith("/things/")
    assert made["deleteThing"].target != made["getThing"].target


def test_a_delete_uses_the_last_example() -> None:
    examples = {"one": {"value": "a"}, "two": {"value": "b"}}
    parameters = [
        {"name": "up", "in": "path", "required": True, "schema": TEXT, "examples": examples},
        {"name": "id", "in": "path", "required": True, "schema": TEXT, "examples": examples},
    ]
    operation = {"operationId": "d", "parameters": parameters, "responses": {"204": {"description": "Gone."}}}
    paths = {"/x/{up}/y/{id}": {"delete": operation}}
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    assert requests(create_app(tree).apis)["d"].target == "/x/a/y/b"


def test_a_public_operation_gets_no_credentials(mounted: tuple[MountedApi, ...]) -> None:
    made = requests(mounted)
    assert made["deleteThing"].headers == ()
    assert made["wallet"].headers == ()
    assert made["form"].headers == ()


def test_forms_and_queries(mounted: tuple[MountedApi, ...]) -> None:
    made = requests(mounted)
    assert made["form"].form == (("name", "@file"), ("n", "1"))
    assert made["form"].body is None
    assert made["login"].headers == (("Authorization", "Basic ZGVtbzpkZW1v"),)
    assert made["search"].target == "/search?api%20key=demo-token"


def test_values_without_an_example_are_generated() -> None:
    schema = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 5, "maximum": 5}}}
    parameter = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 9, "maximum": 9},
    }
    body = {"content": {"application/json": {"schema": schema}}}
    request = sample({"parameters": [parameter], "requestBody": body}, "/x/{id}")
    assert (request.target, request.body) == ("/x/9", '{"n":5}')


def test_read_only_properties_are_not_sent() -> None:
    properties = {"id": {**TEXT, "readOnly": True}, "name": {"const": "n"}}
    schema = {"type": "object", "required": ["id", "name"], "properties": properties}
    request = sample({"requestBody": {"content": {"application/json": {"schema": schema}}}})
    assert request.body == '{"name":"n"}'


@pytest.mark.parametrize("schema", [{"enum": [""]}, {"enum": ["."]}, {"enum": [".."]}, {"type": "null"}])
def test_path_values_do_not_change_the_path(schema: dict[str, Any]) -> None:
    parameter = {"name": "id", "in": "path", "required": True, "schema": schema}
    assert sample({"parameters": [parameter]}, "/x/{id}").target == "/x/sample"


def test_a_schema_without_values_does_not_affect_other_samples() -> None:
    impossible = {"type": "string", "minLength": 5, "maxLength": 1}
    parameters = [{"name": "q", "in": "query", "required": True, "schema": impossible}]
    assert sample({"parameters": parameters}).target == "/x?q=sample"


@pytest.mark.parametrize(
    ("content", "body", "content_type"),
    [
        ({"application/x-www-form-urlencoded": {"example": {"a": "b c", "n": 1}}}, "a=b+c&n=1", None),
        ({"text/csv": {"example": "a,b"}, "application/json": {"example": [1]}}, "[1]", "application/json"),
        ({"application/problem+json; v=1": {"example": "x"}}, '"x"', "application/problem+json; v=1"),
        ({"text/csv": {"example": "a,b"}}, "a,b", "text/csv"),
        ({"text/*": {}}, "sample", "text/plain"),
        ({"*/*": {}}, "sample", "application/octet-stream"),
        ({"application/json": {}}, "{}", "application/json"),
    ],
)
def test_bodies(content: dict[str, Any], body: str, content_type: str | None) -> None:
    request = sample({"requestBody": {"content": content}})
    assert request.body == body
    assert request.headers == (("Content-Type", content_type or next(iter(content))),)


def test_head_has_no_body() -> None:
    content = {"application/json": {"example": 1}}
    operation = {
        "operationId": "h",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "Fine."}},
    }
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/x": {"head": operation}}}
    assert requests(create_app(tree).apis)["h"] == SampleRequest("HEAD", "/x")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_server_accepts_every_sample(document: Path, ask: Any) -> None:
    app = create_app(contracts.load(document))
    for identifier, request in requests(app.apis).items():
        body: dict[str, Any] = {"content": request.body}
        if request.form:
            body = {"files": {name: (None, value) for name, value in request.form}}
        answer = ask(app, request.method, request.target, headers=list(request.headers), **body)
        assert 200 <= answer.status_code < 300, (identifier, request, answer.text)
        if answer.headers.get("content-type") == "application/json":
            json.loads(answer.content)


BASE = "http://127.0.0.1:8080"


def given_to_curl(line: str, shell: str = "sh") -> list[str]:
    script = f"curl() {{ printf '%s\\0' \"$@\"; }}\n{line}\n"
    output = subprocess.run([shell, "-c", script], capture_output=True, check=True, timeout=60).stdout
    return output.decode().split("\0")[:-1]


@pytest.mark.parametrize(
    ("request_", "arguments"),
    [
        (SampleRequest("GET", "/a"), [f"{BASE}/a"]),
        (SampleRequest("HEAD", "/a"), ["--head", f"{BASE}/a"]),
        (SampleRequest("DELETE", "/a?b=c&d"), ["-X", "DELETE", f"{BASE}/a?b=c&d"]),
        (SampleRequest("POST", "/a", body="{}"), [f"{BASE}/a", "--data-raw", "{}"]),
        (SampleRequest("POST", "/a"), ["-X", "POST", f"{BASE}/a"]),
        (SampleRequest("POST", "/a", body=""), [f"{BASE}/a", "--data-raw", ""]),
        (SampleRequest("GET", "/a", body="@f"), ["-X", "GET", f"{BASE}/a", "--data-raw", "@f"]),
        (SampleRequest("POST", "/a", form=(("f", "<x"),)), [f"{BASE}/a", "--form-string", "f=<x"]),
        (
            SampleRequest("GET", "/a", (("X-Name", "it's $HOME"), ("X-Empty", ""))),
            [f"{BASE}/a", "-H", "X-Name: it's $HOME", "-H", "X-Empty;"],
        ),
    ],
)
def test_curl_words(request_: SampleRequest, arguments: list[str]) -> None:
    assert given_to_curl(curl_line(request_, BASE)) == arguments


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_every_body_survives_the_shell_on_one_line(body: str) -> None:
    line = curl_line(SampleRequest("POST", "/", body=body), BASE)
    assert line.isprintable()
    # $'…' is in POSIX.1-2024, but dash does not know it yet.
    assert given_to_curl(line, "bash")[-1] == body
