"""Lenient reading: what is repaired or left out of documents with errors, and what stays."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import contracts
from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.lenient import SHOWN_ERRORS, LeftOut, LenientContract, load_lenient
from tests.broken_documents import CASES, Base, Case, break_document, name_of

SOUND = """
openapi: 3.0.3
info: {title: Bikes, version: "1"}
paths:
  /bikes/{id}:
    get:
      operationId: readBike
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: a bike
          content: {application/json: {schema: {$ref: "#/components/schemas/Bike"}}}
  /bikes:
    get:
      operationId: listBikes
      parameters:
        - {name: a, in: query, schema: {type: string}}
        - {name: b, in: query, schema: {type: string}}
        - {name: c, in: query, schema: {type: string}}
      responses: {"200": {description: all bikes}}
components:
  schemas:
    Bike: {type: object, properties: {id: {type: string}, wheels: {type: integer}}}
"""

SWAGGER = """
swagger: "2.0"
info: {title: Echo, version: "1"}
paths:
  /status/{codes}:
    get: {produces: [text/plain], responses: {"200": {}}}
    put:
      operationId: twice
      parameters: [{in: body, name: body, type: object}]
      responses: {"200": {description: done}}
  /upload/{name}:
    post:
      operationId: twice
      parameters:
        - {in: path, name: name, type: path}
        - {in: query, name: limit, type: int}
        - {in: query, name: tags, type: array}
        - {in: query, schema: {type: string}}
      responses: {"200": {description: done, schema: {type: object, properties: {file: {type: file}}}}}
  /empty:
    get: {security: [{token: []}]}
