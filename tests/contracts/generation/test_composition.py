from __future__ import annotations

import pytest

import contracts
from contracts.errors import GenerationError

REF = "#/components/schemas/"


def thing(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


def test_all_branches_are_generated(values):
    found = values({"oneOf": [{"type": "integer"}, {"type": "boolean"}, thing(a={"type": "string"})]}, 100)
    assert {type(value) for value in found} == {int, bool, dict}


def test_exactly_one_branch_of_one_of_matches(values):
    found = values(
        {"oneOf": [{"type": "integer", "minimum": 0, "maximum": 9}, {"type": "integer", "minimum": 7, "maximum": 20}]},
        100,
    )
    assert not {7, 8, 9} & set(found)


def test_impossible_branches_are_skipped(values):
    assert set(values({"anyOf": [False, {"const": 1}, {"type": "string", "minLength": 2, "maxLength": 1}]})) == {1}
    with pytest.raises(GenerationError, match="no alternative of anyOf has a value"):
        values({"anyOf": [False, {"enum": []}]})


def test_keywords_beside_a_union_apply(values):
    node = {
        "required": ["id"],
        "properties": {"id": {"type": "integer"}},
        "anyOf": [thing(a={"const": 1}), thing(b={"const": 2})],
    }
    assert all("id" in value and ("a" in value or "b" in value) for value in values(node))


def test_all_of_combines_bounds(values):
    assert set(values({"allOf": [{"type": "number", "minimum": 4}, {"type": "integer"}, {"maximum": 5}]})) == {4, 5}
    with pytest.raises(GenerationError, match='no value has the types "string" and "integer"'):
        values({"allOf": [{"type": "string"}, {"type": "integer"}]})


def test_all_of_combines_properties(values):
    node = {"allOf": [thing(a={"type": "string", "minLength": 3}), {"properties": {"a": {"maxLength": 4}}}]}
    assert all(3 <= len(value["a"]) <= 4 for value in values(node))


def test_siblings_of_a_reference_apply(values):
    node = {"$ref": f"{REF}Level", "minimum": 8}
    assert set(values(node, Level={"type": "integer", "minimum": 1, "maximum": 9})) == {8, 9}


def test_not(values):
    assert "open" not in values({"enum": ["open", "closed"], "not": {"const": "open"}})
    assert all(isinstance(value, str) for value in values({"type": ["string", "null"], "not": {"type": "null"}}))
    assert all(
        "b" not in value
        for value in values(
            thing(a={"const": 1}) | {"properties": {"a": {"const": 1}, "b": {}}, "not": {"required": ["b"]}}
        )
    )


def test_conditions(values):
    node = thing(mode={"enum": ["card", "cash"]}) | {
        "if": {"properties": {"mode": {"const": "card"}}},
        "then": {"required": ["number"], "properties": {"number": {"type": "string", "pattern": r"^\d{16}$"}}},
        "else": {"properties": {"change": {"type": "integer"}}, "required": ["change"]},
    }
    found = values(node, 60)
    assert {value["mode"] for value in found} == {"card", "cash"}
    assert all(("number" in value) if value["mode"] == "card" else ("change" in value) for value in found)


ZOO = {
    "Pet": thing(petType={"type": "string"}, name={"type": "string"})
    | {"discriminator": {"propertyName": "petType", "mapping": {"kitty": f"{REF}Cat"}}},
    "Cat": {"allOf": [{"$ref": f"{REF}Pet"}, thing(lives={"type": "integer"})]},
    "Dog": {"allOf": [{"$ref": f"{REF}Pet"}, thing(bark={"type": "string"})]},
}


def test_a_base_with_a_discriminator_generates_its_subtypes(values):
    found = values({"$ref": f"{REF}Pet"}, 60, **ZOO)
    assert {value["petType"] for value in found} == {"kitty", "Dog"}
    assert all(("lives" in value) == (value["petType"] == "kitty") for value in found)


def test_a_subtype_has_its_own_discriminator_value(values):
    assert {value["petType"] for value in values({"$ref": f"{REF}Dog"}, **ZOO)} == {"Dog"}


def test_a_union_with_a_discriminator(values):
    node = {
        "oneOf": [{"$ref": f"{REF}Circle"}, {"$ref": f"{REF}Square"}],
        "discriminator": {"propertyName": "shape", "mapping": {"round": f"{REF}Circle"}},
    }
    shapes = {
        name: thing(shape={"type": "string"}, **{size: {"type": "number"}})
        for name, size in (("Circle", "r"), ("Square", "a"))
    }
    found = values(node, 60, **shapes)
    assert {(value["shape"], "r" in value) for value in found} == {("round", True), ("Square", False)}


def test_a_base_that_lists_its_subtypes(values):
    base = {"oneOf": [{"$ref": f"{REF}A"}, {"$ref": f"{REF}B"}], **thing(kind={"type": "string"})}
    parts = {"Base": base} | {
        name: {"allOf": [{"$ref": f"{REF}Base"}, thing(kind={"const": name})]} for name in ("A", "B")
    }
    assert {value["kind"] for value in values({"$ref": f"{REF}A"}, **parts)} == {"A"}


TREE = thing(name={"type": "string"}, children={"type": "array", "items": {"$ref": f"{REF}Tree"}})
TREE["properties"]["parent"] = {"$ref": f"{REF}Tree"}


def height(tree):
    return 1 + max(
        (height(child) for child in [*tree["children"], *([tree["parent"]] if "parent" in tree else [])]), default=0
    )


def test_recursion_is_finite(values):
    heights = {height(tree) for tree in values({"$ref": f"{REF}Tree"}, 60, Tree=TREE)}
    assert 1 < max(heights) <= 5


def test_recursion_through_unions(values):
    node = {"anyOf": [{"$ref": f"{REF}And"}, thing(field={"type": "string"})]}
    values(
        {"$ref": f"{REF}Rule"},
        60,
        Rule=node,
        And=thing(rules={"type": "array", "items": {"$ref": f"{REF}Rule"}, "minItems": 2}),
    )


def test_infinite_recursion_is_an_error(values):
    with pytest.raises(GenerationError, match="requires itself recursively"):
        values({"$ref": f"{REF}Node"}, Node=thing(next={"$ref": f"{REF}Node"}))


def test_a_long_chain_of_references(values):
    chain = {f"C{number}": thing(next={"$ref": f"{REF}C{number + 1}"}) for number in range(150)} | {
        "C150": thing(end={})
    }
    value = values({"$ref": f"{REF}C0"}, 2, **chain)[0]
    for _ in range(150):
        value = value["next"]
    assert value.keys() == {"end"}


def test_schemas_that_all_reference_each_other(values):
    names = [f"N{number}" for number in range(120)]
    web = {
        name: {
            "type": "object",
            "properties": {other: {"$ref": f"{REF}{other}"} for other in (names[number - 1], names[number * 7 % 120])}
            | {"list": {"type": "array", "items": {"$ref": f"{REF}{names[number * 13 % 120]}"}}},
        }
        for number, name in enumerate(names)
    }
    assert all(len(str(value)) < 5000 for value in values({"$ref": f"{REF}N5"}, 20, **web))


def test_an_impossible_recursive_property_is_omitted(values):
    node = thing(name={"type": "string"}) | {"additionalProperties": False}
    node["properties"] |= {"bad": {"$ref": f"{REF}Bad"}}
    bad = thing(never={"type": "string", "minLength": 2, "maxLength": 1}, again={"$ref": f"{REF}Bad"})
    assert all(value.keys() == {"name"} for value in values({"$ref": f"{REF}Node"}, Node=node, Bad=bad))


def test_an_empty_object_is_generated_if_examples_contain_one(values):
    person = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    nobody = {"type": "object", "maxProperties": 0}

    def users(*examples):
        node = {"anyOf": [person, nobody], "examples": list(examples)}
        return {bool(item["user"]) for item in values(thing(user=node), 60)}

    assert users({"name": "Ann"}) == {True}
    assert users({}) == {False}
    assert users() == users({}, {"name": "Ann"}) == {True, False}


def test_discriminator_values_of_schemas_in_other_files(generators, tmp_path):
    (tmp_path / "shapes.yaml").write_text(
        "Circle: {type: object, required: [kind, r], properties: {kind: {type: string}, r: {type: integer}}}\n"
        "Square: {type: object, required: [kind, a], properties: {kind: {type: string}, a: {type: integer}}}\n"
    )
    (tmp_path / "spec.yaml").write_text(
        "{openapi: 3.1.0, info: {title: x, version: '1'}, paths: {}, components: {schemas: {Shape: {oneOf:"
        " [{$ref: 'shapes.yaml#/Circle'}, {$ref: 'shapes.yaml#/Square'}], discriminator: {propertyName: kind,"
        " mapping: {round: 'shapes.yaml#/Circle'}}}}}}"
    )
    shape = generators.compile(contracts.load(tmp_path / "spec.yaml").schema("/components/schemas/Shape"))
    found = {(value["kind"], "r" in value) for value in (shape(str(number)) for number in range(60))}
    assert found == {("round", True), ("Square", False)}
