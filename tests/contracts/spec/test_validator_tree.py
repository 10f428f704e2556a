"""Discriminators select the schema that applies; null is valid where the author means it."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.generation.generate import Generators
from contracts.spec.schemas import Schema
from contracts.spec.validator_tree import BASES, ValidatorTree
from mockserver.http.messages import first_error

TEXT = {"type": "string"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["kind"], "properties": {"kind": TEXT, **properties}}


def extending(base: str, **properties: Any) -> dict[str, Any]:
    return {"allOf": [ref(base), {"type": "object", "required": list(properties), "properties": properties}]}


def schema(node: Any, version: str = "3.1.0", **schemas: Any) -> Schema:
    tree = {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": {}}
    contract = contracts.load({**tree, "components": {"schemas": {"S": node, **schemas}}})
    return contract.schema("/components/schemas/S")


def error(one: Schema, value: Any) -> tuple[str, str]:
    found = first_error(one.request_validator, value)
    assert found is not None
    return found.location, found.message


CAR, BOAT = thing(doors={"type": "integer"}), thing(sails={"type": "integer"})
MAPPING = {"ROAD": "#/components/schemas/Car", "SEA": "Boat"}


def vehicles(keyword: str = "oneOf", **discriminator: Any) -> Schema:
    node = {keyword: [ref("Car"), ref("Boat")], "discriminator": {"propertyName": "kind", **discriminator}}
    return schema(node, Car=CAR, Boat=BOAT)


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(("more", "car", "boat"), [({}, "Car", "Boat"), ({"mapping": MAPPING}, "ROAD", "SEA")])
def test_the_discriminator_selects_the_branch(keyword, more, car, boat) -> None:
    one = vehicles(keyword, **more)
    assert one.is_valid({"kind": car, "doors": 4})
    assert one.is_valid({"kind": boat, "sails": 2, "doors": "none: a boat has any"})
    assert error(one, {"kind": car, "doors": "many"})[0] == "/doors"
    assert error(one, {"kind": "Plane"}) == ("/kind", f'"Plane" is not one of "{car}" or "{boat}"')
    assert error(one, {"doors": 4}) == ("", '"kind" is a required property')
    assert not one.is_valid("Car")


def test_generated_values_are_of_the_branch_that_their_value_selects() -> None:
    one = vehicles(mapping=MAPPING)
    generate = Generators(optional=1).compile(one)
    found = [generate(str(number)) for number in range(30)]
    assert {value["kind"]: set(value) for value in found} == {"ROAD": {"kind", "doors"}, "SEA": {"kind", "sails"}}


@pytest.mark.parametrize(
    ("car", "boat", "known"),
    [
        ({"const": "car"}, {"const": "boat"}, {"car", "boat"}),
        ({"enum": ["car", "van"]}, {"enum": ["boat"]}, {"car", "van", "boat"}),
        ({"enum": ["CAR", "BOAT"]}, {"enum": ["CAR", "BOAT"]}, {"CAR", "BOAT"}),
    ],
)
def test_values_that_the_branches_list_select_them(car, boat, known) -> None:
    node = {"oneOf": [ref("Car"), ref("Boat")], "discriminator": {"propertyName": "kind"}}
    one = schema(node, Car=thing(kind=car, doors={"type": "integer"}), Boat=thing(kind=boat))
    assert error(one, {"kind": "Car"})[0] == "/kind"
    assert not one.is_valid({"kind": next(iter(known & {"car", "CAR"})), "doors": "x"})
    found = {Generators().compile(one)(str(number))["kind"] for number in range(60)}
    assert found == known


def test_values_that_select_no_branch_are_judged_by_the_keyword() -> None:
    kind = {"enum": ["small", "large"]}
    node = {"oneOf": [ref("Car"), ref("Boat")], "discriminator": {"propertyName": "kind"}}
    one = schema(node, Car={**thing(kind=kind, doors=TEXT), "required": ["doors"]}, Boat=thing(kind=kind))
    assert one.is_valid({"kind": "small"})
    assert not one.is_valid({"kind": "medium"})


def test_branches_without_value() -> None:
    node = {"oneOf": [ref("Car"), ref("Boat"), {"type": "null"}], "discriminator": {"propertyName": "kind"}}
    one = schema(node, Car=CAR, Boat=BOAT)
    assert one.is_valid(None)
    assert not one.is_valid({"kind": "Plane"})
    assert {"Car", "Boat"} >= {(value or {"kind": "Car"})["kind"] for value in map(Generators().compile(one), "abcdef")}


def test_default_mapping_is_for_missing_and_unknown_values() -> None:
    node = {
        "oneOf": [ref("Car"), ref("Boat")],
        "discriminator": {"propertyName": "kind", "defaultMapping": "Other"},
    }
    one = schema(node, "3.2.0", Car=CAR, Boat=BOAT, Other={"type": "object", "properties": {"doors": TEXT}})
    assert one.is_valid({"kind": "Plane", "doors": "two"})
    assert one.is_valid({"doors": "two"})
    assert not one.is_valid({"doors": 2})
    assert not one.is_valid({"kind": "Car", "doors": "two"})


BASE = {**thing(name=TEXT), "discriminator": {"propertyName": "kind", "mapping": {"dog": "Dog", "cat": "Cat"}}}
DOG, CAT = extending("S", volume={"type": "integer"}), extending("S", indoor={"type": "boolean"})
PUPPY = extending("Dog", weeks={"type": "integer"})


def animals(base: Any = BASE) -> Schema:
    return schema(base, Dog=DOG, Cat=CAT, Puppy=PUPPY)


def test_values_of_a_base_are_those_of_the_schema_that_they_select() -> None:
    one = animals()
    assert one.is_valid({"kind": "dog", "volume": 3})
    assert one.is_valid({"kind": "Puppy", "volume": 3, "weeks": 2})
    assert error(one, {"kind": "dog"}) == ("", '"volume" is a required property')
    assert error(one, {"kind": "Puppy", "volume": 3})[1] == '"weeks" is a required property'
    assert error(one, {"kind": "cat", "indoor": "x"})[0] == "/indoor"
    assert error(one, {"kind": "fish"}) == ("/kind", '"fish" is not one of "dog", "cat" or "Puppy"')
    assert error(one, {"name": "x"}) == ("", '"kind" is a required property')
    assert len(list(one.validator.iter_errors({"kind": "dog", "volume": 1, "name": 7}))) == 1


def test_a_base_without_mapping_may_be_meant_itself() -> None:
    one = animals({**BASE, "discriminator": {"propertyName": "kind"}})
    assert one.is_valid({"kind": "S", "name": "x"})
    assert one.is_valid({"kind": "Dog", "volume": 3})
    assert not one.is_valid({"kind": "dog", "volume": 3})


def test_the_pointers_of_a_base_and_of_branches_stay() -> None:
    one = animals()
    assert not one.child("properties", "name").is_valid(7)
    inline = {"oneOf": [ref("Car"), BOAT], "discriminator": {"propertyName": "kind"}}
    union = schema({"properties": {"v": inline, "w": ref("S/properties/v/oneOf/1")}}, Car=CAR)
    assert not union.child("properties", "v", "oneOf", 1).is_valid({"kind": "x", "sails": "two"})
    assert union.is_valid({"w": {"kind": "x", "sails": 2}})
    assert not union.is_valid({"w": {"kind": "x", "sails": "two"}})


def test_a_union_that_its_branches_extend_is_not_applied_twice() -> None:
    node = {**thing(), "oneOf": [ref("Dog"), ref("Cat")], "discriminator": {"propertyName": "kind"}}
    one = schema(node, Dog=DOG, Cat=CAT)
    assert one.is_valid({"kind": "Dog", "volume": 1})
    assert error(one, {"kind": "Dog", "volume": "x"})[0] == "/volume"
    assert not one.is_valid({"kind": "Cat", "volume": 1})


def test_discriminators_inside_each_other() -> None:
    box = {**thing(content=ref("S")), "required": ["kind", "content"]}
    node = {"oneOf": [ref("Car"), ref("Box")], "discriminator": {"propertyName": "kind"}}
    one = schema(node, Car=CAR, Box=box)
    assert one.is_valid({"kind": "Box", "content": {"kind": "Car", "doors": 2}})
    assert error(one, {"kind": "Box", "content": {"kind": "Car", "doors": "x"}})[0] == "/content/doors"


def test_a_mapping_that_leads_back_to_the_base() -> None:
    node = {**BASE, "discriminator": {"propertyName": "kind", "mapping": {"any": "Alias", "dog": "Dog"}}}
    one = schema(node, Alias=ref("S"), Dog=DOG)
    assert one.is_valid({"kind": "any", "name": "x"})
    assert not one.is_valid({"kind": "any", "name": 7})
    assert not one.is_valid({"kind": "dog"})


def test_other_documents_stay_the_same_object() -> None:
    tree = {"components": {"schemas": {"A": {"example": {"discriminator": {"propertyName": "x"}, "oneOf": [{}]}}}}}
    assert ValidatorTree(tree).tree is tree
    assert BASES not in tree


@pytest.mark.parametrize(
    "node",
    [
        {"nullable": True, "allOf": [ref("Dog")]},
        {"nullable": True, "oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"type": "object", "nullable": True, "allOf": [ref("Dog")]},
        {"type": "string", "nullable": True, "enum": ["a", "b"]},
        {"nullable": True, "enum": ["a", "b"]},
        {"nullable": True, "oneOf": [ref("Dog")], "discriminator": {"propertyName": "kind"}},
    ],
)
def test_null_is_valid_where_nullable_means_it(node: Any) -> None:
    one = schema(node, "3.0.3", Dog=thing(volume={"type": "integer"}))
    assert one.is_valid(None)
    assert not one.is_valid(True)
    assert not one.is_valid({"kind": "Dog", "volume": "x"})
    assert None not in [Generators().compile(one)(str(number)) for number in range(20)]


def test_null_is_not_valid_in_other_versions() -> None:
    assert not schema({"nullable": True, "enum": ["a"]}).is_valid(None)


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_boolean_branches(keyword: str) -> None:
    one = schema({keyword: [ref("Car"), False], "discriminator": {"propertyName": "kind"}}, Car=CAR)
    assert one.is_valid({"kind": "Car", "doors": 3})
    assert not one.is_valid({"kind": "Car", "doors": "x"})
    assert Generators(seed=1).compile(one)("k")["kind"] == "Car"


def test_a_branch_that_is_no_schema_does_not_raise() -> None:
    union = {"oneOf": [None, ref("Car")], "discriminator": {"propertyName": "a"}}
    assert ValidatorTree({"components": {"schemas": {"S": union, "Car": CAR}}}).tree
