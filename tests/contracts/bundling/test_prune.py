"""What nothing uses goes; what is used in a way that no reference shows stays."""

from __future__ import annotations

from typing import Any

from tests.contracts.bundling.kit import OK, bundled, document


def ref(section: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}


def left(**parts: Any) -> dict[str, list[str]]:
    """Names of the components that are left, by section."""
    tree = bundled(document(**parts), unused=True).tree
    return {section: list(shelf) for section, shelf in tree.get("components", {}).items()}


def get(schema: dict[str, Any], **parts: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"/x": {"get": {"responses": {"200": {"description": "Fine.", "content": content}}, **parts}}}


def test_what_is_reached_through_others_stays() -> None:
    schemas = {
        "A": {"items": ref("schemas", "B")},
        "B": {"not": ref("schemas", "B")},
        "C": {"not": ref("schemas", "A")},
    }
    assert left(paths=get(ref("schemas", "A")), components={"schemas": schemas}) == {"schemas": ["A", "B"]}


def test_nothing_is_left_of_components_without_users() -> None:
    schemas = {"A": {"items": ref("schemas", "A")}}
    assert left(components={"schemas": schemas, "examples": {"e": {"value": 1}}}) == {}


def test_component_of_which_a_part_is_used_stays() -> None:
    schemas = {"A": {"properties": {"b": {"type": "string"}, "c": ref("schemas", "C")}}, "C": {}}
    found = left(paths=get({"$ref": "#/components/schemas/A/properties/b"}), components={"schemas": schemas})
    assert found == {"schemas": ["A", "C"]}


def test_what_extends_a_schema_with_a_discriminator_stays() -> None:
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
    assert left(paths=get(ref("schemas", "Pet")), components={"schemas": schemas}) == {
        "schemas": ["Cat", "Pet", "Claws"]
    }


def test_mappings_and_extensions_count() -> None:
    schemas = {
        "Pet": {"type": "object", "required": ["k"], "properties": {"k": {}},
                "discriminator": {"propertyName": "k", "mapping": {"c": "#/components/schemas/Cat"}}},
        "Cat": {},
        "Kept": {"items": ref("schemas", "Below")},
        "Below": {},
    }  # fmt: skip
    paths = get(ref("schemas", "Pet"), **{"x-ours": {"item": "#/components/schemas/Kept"}})
    assert left(paths=paths, components={"schemas": schemas}) == {"schemas": ["Pet", "Cat", "Kept", "Below"]}


def test_security_schemes_are_used_by_name() -> None:
    scheme = {"type": "http", "scheme": "basic"}
    schemes = dict.fromkeys(("all", "one", "hook", "none"), scheme)
    found = left(
        paths={"/x": {"get": {"responses": OK, "security": [{"one": []}]}}},
        webhooks={"w": {"post": {"responses": OK, "security": [{"hook": []}]}}},
        security=[{"all": []}],
        components={"securitySchemes": schemes},
    )
    assert found == {"securitySchemes": ["all", "one", "hook"]}