"""


def lenient(tree: str, *changes: tuple[str, Any]) -> LenientContract:
    """Read a document after changes: a path with dots, and the new value (``None``: the key is removed)."""
    document = yaml.safe_load(tree)
    for path, value in changes:
        *owners, last = path.split(".")
        node = document
        for name in owners:
            node = node[int(name)] if isinstance(node, list) else node[name]
        if value is None:
            del node[last]
        else:
            node[int(last) if isinstance(node, list) else last] = value
    return load_lenient(document)


def changes(result: LenientContract) -> list[str]:
    return [f"{one.location.pointer}: {one.change}" for one in result.left_out]


def test_a_sound_document_is_left_as_it_is() -> None:
    result = lenient(SOUND)
    assert result.left_out == ()
    assert result.contract.tree == contracts.load(yaml.safe_load(SOUND)).tree


READ = "paths./bikes/{id}.get"
LIST = "paths./bikes.get"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (f"{READ}.responses.200.description", None, "/responses/200: added an empty description"),
        (f"{READ}.responses", None, "/get: any response is accepted"),
        (f"{READ}.responses.ok", {"description": ""}, "/responses/ok: removed 'ok', any other response is accepted"),
        (f"{READ}.deprecated", "yes", "/get/deprecated: removed 'deprecated'"),
        (f"{READ}.parameters", None, "/get: assumed a string"),
        (f"{READ}.parameters.0.required", None, "/parameters/0: added 'required: true'"),
        (f"{READ}.parameters.0.schema", None, "/parameters/0: any value is accepted"),
        (f"{LIST}.operationId", "readBike", "/operationId: removed 'operationId'"),
        (
            f"{LIST}.parameters.1",
            {"name": "b", "in": "nowhere", "schema": {}},
            "/parameters/1/in: removed item 1 of 'parameters'",
        ),
        (f"{LIST}.parameters.1.name", "a", "/parameters/1: removed item 1 of 'parameters'"),
        ("components.schemas.Bike.required", ["id", "id"], "/required: removed 1 duplicate item of 'required'"),
        (f"{LIST}.parameters.1", {"name": "a", "in": "query", "schema": {}}, "1: removed item 1 of 'parameters'"),
        (f"{LIST}.security", [{"key": []}], "/security/0/key: assumed http bearer"),
        (f"{LIST}.security", [{"basicAuth": []}], "/security/0/basicAuth: assumed http basic"),
        (f"{LIST}.x-mock-nonsense", 1, "/x-mock-nonsense: removed 'x-mock-nonsense'"),
        ("components.schemas.Bike.properties.wheels.type", "strng", "/wheels/type: removed 'type'"),
        ("components.schemas.Bike.properties.wheels.type", "int", "/wheels/type: read as 'integer'"),
        ("components.schemas.Bike.properties.wheels", {"$ref": "#/nope"}, "/wheels/$ref: any value is accepted"),
        ("components.schemas.Bike.properties.wheels", {"$ref": "x.yaml"}, "/wheels/$ref: any value is accepted"),
        ("components.schemas.Bike.properties.id.pattern", "[", "/id/pattern: removed 'pattern'"),
        ("components.schemas.Bike", 7, "/schemas/Bike: any value is accepted"),
        ("info.title", None, "/info: added title"),
        ("openapi", "3.0", "/openapi: read as '3.0.0'"),
        ("openapi", 3.1, "/openapi: read as '3.1.0'"),
    ],
)
def test_the_smallest_element_is_repaired(path: str, value: Any, expected: str) -> None:
    found = changes(lenient(SOUND, (path, value)))
    assert len(found) == 1
    assert found[0].endswith(expected)


def test_other_operations_stay_as_they_are() -> None:
    result = lenient(SOUND, (f"{READ}.responses.200.description", None))
    (left_out,) = result.left_out
    assert left_out.operations == ("GET /bikes/{id}",)
    assert left_out.reason == "missing key 'description'"
    assert [one.id for one in result.contract.operations] == ["readBike", "listBikes"]
    assert result.untested == frozenset()


def test_an_error_in_a_component_names_the_operations_that_use_it() -> None:
    (left_out,) = lenient(SOUND, ("components.schemas.Bike.properties.id.type", "uuid")).left_out
    assert left_out.operations == ("GET /bikes/{id}",)


def test_an_operation_that_cannot_be_read_is_not_tested() -> None:
    result = lenient(SOUND, (LIST, "later"))
    assert result.untested == {"get_bikes"}
    assert changes(result) == ["/paths/~1bikes/get: replaced by an empty operation"]
    assert "get_bikes" in {one.id for one in result.contract.operations}, "so that its method counts as documented"


def test_a_path_that_cannot_be_read_is_left_out() -> None:
    result = lenient(SOUND, ("paths./bikes/{wheel", {"get": {"responses": {"200": {"description": ""}}}}))
    assert [one.id for one in result.contract.operations] == ["readBike", "listBikes"]
    assert [one.operations for one in result.left_out] == [("GET /bikes/{wheel",)]


def test_locations_count_items_that_were_removed_before(tmp_path: Path) -> None:
    text = SOUND.replace("{name: a, in: query", "{name: a, in: nowhere").replace(
        "{name: c, in: query", "{name: c, in: nowhere"
    )
    path = tmp_path / "bikes.yaml"
    path.write_text(text, "utf-8")
    result = load_lenient(path)
    lines = text.splitlines()
    assert [lines[one.location.line - 1].strip()[:12] for one in result.left_out] == ["- {name: a, ", "- {name: c, "]
    (parameter,) = result.contract.operations[1].parameters
    assert parameter.name == "b"
    assert result.contract.locate("/paths/~1bikes/get/parameters/0").pointer == "/paths/~1bikes/get/parameters/1"


@pytest.mark.parametrize("keyword", ["oneOf", "not"])
def test_a_schema_that_accepts_everything_does_not_make_another_one_stricter(keyword: str) -> None:
    schemas = [{"$ref": "#/components/schemas/Lost"}, {"type": "object"}]
    result = lenient(
        SOUND,
        ("components.schemas.Lost", {"$ref": "lost.yaml"}),
        ("components.schemas.Bike", {keyword: schemas if keyword == "oneOf" else schemas[0]}),
    )
    (media,) = result.contract.operations[0].responses[0].content
    assert media.schema is not None
    assert media.schema.is_valid({"id": 1})


def test_a_removed_requirement_does_not_make_an_operation_public() -> None:
    result = lenient(
        SOUND,
        ("components.securitySchemes", {"key": {"type": "http", "scheme": "bearer"}}),
        ("security", [{"key": []}]),
        (f"{LIST}.security", ["key"]),
    )
    assert len(result.contract.operations[1].security) == 1


def test_errors_of_swagger_as_frameworks_generate_it() -> None:
    result = load_lenient(yaml.safe_load(SWAGGER))
    assert [one.id for one in result.contract.operations] == [
        "get_status_codes",
        "twice",
        "post_upload_name",
        "get_empty",
    ]
    assert result.untested == frozenset()
    by_pointer: dict[str, LeftOut] = {one.location.pointer: one for one in result.left_out}
    assert by_pointer["/paths/~1status~1{codes}/get/responses/200"].change == "added an empty description"
    assert by_pointer["/paths/~1upload~1{name}/post/operationId"].change == "removed 'operationId'"
    upload = result.contract.operations[2]
    assert [(one.name, one.location, one.required) for one in upload.parameters] == [
        ("name", "path", True),
        ("limit", "query", False),
        ("tags", "query", False),
    ]
    assert [one.schema.node for one in upload.parameters if one.schema] == [
        {"type": "string"},
        {"type": "integer"},
        {"type": "array"},
    ]
    assert result.contract.operations[1].request_body is not None
    assert [use.scheme.name for use in result.contract.operations[3].security[0].uses] == ["Authorization"]


SOME = CASES[::3]


@pytest.mark.parametrize(("base", "case"), SOME, ids=[name_of(*one) for one in SOME])
def test_broken_documents_are_readable_if_their_root_file_is(base: Base, case: Case, tmp_path: Path) -> None:
    root = break_document(base, case, tmp_path).root
    expected = _errors(contracts.load, root)
    rules = {one.rule for one in expected if one.location.file == str(root)}
    if "syntax" in rules or (rules == {"version"} and case["name"] != "openapi-as-number"):
        assert _errors(load_lenient, root)
        return
    result = load_lenient(root)
    assert result.contract.operations
    assert bool(result.left_out) is bool(expected)
    assert {one.location.file for one in result.left_out} <= {str(one) for one in tmp_path.rglob("*")}


def _errors(load: Callable[[Path], object], path: Path) -> list[Finding]:
    try:
        load(path)
    except DocumentError as error:
        return [one for one in error.findings if one.severity is Severity.ERROR]
    return []


JUNK: list[Any] = [None, 5, "x", [], {}, True, ["a"], {"$ref": "#/nope"}, {"type": "strng"}, {"a": {"b": None}}, [None]]


def _damaged(tree: dict[str, Any], source: random.Random) -> dict[str, Any]:
    """A copy with values replaced by values of other types, except for the version."""
    tree = copy.deepcopy(tree)
    for _ in range(source.choice([1, 3, 10])):
        holder, key = tree, source.choice([name for name in tree if name not in {"openapi", "swagger"}])
        while isinstance(value := holder[key], dict | list) and value and source.random() < 0.9:
            holder = value
            key = source.choice([*value] if isinstance(value, dict) else range(len(value)))
        holder[key] = copy.deepcopy(source.choice(JUNK))
    return tree


@pytest.mark.parametrize("seed", range(60))
def test_damage_anywhere_leaves_a_usable_document(seed: int) -> None:
    source = random.Random(seed)
    result = load_lenient(_damaged(yaml.safe_load(source.choice([SOUND, SWAGGER])), source))
    for operation in result.contract.operations:
        for response in operation.responses:
            for media in response.content:
                if media.schema is not None:
                    media.schema.is_valid({})


@pytest.mark.parametrize("tree", [{"openapi": "4.0.0"}, {"info": {}}, {"swagger": "1.2"}])
def test_documents_of_other_formats_are_refused(tree: dict[str, Any]) -> None:
    with pytest.raises(DocumentError):
        load_lenient(tree)


@pytest.mark.parametrize("most", [4, 100])
def test_a_document_with_too_many_errors_is_not_repaired(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contracts.spec.lenient.MOST_ERRORS", most)
    broken = {**yaml.safe_load(SOUND), "paths": {f"/a{number}/{{id}}": {"get": {}} for number in range(5)}}
    if most == 100:
        assert len(load_lenient(broken).contract.operations) == 5
        return
    with pytest.raises(DocumentError) as caught:
        load_lenient(broken)
    first, *others = caught.value.findings
    assert (first.rule, first.message) == ("too-large", "the document has more than 4 errors; the first ones follow")
    assert 0 < len(others) <= SHOWN_ERRORS
    assert all(one.location.pointer.startswith("/paths/~1a") for one in others)
