"""The file of --values: how it is read, its errors, and the requests that result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.conformance.bodies.files import FileContent
from contracts.conformance.given_values import GivenValues
from contracts.conformance.request_builder import RequestBuilder
from contracts.conformance.values_file import load_values
from contracts.errors import DocumentError
from contracts.generation.generate import Generators
from contracts.messages import Request
from tests.mockserver.kit import json_content, load, path_parameter

ZONE = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "ttl": {"type": "integer"}}}
UPLOAD = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}, "note": {"type": "string"}}}
CONTRACT = load(
    {
        "/servers/{server_id}/zones": {
            "parameters": [path_parameter("server_id")],
            "get": {
                "operationId": "listZones",
                "parameters": [{"name": "dnssec", "in": "query", "schema": {"type": "boolean"}}],
            },
            "post": {"operationId": "createZone", "requestBody": {"required": True, "content": json_content(ZONE)}},
        },
        "/uploads": {
            "post": {"operationId": "upload", "requestBody": {"content": {"multipart/form-data": {"schema": UPLOAD}}}}
        },
        "/raw": {"put": {"operationId": "raw", "requestBody": {"content": {"image/png": {}}}}},
    }
)


def read(tmp_path: Path, text: str) -> GivenValues:
    path = tmp_path / "values.yaml"
    path.write_text(text, "utf-8")
    return load_values(path, CONTRACT)


def built(values: GivenValues, operation: str, number: int = 0, **known: tuple[str, ...]) -> Request:
    found = CONTRACT.operation(operation)
    assert found is not None
    return RequestBuilder(Generators(seed=1), known, given=values).build(found, number)


def test_parameters_of_every_operation(tmp_path: Path) -> None:
    values = read(tmp_path, "parameters: {server_id: [localhost, other]}")
    assert [built(values, "listZones", number).target for number in range(3)] == [
        "/servers/localhost/zones",
        "/servers/other/zones",
        "/servers/localhost/zones",
    ]


def test_given_values_precede_known_ones(tmp_path: Path) -> None:
    values = read(tmp_path, "parameters: {server_id: given}")
    assert built(values, "listZones", server_id=("known",)).target == "/servers/given/zones"


def test_parameters_of_an_operation_are_sent_always(tmp_path: Path) -> None:
    text = (
        "parameters: {server_id: a, dnssec: false}\noperations: {listZones: {parameters: {dnssec: true, server_id: b}}}"
    )
    assert built(read(tmp_path, text), "listZones").target == "/servers/b/zones?dnssec=true"
    assert built(read(tmp_path, "parameters: {server_id: a, dnssec: true}"), "listZones").target == "/servers/a/zones"


@pytest.mark.parametrize("name", ["createZone", "POST /servers/{server_id}/zones", "post /servers/{server_id}/zones"])
def test_bodies_and_headers(tmp_path: Path, name: str) -> None:
    given = "headers: {X-Trace: 'n{{number}}'}, body: {name: 'zone-{{number}}.org', ttl: '{{number}}'}"
    text = f"operations:\n  '{name}': {{{given}}}\n"
    request = built(read(tmp_path, text), "createZone", 3)
    assert request.body == b'{"name":"zone-3.org","ttl":3}'
    assert request.header("x-trace") == "n3"


def test_several_bodies_are_used_in_turn(tmp_path: Path) -> None:
    values = read(tmp_path, "operations: {createZone: {bodies: [{name: a}, {name: b}]}}")
    assert [built(values, "createZone", number).body for number in range(3)] == [
        b'{"name":"a"}',
        b'{"name":"b"}',
        b'{"name":"a"}',
    ]


def test_files(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    text = "operations:\n  upload: {body: {file: {file: logo.png}, note: n}}\n  raw: {body: {file: logo.png}}\n"
    values = read(tmp_path, text)
    upload = CONTRACT.operation("upload")
    assert upload is not None
    assert values.body("upload", "multipart/form-data", 0) == {
        "file": FileContent(b"\x89PNG", "logo.png", "image/png"),
        "note": "n",
    }
    assert built(values, "raw").body == b"\x89PNG"


def test_invalid_values_are_noted_and_sent(tmp_path: Path) -> None:
    text = "parameters: {dnssec: perhaps, server_id: x}\noperations:\n  createZone:\n    body: {name: a, ttl: long}\n"
    values = read(tmp_path, text)
    first, second = values.notes
    assert first.startswith(
        f"{tmp_path}/values.yaml:1:14 (#/parameters/dnssec): 'perhaps' is not valid for the query parameter"
    )
    assert "values.yaml:4:21 (#/operations/createZone/body/ttl): not valid for the body of createZone" in second
    assert b'"ttl":"long"' in built(values, "createZone").body


def test_a_number_as_a_string_is_valid(tmp_path: Path) -> None:
    assert read(tmp_path, "parameters: {dnssec: 'true'}").notes == ()


OF = "operations:\n  "
ERRORS = {
    "[]": "1 : must be a mapping, not a list",
    "parameter: {}": "1 /parameter: unknown key 'parameter'",
    "parameters:\n  server: x": "2 /parameters/server: unknown parameter 'server'",
    "parameters:\n  server_id: []": "2 /parameters/server_id: has no value",
    f"{OF}createZones: {{}}": "2 /operations/createZones: unknown operation 'createZones'",
    f"{OF}GET /zones: {{}}": "2 /operations/GET ~1zones: unknown operation 'GET /zones'",
    f"{OF}createZone:\n    bodi: 1": "3 /operations/createZone/bodi: unknown key 'bodi'",
    f"{OF}createZone:\n    bodies: 1": "3 /operations/createZone/bodies: must be a list, not a number",
    f"{OF}listZones:\n    body: {{}}": "3 /operations/listZones/body: "
    "listZones has no request body that can be written",
    f"{OF}listZones:\n    headers: {{a: [1]}}": "3 /operations/listZones/headers/a: "
    "a header must be a string on one line",
    f"{OF}raw:\n    body: {{file: x.png}}": "3 /operations/raw/body/file: cannot read the file 'x.png': "
    "No such file or directory",
}


@pytest.mark.parametrize("text", ERRORS)
def test_errors(tmp_path: Path, text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, text)
    (finding,) = caught.value.findings
    assert f"{finding.location.line} {finding.location.pointer}: {finding.message}" == ERRORS[text]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("parameter: {}", "did you mean 'parameters'?"),
        (f"{OF}createZne: {{}}", "did you mean 'createZone'?"),
        (f"{OF}nothing: {{}}", "use an operation id, or a method and a path: 'GET /pets/{id}'"),
        ("parameters: {server_it: 1}", "did you mean 'server_id'?"),
    ],
)
def test_errors_have_a_remedy(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, text)
    assert caught.value.hint == hint


def test_all_errors_are_reported(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, "parameters: {a: 1, b: 2}\noperations: {c: {}}")
    assert len(caught.value.findings) == 3


def test_json_files_and_unreadable_files(tmp_path: Path) -> None:
    path = tmp_path / "values.json"
    path.write_text('{"parameters": {"server_id": "x"}}')
    assert load_values(path, CONTRACT).parameters == {"server_id": ("x",)}
    with pytest.raises(DocumentError, match="no such file"):
        load_values(tmp_path / "missing.yaml", CONTRACT)


def test_an_empty_section_is_allowed(tmp_path: Path) -> None:
    values: Any = read(tmp_path, "parameters:\noperations:\n  listZones:\n")
    assert (values.parameters, values.notes) == ({}, ())
