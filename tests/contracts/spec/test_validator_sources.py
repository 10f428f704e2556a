"""Validators compiled from a part of a document accept what those compiled from the whole document accept."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, Validator

import contracts
from contracts.generation.generate import Generators
from contracts.spec import validator_sources
from contracts.spec.model import Contract
from contracts.spec.schemas import Schema
from contracts.spec.validator_sources import MOST_PARTS, Root, ValidatorSources, _Source
from tests.conftest import DOCUMENTS, ROOT

NAMES = ["openapi.yaml", "petstore-3.0.yaml", "petstore-3.1.yaml"]
DIRECTIONS = ["request", "response"]
GENERATORS = Generators(seed=1, best_effort=True)

EVENT = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string"}, "secret": {"type": "string", "writeOnly": True}},
    "discriminator": {"propertyName": "kind", "mapping": {"made": "Made"}},
}
SCHEMAS: dict[str, Any] = {
    "Event": EVENT,
    "Made": {"allOf": [{"$ref": "#/components/schemas/Event"}, {"required": ["id"]}]},
    "Gone": {"allOf": [{"$ref": "#/components/schemas/Event"}, {"$ref": "#/components/schemas/Dated"}]},
    "Dated": {"properties": {"at": {"$ref": "#/components/schemas/At"}}},
    "At": {"type": "string", "pattern": "^.{0,65535}$", "minLength": 1},
    "Other": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Other"}}, "nullable": True},
    "Deep": {"$ref": "#/paths/~1events/get/responses/200/content/application~1json/schema/properties/one"},
}
INLINE: dict[str, Any] = {
    "type": "object",
    "required": ["list", "secret"],
    "properties": {
        "one": {"$ref": "#/components/schemas/Event"},
        "list": {"type": "array", "items": {"$ref": "#/components/schemas/Other"}},
        "secret": {"type": "string", "writeOnly": True},
        "default": {"enum": [{"$ref": "#/components/schemas/At"}]},
        "default2": {"type": "integer", "default": {"$ref": "#/components/schemas/At"}},
    },
}
TREE: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Events", "version": "1"},
    "paths": {
        "/events": {
            "get": {
                "responses": {"200": {"description": "all events", "content": {"application/json": {"schema": INLINE}}}}
            }
        }
    },
    "components": {"schemas": SCHEMAS},
}

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "x", "made", "Gone", "Event", "cat"]),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "id", "at", "one", "list", "secret", "next", "name", "default"]), below, max_size=4
        )
    ),
    max_leaves=12,
)


@cache
def contract(name: str) -> Contract:
    if name == "events":
        return contracts.load(TREE)
    return contracts.load(ROOT / name if name == "openapi.yaml" else DOCUMENTS / name)


@cache
def schemas(name: str) -> list[Schema]:
    """The components, and the schemas of bodies."""
    found = contract(name)
    used = [found.schema(f"/components/schemas/{one}") for one in found.tree["components"]["schemas"]]
    for operation in found.operations:
        bodies = [operation.request_body] if operation.request_body is not None else []
        used += [media.schema for one in (*bodies, *operation.responses) for media in one.content if media.schema]
    return list(dict.fromkeys(used))


@cache
def generated(schema: Schema) -> Any:
    return GENERATORS.compile(schema)("key")


def compiled(root: Root) -> Validator:
    return Draft202012Validator(root.schema, registry=root.registry, validate_formats=True)


@cache
def validators(schema: Schema, direction: str) -> tuple[Validator, ...]:
    """The validators from a part, from the components, and from the whole document."""
    space = schema.space

    def sources() -> ValidatorSources:
        return ValidatorSources(space.tree, direction, lambda: space.extending_components)

    part, components = sources(), sources()
    components._size = MOST_PARTS
    roots = [one.root(schema.pointer, schema.node) for one in (part, components)]
    return tuple(map(compiled, [*roots, sources()._whole.root(schema.pointer)]))


@pytest.mark.parametrize("name", [*NAMES, "events"])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_they_accept_the_same_values(name: str, data: st.DataObject) -> None:
    schema = data.draw(st.sampled_from(schemas(name)))
    value = data.draw(st.just(generated(schema)) | VALUES)
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        value = {**value, data.draw(st.sampled_from(sorted(value))): data.draw(VALUES)}
    for direction in DIRECTIONS:
        assert len({one.is_valid(value) for one in validators(schema, direction)}) == 1


@pytest.mark.parametrize("pointer", ["/components/schemas/Made", "/components/schemas/At"])
def test_a_small_schema_is_compiled_from_a_part(pointer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[dict[str, Any]] = []

    class Recorded(_Source):
        def __init__(self, tree: dict[str, Any]) -> None:
            copied.append(tree)
            super().__init__(tree)

    monkeypatch.setattr(validator_sources, "_Source", Recorded)
    found = contracts.load(TREE).schema(pointer)
    assert not found.is_valid(7)
    (tree,) = copied
    assert "paths" not in tree
    names = {"Event", "Made", "Gone", "Dated", "At"} if pointer.endswith("Made") else {"At"}
    assert tree["components"]["schemas"].keys() == names
