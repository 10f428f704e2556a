"""What only OpenAPI 3.2 has, from reading to the compiled contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError
from contracts.spec.load import read_document
from contracts.spec.model import Contract, MediaType

OK: dict[str, Any] = {"responses": {"200": {"description": "fine"}}}
CAT: dict[str, Any] = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def document(paths: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {"openapi": "3.2.0", "info": {"title": "Cats", "version": "1"}, "paths": paths, **parts}


def media_of(content: dict[str, Any], **parts: Any) -> MediaType:
    operation = {"responses": {"200": {"description": "cats", "content": content}}}
    contract = contracts.load(document({"/cats": {"get": operation}}, **parts))
    return contract.operations[0].responses[0].content[0]


def names(contract: Contract) -> list[str]:
    return [f"{one.method} {one.path}" for one in contract.operations]


def test_additional_operations_and_query_are_operations() -> None:
    item = {"get": OK, "query": OK, "additionalOperations": {"COPY": {**OK, "operationId": "copyCat"}, "lock": OK}}
    contract = contracts.load(document({"/cats/a": item}))
    assert names(contract) == ["GET /cats/a", "QUERY /cats/a", "COPY /cats/a", "lock /cats/a"]
    copied = contract.operation("copyCat")
    assert copied is not None
    assert copied.location.pointer == "/paths/~1cats~1a/additionalOperations/COPY"


def test_errors_in_additional_operations_are_found() -> None:
    item = {"additionalOperations": {"COPY": {**OK, "security": [{"nobody": []}]}}}
    findings = read_document(document({"/cats/{id}": item})).findings
    assert {one.rule for one in findings} == {"unknown-security-scheme", "path-parameter"}


def test_the_schema_of_items_describes_a_list() -> None:
    media = media_of({"application/jsonl": {"itemSchema": CAT}})
    assert media.item is not None
    assert media.item.pointer == "/paths/~1cats/get/responses/200/content/application~1jsonl/itemSchema"
    assert media.schema is not None
    assert media.schema.is_valid([{"name": "Tom"}, {"name": "Kit"}])
    assert not media.schema.is_valid([{"name": "Tom"}, {}])
    assert media.schema.items is not None


def test_schema_and_schema_of_items_both_apply() -> None:
    media = media_of({"application/jsonl": {"schema": {"maxItems": 1}, "itemSchema": CAT}})
    assert media.schema is not None
    assert media.schema.is_valid([{"name": "Tom"}])
    assert not media.schema.is_valid([{"name": "Tom"}, {"name": "Kit"}])


@pytest.mark.parametrize(
    ("name", "example", "expected"),
    [
        ("application/json", {"dataValue": {"name": "Tom"}}, {"name": "Tom"}),
        ("application/json", {"serializedValue": '{"name": "Tom"}'}, {"name": "Tom"}),
        ("application/json", {"dataValue": {"name": "Tom"}, "serializedValue": '{"name":"Kit"}'}, {"name": "Tom"}),
        ("application/xml", {"dataValue": {"name": "Tom"}, "serializedValue": "<cat/>"}, "<cat/>"),
        ("application/xml", {"dataValue": {"name": "Tom"}}, {"name": "Tom"}),
        ("application/json", {"serializedValue": "{broken"}, "{broken"),
    ],
)
def test_values_of_examples(name: str, example: dict[str, Any], expected: Any) -> None:
    media = media_of({name: {"schema": CAT, "examples": {"tom": example}}})
    assert [(one.name, one.value) for one in media.examples] == [("tom", expected)]


def test_a_media_type_may_be_a_reference() -> None:
    components = {"mediaTypes": {"Cat": {"schema": CAT, "examples": {"tom": {"value": {"name": "Tom"}}}}}}
    media = media_of({"application/json": {"$ref": "#/components/mediaTypes/Cat"}}, components=components)
    assert media.schema is not None
    assert media.schema.pointer == "/components/mediaTypes/Cat/schema"
    assert [one.name for one in media.examples] == ["tom"]


def query(content: dict[str, Any]) -> Contract:
    parameter = {"name": "all", "in": "querystring", "content": content}
    return contracts.load(document({"/cats": {"get": {"parameters": [parameter], **OK}}}))


def test_a_form_in_the_query_string_is_an_exploded_object() -> None:
    (parameter,) = query({"application/x-www-form-urlencoded": {"schema": CAT}}).operations[0].parameters
    assert (parameter.location, parameter.style, parameter.explode, parameter.media_type) == ("query", "form", True, "")


def test_json_in_the_query_string_is_the_whole_query() -> None:
    (parameter,) = query({"application/json": {"schema": CAT}}).operations[0].parameters
    assert (parameter.location, parameter.media_type) == ("querystring", "application/json")


def test_other_query_strings_are_an_error() -> None:
    with pytest.raises(DocumentError, match="not supported as application/xml"):
        query({"application/xml": {"schema": CAT}})


@pytest.mark.parametrize(
    ("own", "reference"),
    [
        ("https://cats.example/specs/openapi.yaml", "https://cats.example/specs/openapi.yaml#/components/schemas/Cat"),
        ("https://cats.example/specs/openapi.yaml", "openapi.yaml#/components/schemas/Cat"),
        ("https://cats.example/specs/openapi.yaml", "https://cats.example/specs/parts.yaml#/Cat"),
        ("https://cats.example/specs/openapi.yaml", "parts.yaml#/Cat"),
        ("cats.yaml", "cats.yaml#/components/schemas/Cat"),
    ],
)
def test_references_are_relative_to_the_uri_of_the_document(own: str, reference: str, tmp_path: Path) -> None:
    (tmp_path / "parts.yaml").write_text("Cat: {type: object, required: [name]}\n")
    path = tmp_path / "root.yaml"
    path.write_text(f"""\
