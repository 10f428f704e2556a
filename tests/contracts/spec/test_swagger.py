"""Convert Swagger 2.0 to OpenAPI 3.0, with the locations of moved objects."""

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


def test_converted_document_is_valid_openapi_3(document):
    assert list(OpenAPIV30SpecValidator(document.tree).iter_errors()) == []


def test_version_is_kept(document):
    assert (document.version, document.form) == ("2.0", "3.0")


def test_servers(document):
    assert document.tree["servers"] == [{"url": "https://pets.example.com/v1"}, {"url": "http://pets.example.com/v1"}]


def test_body_parameter(document):
    assert document.tree["paths"]["/pets"]["post"]["requestBody"] == {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
        "required": True,
    }


def test_form_parameters(document):
    schema = document.tree["paths"]["/pets/{id}"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert schema == {
        "type": "object",
        "properties": {
            "photo": {"type": "string", "format": "binary"},
            "note": {"type": "string", "maxLength": 80},
        },
        "required": ["photo"],
    }


def test_oauth_flows(document):
    flows = document.tree["components"]["securitySchemes"]["oauth"]["flows"]
    assert list(flows) == ["authorizationCode"]
    assert flows["authorizationCode"]["scopes"] == {"read": "Read"}


def test_nullable_and_discriminator(document):
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
def test_locations_refer_to_the_source(document, pointer, text):
    location = document.locate(pointer)
    assert document.line_of(location).text[location.column - 1 :].startswith(text)


def test_contract_is_compiled():
    contract = contracts.load(PETS)
    assert [operation.id for operation in contract.operations] == ["listPets", "post_pets", "post_pets_id"]
    assert contract.openapi == "2.0"


def test_reference_into_operation_is_updated():
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
def test_invalid_documents_are_converted(broken):
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


def test_other_files_are_converted(split):
    post = split.tree["x-external"]["paths.yaml"]["dogs"]["post"]
    assert post["parameters"][0]["schema"] == {"type": "integer", "maximum": 9}
    assert post["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Dog"}
    added = split.tree["x-external"]["shared.yaml"]["added"]
    assert added["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/Dog"},
        "example": {"kind": "beagle"},
    }
    assert "schema" not in added


def test_reference_into_other_file_is_updated(split):
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
def test_locations_in_other_files_refer_to_the_source(split, pointer, file, text):
    location = split.locate(pointer)
    assert location.file.endswith(f"/{file}")
    assert split.line_of(location).text[location.column - 1 :].startswith(text)


def test_contract_of_several_files(split, tmp_path):
    operation = contracts.load(tmp_path / "swagger.yaml").operations[0]
    assert [parameter.name for parameter in operation.parameters] == ["limit"]
    assert operation.request_body is not None


@pytest.mark.parametrize(
    ("produces", "types"),
    [
        ([], ["text/csv", "application/xml"]),
        (["application/json"], ["application/json", "text/csv", "application/xml"]),
    ],
)
def test_without_produces_the_examples_have_the_media_types_of_a_response(produces, types):
    response = {"description": "d", "examples": {"text/csv": "a,b\n", "application/xml": "<a/>"}}
    operation = {"responses": {"200": response}, **({"produces": produces} if produces else {})}
    source = {"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"get": operation}}}
    content = load_document(source).tree["paths"]["/x"]["get"]["responses"]["200"]["content"]
    assert list(content) == types
    assert content["text/csv"]["example"] == "a,b\n"


@pytest.mark.parametrize("key", ["*/*", "text/*"])
def test_an_example_for_a_range_is_that_of_each_listed_media_type(key):
    operation = {"responses": {"200": {"description": "d", "examples": {key: "hello"}}}, "produces": ["text/plain"]}
    source = {"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"get": operation}}}
    content = load_document(source).tree["paths"]["/x"]["get"]["responses"]["200"]["content"]
    assert content == {"text/plain": {"example": "hello"}}


@pytest.mark.parametrize(("allowed", "shortest"), [(False, 1), (True, None), (None, None)])
def test_a_form_parameter_that_must_not_be_empty(allowed, shortest):
    field = {"name": "id", "in": "formData", "type": "string"}
    field |= {"allowEmptyValue": allowed} if allowed is not None else {}
    operation = {"responses": {"200": {"description": "d"}}, "parameters": [field]}
    source = {"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"post": operation}}}
    body = load_document(source).tree["paths"]["/x"]["post"]["requestBody"]["content"]
    (media,) = body.values()
    assert media["schema"]["properties"]["id"].get("minLength") == shortest


def test_keys_beside_a_reference_are_ignored(tmp_path):
    path = tmp_path / "swagger.yaml"
    path.write_text(
        """\
swagger: '2.0'
info: {title: Pets, version: '1'}
paths:
  /pets:
    parameters:
    - {$ref: '#/parameters/Limit', required: true, description: Mine}
    post:
      parameters:
      - {$ref: '#/parameters/Body', required: false}
      responses:
        '200': {$ref: '#/responses/Good', description: Mine, schema: {type: integer}}
parameters:
  Limit: {name: limit, in: query, type: integer}
  Body: {name: pet, in: body, required: true, schema: {type: object}}
responses:
  Good: {description: Good, schema: {type: string}}
""",
        "utf-8",
    )
    (operation,) = contracts.load(str(path)).operations
    assert [(one.name, one.required) for one in operation.parameters] == [("limit", False)]
    assert operation.request_body.required
    (response,) = operation.responses
    assert (response.description, response.content[0].schema.is_valid("a")) == ("Good", True)
