"""Lenient reading of what authors mean: keywords of other versions, misspelled keys, values of the wrong type."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import contracts
from contracts.spec.lenient import LenientContract, load_lenient

BASE: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Parcels", "version": "1"},
    "paths": {
        "/parcels": {
            "get": {
                "operationId": "listParcels",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "description": "parcels",
                        "headers": {"X-Count": {"schema": {"type": "integer"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}},
                    }
                },
            }
        }
    },
    "components": {"schemas": {"Parcel": {"type": "object", "properties": {"weight": {"type": "integer"}}}}},
}
PARCEL = "components.schemas.Parcel"
WEIGHT = f"{PARCEL}.properties.weight"
GET = "paths./parcels.get"
MEDIA = f"{GET}.responses.200.content.application/json"


def at(tree: Any, path: str) -> tuple[Any, Any]:
    """The container and key of a path with dots."""
    *owners, last = path.split(".")
    for name in owners:
        tree = tree[int(name)] if isinstance(tree, list) else tree[name]
    return tree, int(last) if isinstance(tree, list) else last


def lenient(path: str, value: Any, version: str = "3.0.3") -> LenientContract:
    tree = copy.deepcopy(BASE) | {"openapi": version}
    holder, key = at(tree, path)
    holder[key] = value
    return load_lenient(tree)


def value_at(result: LenientContract, path: str) -> Any:
    holder, key = at(result.contract.tree, path)
    return holder[key]


@pytest.mark.parametrize(
    ("keyword", "value", "valid", "invalid"),
    [
        ("type", ["integer", "string"], "5", True),
        ("type", ["integer", "null"], None, "x"),
        ("type", "null", None, 1),
        ("const", 5, 5, 6),
        ("exclusiveMinimum", 0, 1, 0),
        ("if", {"minimum": 10}, 3, "x"),
    ],
)
def test_keywords_of_31_count_in_a_30_document(keyword: str, value: Any, valid: Any, invalid: Any) -> None:
    result = lenient(f"{WEIGHT}.{keyword}", value)
    assert [one.change for one in result.left_out] == ["read as in OpenAPI 3.1"]
    weight = result.contract.schema("/components/schemas/Parcel/properties/weight")
    assert weight.is_valid(valid)
    assert not weight.is_valid(invalid)


def test_a_list_of_types_with_nullable_allows_null() -> None:
    result = lenient(WEIGHT, {"type": ["integer", "string"], "nullable": True})
    assert value_at(result, WEIGHT) == {"type": ["integer", "string", "null"]}


def test_pattern_properties_of_31_count_in_a_30_document() -> None:
    result = lenient(f"{PARCEL}.patternProperties", {"^x-": {"type": "integer"}})
    parcel = result.contract.schema("/components/schemas/Parcel")
    assert parcel.is_valid({"x-a": 1})
    assert not parcel.is_valid({"x-a": "1"})


@pytest.mark.parametrize("keyword", ["$id", "$schema", "$comment"])
def test_identifiers_in_a_30_document_are_ignored(keyword: str) -> None:
    result = lenient(f"{PARCEL}.{keyword}", "https://example.com/parcel")
    assert [one.change for one in result.left_out] == ["ignored"]
    assert not result.contract.schema("/components/schemas/Parcel").is_valid({"weight": "x"})


def test_references_to_definitions_stay() -> None:
    tree = copy.deepcopy(BASE)
    tree["components"]["schemas"]["Parcel"]["definitions"] = {"Grams": {"type": "integer"}}
    tree["components"]["schemas"]["Parcel"]["properties"]["weight"] = {
        "$ref": "#/components/schemas/Parcel/definitions/Grams"
    }
    assert not load_lenient(tree).contract.schema("/components/schemas/Parcel").is_valid({"weight": "x"})


@pytest.mark.parametrize("value", [{"type": "string"}, {}, "x", 5, None, True, [], ["x"]])
@pytest.mark.parametrize("keyword", ["oneOf", "anyOf", "not", "writeOnly", "deprecated"])
def test_keywords_of_30_with_values_of_other_types(keyword: str, value: Any) -> None:
    """They are errors of the document: nothing is compiled from them."""
    schema = {"type": "object", "properties": {"id": {"type": "string", keyword: value}}}
    tree = {
        "swagger": "2.0",
        "info": {"title": "Old", "version": "1"},
        "paths": {"/a/{id}": {"get": {"responses": {"200": {"description": "one", "schema": schema}}}}},
    }
    assert load_lenient(tree).contract.operations


def test_keywords_of_30_count_in_a_20_document() -> None:
    schema = {"type": "object", "properties": {"a": {"oneOf": [{"type": "integer"}, {"type": "boolean"}]}}}
    response = {"description": "all", "schema": schema}
    tree = {
        "swagger": "2.0",
        "info": {"title": "Old", "version": "1"},
        "paths": {"/a": {"get": {"produces": ["application/json"], "responses": {"200": response}}}},
    }
    result = load_lenient(tree)
    assert [one.change for one in result.left_out] == ["read as in OpenAPI 3.0"]
    documented = result.contract.operations[0].responses[0].content[0].schema
    assert documented is not None
    assert documented.is_valid({"a": 1})
    assert not documented.is_valid({"a": "x"})


def test_a_keyword_with_an_invalid_value_is_removed() -> None:
    (left_out,) = lenient(f"{WEIGHT}.const", 1).left_out
    assert left_out.change == "read as in OpenAPI 3.1"
    (left_out,) = lenient(f"{WEIGHT}.type", ["integer", "whole"]).left_out
    assert left_out.change == "removed 'type'"


@pytest.mark.parametrize(
    ("path", "value", "change", "expected"),
    [
        (f"{WEIGHT}.type", "date", "read as 'string' with format 'date'", "string"),
        (f"{WEIGHT}.type", "Int", "read as 'integer'", "integer"),
        (f"{WEIGHT}.minimum", "1", "read as 1", 1),
        (f"{WEIGHT}.minimum", "1.5", "read as 1.5", 1.5),
        (f"{PARCEL}.required", "weight", "read as a list with 'weight'", ["weight"]),
        (f"{GET}.tags", "post", "read as a list with 'post'", ["post"]),
        (f"{GET}.deprecated", "true", "read as true", True),
        ("info.version", 1.0, "read as the string '1.0'", "1.0"),
        ("info.title", 7, "read as the string '7'", "7"),
        (f"{GET}.summary", True, "read as the string 'true'", "true"),
    ],
)
def test_a_value_of_the_wrong_type_is_read_as_what_it_means(path: str, value: Any, change: str, expected: Any) -> None:
    result = lenient(path, value)
    assert [one.change for one in result.left_out] == [change]
    assert value_at(result, path) == expected


def test_a_parameter_of_20_in_a_30_document_keeps_its_type() -> None:
    result = lenient(f"{GET}.parameters.0", {"name": "limit", "in": "query", "type": "integer", "maximum": 9})
    assert [one.change for one in result.left_out] == ["moved 'type', 'maximum' into 'schema'"]
    assert value_at(result, f"{GET}.parameters.0.schema") == {"type": "integer", "maximum": 9}


def test_a_header_of_20_in_a_30_document_keeps_its_type() -> None:
    result = lenient(f"{GET}.responses.200.headers.X-Count", {"type": "integer", "description": "how many"})
    assert value_at(result, f"{GET}.responses.200.headers.X-Count.schema") == {"type": "integer"}


def test_a_range_in_lower_case_is_a_range() -> None:
    result = lenient(f"{GET}.responses.4xx", {"description": "wrong request"})
    (left_out,) = result.left_out
    assert (left_out.change, left_out.location.pointer) == ("read as '4XX'", "/paths/~1parcels/get/responses/4xx")
    assert [one.status for one in result.contract.operations[0].responses] == ["200", "4XX"]


def test_a_path_without_a_slash_is_served() -> None:
    result = lenient("paths.labels", {"get": {"responses": {"200": {"description": "labels"}}}})
    assert [one.path for one in result.contract.operations] == ["/parcels", "/labels"]
    assert result.contract.operations[1].location.pointer == "/paths/labels/get"


def test_a_path_with_a_name_twice_is_served() -> None:
    item = {"get": {"responses": {"200": {"description": "a label"}}}}
    result = lenient("paths./labels/{id}/parts/{id}", item)
    assert result.contract.operations[1].path == "/labels/{id}/parts/{id2}"
    assert [one.name for one in result.contract.operations[1].parameters] == ["id", "id2"]


def test_example_beside_examples_keeps_the_schema() -> None:
    media = {"schema": {"type": "object"}, "example": {"weight": 1}, "examples": {"heavy": {"value": {"weight": 9}}}}
    result = lenient(MEDIA, media)
    assert [one.change for one in result.left_out] == ["removed 'example', because there are 'examples'"]
    (found,) = result.contract.operations[0].responses[0].content
    assert found.schema is not None
    assert [one.value for one in found.examples] == [{"weight": 9}]


@pytest.mark.parametrize("value", [{"weight": 9}, [1], "heavy"])
def test_an_example_without_value_is_the_value(value: Any) -> None:
    result = lenient(f"{MEDIA}.examples", {"heavy": value})
    (found,) = result.contract.operations[0].responses[0].content
    assert [(one.name, one.value) for one in found.examples] == [("heavy", value)]


def test_a_list_of_examples_is_read() -> None:
    result = lenient(f"{MEDIA}.examples", [{"weight": 1}, {"weight": 2}])
    (found,) = result.contract.operations[0].responses[0].content
    assert [one.value for one in found.examples] == [{"weight": 1}, {"weight": 2}]


def test_only_the_invalid_extension_is_removed() -> None:
    tree = copy.deepcopy(BASE)
    operation = tree["paths"]["/parcels"]["get"]
    operation["x-mock-errors"] = {"not_found": {"status": 404}}
    operation["x-mock-resource"] = {"role": "nothing"}
    result = load_lenient(tree)
    assert [one.change for one in result.left_out] == ["removed 'x-mock-resource'"]
    assert "x-mock-errors" in result.contract.tree["paths"]["/parcels"]["get"]


def test_a_sound_document_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    from contracts.spec import lenient as module

    for name in ("assemble", "compile_upgraded"):
        original = getattr(module, name)

        def counted(*arguments: Any, name: str = name, original: Any = original, **options: Any) -> Any:
            calls.append(name)
            return original(*arguments, **options)

        monkeypatch.setattr(module, name, counted)
    result = load_lenient(copy.deepcopy(BASE))
    assert calls == ["assemble", "compile_upgraded"]
    assert result.contract.tree == contracts.load(copy.deepcopy(BASE)).tree


def test_a_path_outside_of_all_apis_keeps_the_other_extensions() -> None:
    tree = copy.deepcopy(BASE) | {"x-mock-apis": [{"name": "a", "prefix": "/a"}], "x-mock-order": ["accept"]}
    result = load_lenient(tree)
    assert [one.change for one in result.left_out] == ["removed 'x-mock-apis'"]
    assert [one.path for one in result.contract.operations] == ["/parcels"]
    assert "x-mock-order" in result.contract.tree
