"""Changes of the schemas that extend a base with a discriminator, and of null in a union."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.diff.diff import changes
from contracts.spec.load import load_document

TEXT = {"type": "string"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def document(body: Any, direction: str, **schemas: Any) -> Any:
    content = {"application/json": {"schema": body}}
    answer = {"description": "fine", **({"content": content} if direction == "response" else {})}
    operation = {"responses": {"200": answer}} | (
        {"requestBody": {"content": content}} if direction == "request" else {}
    )
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/x": {"post": operation}}}
    return load_document({**tree, "components": {"schemas": schemas}})


def found(direction: str, old: Any, new: Any) -> set[tuple[str, str]]:
    documents = (document(one.pop("body"), direction, **one) for one in (old, new))
    return {(one.id, one.location.pointer) for one in changes(*documents) if one.id != "version-unchanged"}


def base(mapping: bool) -> dict[str, Any]:
    discriminator: dict[str, Any] = {"propertyName": "kind"} | ({"mapping": {"dog": "Dog"}} if mapping else {})
    return {"type": "object", "properties": {"kind": TEXT}, "required": ["kind"], "discriminator": discriminator}


def dog(**more: Any) -> dict[str, Any]:
    return {"allOf": [ref("Pet"), {"type": "object", **more}]}


@pytest.mark.parametrize("mapping", [False, True])
@pytest.mark.parametrize(
    ("direction", "old", "new", "change"),
    [
        ("request", dog(), dog(properties={"a": TEXT}, required=["a"]), "request-property-added-required"),
        ("request", dog(properties={"a": TEXT}), dog(properties={"a": {"type": "integer"}}), "request-type-changed"),
        ("response", dog(properties={"a": TEXT}), dog(), "response-property-removed"),
    ],
)
def test_a_subtype_is_valid_where_its_base_is(mapping: bool, direction: str, old: Any, new: Any, change: str) -> None:
    sides = [{"body": ref("Pet"), "Pet": base(mapping), "Dog": one} for one in (old, new)]
    assert change in {kind for kind, _ in found(direction, *sides)}


def test_schemas_that_extend_a_base_without_discriminator_are_not_compared() -> None:
    sides = [
        {"body": ref("Pet"), "Pet": {"type": "object"}, "Dog": one}
        for one in (dog(), dog(properties={"a": TEXT}, required=["a"]))
    ]
    assert not found("request", *sides)


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_null_is_located_at_the_union_that_adds_it(keyword: str) -> None:
    union = {keyword: [{"type": "null"}, ref("E")]}
    sides = [{"body": {"properties": {"e": one}}, "E": TEXT} for one in (ref("E"), union)]
    (change,) = found("request", *sides)
    assert change[0] == "request-became-nullable"
    assert change[1].endswith(f"/properties/e/{keyword}")