openapi: 3.2.0
$self: {own}
info: {{title: Cats, version: "1"}}
paths:
  /cats:
    get:
      responses:
        "200": {{description: cats, content: {{application/json: {{schema: {{$ref: "{reference}"}}}}}}}}
components: {{schemas: {{Cat: {{type: object, required: [name]}}}}}}
""")
    (media,) = contracts.load(path).operations[0].responses[0].content
    assert media.schema is not None
    assert not media.schema.is_valid({})


def test_a_uri_in_another_folder_is_remote(tmp_path: Path) -> None:
    path = tmp_path / "root.yaml"
    path.write_text("""\
openapi: 3.2.0
$self: https://cats.example/specs/openapi.yaml
info: {title: Cats, version: "1"}
paths: {}
components: {schemas: {Cat: {$ref: "https://dogs.example/specs/openapi.yaml#/Dog"}}}
""")
    assert [one.rule for one in read_document(path).findings] == ["remote-reference"]


@pytest.mark.parametrize("target", ["#/components/schemas/Other", "Other"])
def test_the_default_of_a_discriminator_is_a_reference(target: str) -> None:
    discriminator = {"propertyName": "kind", "defaultMapping": target}
    schemas = {"Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": discriminator}, "Cat": CAT}
    tree = document({}, components={"schemas": {**schemas, "Other": {"type": "object"}}})
    reading = read_document(tree)
    assert reading.findings == ()
    assert reading.document is not None
    assert "/components/schemas/Other" in {pointer for _, _, pointer, _ in reading.document.edges}


def test_an_unknown_default_of_a_discriminator_is_found() -> None:
    discriminator = {"propertyName": "kind", "defaultMapping": "#/components/schemas/Nothing"}
    tree = document({}, components={"schemas": {"Pet": {"discriminator": discriminator}}})
    assert [one.rule for one in read_document(tree).findings] == ["unresolved-reference"]


def test_node_types_of_xml_become_the_older_keywords() -> None:
    properties = {
        "id": {"type": "integer", "xml": {"nodeType": "attribute"}},
        "names": {"type": "array", "items": {"type": "string"}, "xml": {"nodeType": "element"}},
        "note": {"type": "string", "xml": {"nodeType": "text"}},
    }
    tree = contracts.load(document({}, components={"schemas": {"Cat": {"properties": properties}}})).tree
    found = tree["components"]["schemas"]["Cat"]["properties"]
    assert found["id"]["xml"]["attribute"] is True
    assert found["names"]["xml"]["wrapped"] is True
    assert found["note"]["xml"] == {"nodeType": "text"}
