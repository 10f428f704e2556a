"""Schemas merged over ``$ref``, ``allOf`` and unions with one branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from contracts.schema.merged import MergedSchema, SingleBranch, merge_schemas, steps


@dataclass(frozen=True)
class Located:
    node: Any
    pointer: str
    null: bool = False


@dataclass
class Resolver:
    schemas: dict[str, Any]
    ignores_siblings: bool = False
    has_single_branches: bool = True

    def at(self, name: str) -> Located:
        return Located(self.schemas[name], f"/{name}")

    def target(self, schema: Located) -> Located | None:
        name = schema.node["$ref"].removeprefix("#/")
        return self.at(name) if name in self.schemas else None

    def child(self, schema: Located, keyword: str, index: int) -> Located:
        return Located(schema.node[keyword][index], f"{schema.pointer}/{keyword}/{index}")

    def single_branch(self, schema: Located, keyword: str) -> SingleBranch | None:
        branches = [index for index, branch in enumerate(schema.node[keyword]) if branch != {"type": "null"}]
        if len(branches) != 1 or not self.has_single_branches:
            return None
        return SingleBranch(branches[0], len(schema.node[keyword]) > 1)

    def allows_null(self, schema: Located) -> bool:
        return schema.null


SCHEMAS = {
    "A": {"allOf": [{"$ref": "#/B", "title": "sibling"}, {"maxLength": 3}], "required": ["x"]},
    "B": {"type": ["number", "string"], "required": ["y", "x"], "allOf": [{"$ref": "#/A"}]},
    "Never": {"allOf": [True, False]},
    "Choice": {"oneOf": [{"type": "null"}, {"properties": {"x": {}}}], "anyOf": [{"type": "object"}]},
    "Lost": {"$ref": "#/Nowhere", "type": "string"},
}


def merged(name: str, **options: Any) -> MergedSchema[Located]:
    resolver = Resolver(SCHEMAS, **options)
    return merge_schemas(resolver, [resolver.at(name)])


def test_parts_come_in_document_order_and_recursion_ends():
    assert [part.pointer for part in merged("A").parts] == ["/A", "/A/allOf/0", "/B", "/B/allOf/0", "/A/allOf/1"]


def test_a_path_ends_at_the_first_reference():
    assert [(part.path, part.by_reference) for part in merged("A").parts] == [
        ((), False),
        (("allOf", 0), False),
        (("allOf", 0), True),
        (("allOf", 0), True),
        (("allOf", 1), False),
    ]


def test_siblings_of_a_reference_may_count_for_nothing():
    found = merged("A", ignores_siblings=True)
    assert [part.pointer for part in found.parts] == ["/A", "/B", "/A/allOf/1"]
    assert found.parts[1].path == ("allOf", 0)
    assert not merged("Lost", ignores_siblings=True).parts


def test_a_reference_to_nothing_is_passed_over():
    assert merged("Lost").declared_types == ("string",)


def test_the_schema_false_is_noted():
    assert merged("Never").includes_false
    assert [part.pointer for part in merged("Never").parts] == ["/Never"]


def test_a_single_branch_counts_and_null_beside_it_is_noted():
    parts = merged("Choice").parts
    assert [(part.pointer, part.allows_null) for part in parts] == [
        ("/Choice", False),
        ("/Choice/oneOf/1", True),
        ("/Choice/anyOf/0", False),
    ]
    assert len(merged("Choice", has_single_branches=False).parts) == 1


def test_null_is_inherited():
    resolver = Resolver(SCHEMAS)
    found = merge_schemas(resolver, [Located(SCHEMAS["A"], "/A", null=True)])
    assert all(part.allows_null for part in found.parts)


def test_what_the_parts_say():
    found = merged("A")
    assert found.all_of("required") == [["x"], ["y", "x"]]
    assert {name: (part.pointer, index) for name, (part, index) in found.requirements.items()} == {
        "x": ("/A", 0),
        "y": ("/B", 0),
    }
    assert [schema.pointer for schema in found.having("maxLength")] == ["/A/allOf/1"]
    assert found.declared_types == ("number", "string")
    assert found.inferred_type({"string": ["maxLength"]}) == "string"
    assert merged("Choice").names() == {"x": None}
    assert [part.pointer for part in merged("Choice").declaring("x")] == ["/Choice/oneOf/1"]


@pytest.mark.parametrize(
    ("types", "declared"),
    [([["integer", "null"], "number"], ("integer",)), (["string", "null"], ()), ([], None)],
)
def test_declared_types(types, declared):
    node = {"allOf": [{"type": one} for one in types]}
    assert merge_schemas(Resolver({}), [Located(node, "")]).declared_types == declared


def test_joined_schemas_have_each_part_once():
    joined = merged("Choice").joined(merged("A"), merged("B"))
    assert [part.pointer for part in joined.parts][3:] == [*("/A", "/A/allOf/0", "/B", "/B/allOf/0", "/A/allOf/1")]


def test_steps():
    resolver = Resolver(SCHEMAS)
    assert [step.path for step in steps(resolver, resolver.at("Choice"))] == [("oneOf", 1), ("anyOf", 0)]
