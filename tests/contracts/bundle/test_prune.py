"""Unused components, tags and extensions are removed; indirectly used ones stay."""

from __future__ import annotations

from typing import Any

from contracts.bundle.prune import drop_tags
from tests.contracts.bundle.kit import OK, bundled, document


def ref(section: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}


def remaining(**parts: Any) -> dict[str, list[str]]:
    """Return the names of the remaining components by section."""
    tree = bundled(document(**parts), unused=True).tree
    return {section: list(objects) for section, objects in tree.get("components", {}).items()}


def get(schema: dict[str, Any], **parts: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"/x": {"get": {"responses": {"200": {"description": "Fine.", "content": content}}, **parts}}}


def test_indirectly_used_components_stay() -> None:
    schemas = {
        "A": {"items": ref("schemas", "B")},
        "B": {"not": ref("schemas", "B")},
        "C": {"not": ref("schemas", "A")},
    }
    assert remaining(paths=get(ref("schemas", "A")), components={"schemas": schemas}) == {"schemas": ["A", "B"]}


def test_unused_components_are_removed() -> None:
    schemas = {"A": {"items": ref("schemas", "A")}}
    assert remaining(components={"schemas": schemas, "examples": {"e": {"value": 1}}}) == {}


def test_components_with_used_parts_stay() -> None:
    schemas = {"A": {"properties": {"b": {"type": "string"}, "c": ref("schemas", "C")}}, "C": {}}
    found = remaining(paths=get({"$ref": "#/components/schemas/A/properties/b"}), components={"schemas": schemas})
    assert found == {"schemas": ["A", "C"]}


def test_extensions_of_schemas_with_a_discriminator_stay() -> None:
    base = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {}},
        "discriminator": {"propertyName": "kind"},
    }
    schemas = {
        "Cat": {"allOf": [ref("schemas", "Pet"), {"properties": {"claws": ref("schemas", "Claws")}}]},
        "Pet": base,
        "Claws": {},
        "Kitten": {"allOf": [ref("schemas", "Cat")]},
        "Mapped": {},
        "Dead": {"allOf": [ref("schemas", "Alone")]},
        "Alone": base,
    }
    assert remaining(paths=get(ref("schemas", "Pet")), components={"schemas": schemas}) == {
        "schemas": ["Cat", "Pet", "Claws"]
    }


def test_mappings_and_extensions_use_components() -> None:
    schemas = {
        "Pet": {"type": "object", "required": ["k"], "properties": {"k": {}},
                "discriminator": {"propertyName": "k", "mapping": {"c": "#/components/schemas/Cat"}}},
        "Cat": {},
        "Kept": {"items": ref("schemas", "Below")},
        "Below": {},
    }  # fmt: skip
    paths = get(ref("schemas", "Pet"), **{"x-ours": {"item": "#/components/schemas/Kept"}})
    assert remaining(paths=paths, components={"schemas": schemas}) == {"schemas": ["Pet", "Cat", "Kept", "Below"]}


def test_security_schemes_are_used_by_name() -> None:
    scheme = {"type": "http", "scheme": "basic"}
    schemes = dict.fromkeys(("all", "one", "hook", "none"), scheme)
    found = remaining(
        paths={"/x": {"get": {"responses": OK, "security": [{"one": []}]}}},
        webhooks={"w": {"post": {"responses": OK, "security": [{"hook": []}]}}},
        security=[{"all": []}],
        components={"securitySchemes": schemes},
    )
    assert found == {"securitySchemes": ["all", "one", "hook"]}


def test_extensions_are_removed_and_similar_data_stays() -> None:
    schema = {
        "x-faker": "name",
        "properties": {"x-age": {"type": "integer", "x-a": 1}},
        "example": {"x-age": 1},
        "discriminator": {"propertyName": "x-age", "mapping": {"x-a": "#/components/schemas/Pet"}, "x-b": 1},
    }
    tree = document(
        paths={"x-note": 1, "/a": {"x-mock-errors": {}, "get": {"responses": {**OK, "x-c": 1}, "x-d": 1}}},
        components={"schemas": {"Pet": schema}},
        tags=[{"name": "a", "x-e": 1}],
        **{"x-mock-order": ["parameters"]},
    )
    result = bundled(tree, strip=True).tree
    assert result == document(
        paths={"/a": {"get": {"responses": OK}}},
        components={
            "schemas": {
                "Pet": {
                    "properties": {"x-age": {"type": "integer"}},
                    "example": {"x-age": 1},
                    "discriminator": {"propertyName": "x-age", "mapping": {"x-a": "#/components/schemas/Pet"}},
                }
            }
        },
        tags=[{"name": "a"}],
    )


def test_tags_keep_their_parents() -> None:
    tags = [{"name": "a", "parent": "b"}, {"name": "b", "parent": "c"}, {"name": "c"}, {"name": "d"}]
    tree = document(paths={"/a": {"get": {"tags": ["a"], "responses": OK}}}, tags=tags)
    drop_tags(tree)
    assert [tag["name"] for tag in tree["tags"]] == ["a", "b", "c"]
