"""Schemas whose validation would take too many steps allow everything; others are unchanged."""

from __future__ import annotations

from typing import Any

import contracts
from contracts.spec.validation_cost import costly_schemas, without_costly_schemas


def levels(number: int, level: Any) -> dict[str, Any]:
    schemas = {f"L{one}": level({"$ref": f"#/components/schemas/L{one + 1}"}) for one in range(number)}
    return {"components": {"schemas": {**schemas, f"L{number}": {"type": "string"}}}}


def document(tree: dict[str, Any]) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "Items", "version": "1"}, "paths": {}, **tree}


def test_ordinary_schemas_are_unchanged() -> None:
    tree = levels(10, lambda following: {"allOf": [following, {"type": "string"}]})
    assert costly_schemas(tree) == {}
    assert without_costly_schemas(tree) is tree


def test_doubling_levels_are_costly_at_the_innermost_level() -> None:
    tree = levels(40, lambda following: {"allOf": [following, following]})
    found = costly_schemas(tree)
    schemas = tree["components"]["schemas"]
    names = [name for name, node in schemas.items() if id(node) in found]
    assert names
    assert without_costly_schemas(tree)["components"]["schemas"][names[0]] == {}
    assert without_costly_schemas(tree)["components"]["schemas"]["L39"] is schemas["L39"]


def test_validation_ends() -> None:
    for level in (
        lambda following: {"allOf": [following, following]},
        lambda following: {"anyOf": [following, following, following]},
        lambda following: {"allOf": [{"not": following}, {"not": following}]},
    ):
        contract = contracts.load(document(levels(60, level)))
        assert contract.schema("/components/schemas/L0").is_valid("a")


def test_a_property_that_several_schemas_declare_is_counted() -> None:
    def level(following: Any) -> Any:
        one = {"type": "object", "properties": {"a": following}}
        return {"allOf": [one, one]}

    value: Any = "end"
    for _ in range(40):
        value = {"a": value}
    contract = contracts.load(document(levels(40, level)))
    assert contract.schema("/components/schemas/L0").is_valid(value)


def test_recursion_is_not_costly() -> None:
    item = {"$ref": "#/components/schemas/Item"}
    tree = {"components": {"schemas": {"Item": {"allOf": [{"properties": {"a": item, "b": item}}]}}}}
    assert costly_schemas(tree) == {}
