"""Swagger 2.0 in the form of 3.0: what moves where, and where it stood."""

from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

import contracts
from contracts.spec.load import load_document
from contracts.spec.swagger import convert

PETS = Path(__file__).parents[2] / "documents" / "petstore-2.0.yaml"


@pytest.fixture(scope="module")
def document():
    return load_document(PETS)


def test_the_form_is_valid_openapi_3(document):
    assert list(OpenAPIV30SpecValidator(document.tree).iter_errors()) == []


def test_the_version_is_the_written_one(document):
    assert (document.version, document.form) == ("2.0", "3.0")


def test_servers_come_of_host_and_schemes(document):
    assert document.tree["servers"] == [{"url": "https://pets.example.com/v1"}, {"url": "http://pets.example.com/v1"}]


def test_a_body_becomes_a_request_body(document):
    assert document.tree["paths"]["/pets"]["post"]["requestBody"] == {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
        "required": True,
    }


def test_form_fields_become_one_body(document):
    schema = document.tree["paths"]["/pets/{id}"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert schema == {
        "type": "object",
        "properties": {
            "photo": {"type": "string", "format": "binary"},
            "note": {"type": "string", "maxLength": 80},
        },
        "required": ["photo"],
    }


def test_oauth_flows_have_their_new_names(document):
    flows = document.tree["components"]["securitySchemes"]["oauth"]["flows"]
    assert list(flows) == ["authorizationCode"]
    assert flows["authorizationCode"]["scopes"] == {"read": "Read"}


def test_nullable_and_discriminator_are_lifted(document):
    pet = document.tree["components"]["schemas"]["Pet"]
    assert pet["discriminator"] == {"propertyName": "kind"}
    assert pet["properties"]["kind"]["nullable"] is True


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/components/schemas/Pet/properties/kind", "kind: {type: string, x-nullable: true}"),
        ("/paths/~1pets/get/parameters/0/schema/items", "items: {type: string}, collectionFormat"),
        ("/paths/~1pets/post/requestBody", "Body: {name: body"),
        ("/paths/~1pets/get/responses/200/content/application~1json/schema", "schema: {type: array"),
        ("/paths/~1pets/get/responses/200/content/application~1json/example/0/id", "id: 7"),
        ("/paths/~1pets/get/responses/200/headers/X-Total/schema/minimum", "minimum: 0"),
        ("/components/responses/Gone/content/application~1json/schema", "schema: {$ref: '#/definitions/Error'}"),
        ("/components/securitySchemes/oauth", "oauth: {type: oauth2"),
        (
            "/paths/~1pets~1{id}/post/requestBody/content/multipart~1form-data/schema/properties/note/maxLength",
            "maxLen",
        ),
    ],
)
def test_a_place_is_where_it_was_written(document, pointer, text):
    location = document.locate(pointer)
    assert document.line_of(location).text[location.column - 1 :].startswith(text)


def test_a_contract_is_compiled_of_it():
    contract = contracts.load(PETS)
    assert [operation.id for operation in contract.operations] == ["listPets", "post_pets", "post_pets_id"]
    assert contract.openapi == "2.0"


def test_a_reference_into_an_operation_follows_what_moved():
    new = convert(
        {
            "swagger": "2.0",
            "info": {"title": "Pets", "version": "1"},
            "paths": {
                "/a": {
                    "get": {
                        "responses": {"200": {"description": "A", "schema": {"type": "object"}}},
                    },
                    "put": {
                        "parameters": [
                            {
                                "in": "body",
                                "name": "b",
                                "schema": {"$ref": "#/paths/~1a/get/responses/200/schema"},
                            }
                        ],
                        "responses": {"204": {"description": "B"}},
                    },
                }
            },
        }
    ).tree
    schema = new["paths"]["/a"]["put"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/paths/~1a/get/responses/200/content/application~1json/schema"}


@pytest.mark.parametrize("broken", [None, 3, "text", [], {"/a": None}, {"/a": {"get": 1, "parameters": {"a": 2}}}])
def test_a_broken_document_is_borne(broken):
    tree = {"swagger": "2.0", "paths": broken, "definitions": broken, "responses": broken, "host": broken}
    assert convert(tree).tree["openapi"] == "3.0.3"


SPLIT = {
    "swagger.yaml": """\
swagger: '2.0'
info: {title: Kennel, version: '1'}
produces: [application/json]
paths:
  /dogs: {$ref: 'paths.yaml#/dogs'}
  /guests: {$ref: 'paths.yaml#/dogs'}
definitions:
  Dog: {type: object, properties: {kind: {type: string}}, discriminator: kind}
""",
    "paths.yaml": """\
dogs:
  x-note: {discriminator: kept}
  post:
    parameters:
      - {$ref: 'shared.yaml#/limit'}
      - {name: dog, in: body, schema: {$ref: 'swagger.yaml#/definitions/Dog'}}
    responses:
      201: {$ref: 'shared.yaml#/added'}
      404: {description: Gone, schema: {$ref: '#/dogs/post/parameters/1/schema'}}
""",
    "shared.yaml": """\
limit: {name: limit, in: query, type: integer, maximum: 9}
added:
  description: Added
  schema: {$ref: 'swagger.yaml#/definitions/Dog'}
  examples: {application/json: {kind: beagle}}
""",
}


@pytest.fixture
def split(tmp_path):
    for name, text in SPLIT.items():
        (tmp_path / name).write_text(text)
    return load_document(tmp_path / "swagger.yaml")


def test_path_items_and_responses_of_other_files_are_converted_too(split):
    post = split.tree["x-external"]["paths.yaml"]["dogs"]["post"]
    assert post["parameters"][0]["schema"] == {"type": "integer", "maximum": 9}
    assert post["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Dog"}
    added = split.tree["x-external"]["shared.yaml"]["added"]
    assert added["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/Dog"},
        "example": {"kind": "beagle"},
    }
    assert "schema" not in added


def test_what_refers_into_what_moved_in_another_file_follows(split):
    gone = split.tree["x-external"]["paths.yaml"]["dogs"]["post"]["responses"]["404"]
    reference = gone["content"]["application/json"]["schema"]["$ref"]
    assert reference == "#/x-external/paths.yaml/dogs/post/requestBody/content/application~1json/schema"


@pytest.mark.parametrize(
    ("pointer", "file", "text"),
    [
        ("/x-external/shared.yaml/added/content/application~1json/example/kind", "shared.yaml", "kind: beagle"),
        ("/x-external/paths.yaml/dogs/post/parameters/0/schema/maximum", "shared.yaml", "maximum: 9"),
        ("/x-external/paths.yaml/dogs/post/requestBody", "paths.yaml", "{name: dog"),
    ],
)
def test_a_place_in_another_file_is_where_it_was_written(split, pointer, file, text):
    location = split.locate(pointer)
    assert location.file.endswith(f"/{file}")
    assert split.line_of(location).text[location.column - 1 :].startswith(text)


def test_a_contract_of_several_files_has_all_that_they_say(split, tmp_path):
    operation = contracts.load(tmp_path / "swagger.yaml").operations[0]
    assert [parameter.name for parameter in operation.parameters] == ["limit"]
    assert operation.request_body is not None
