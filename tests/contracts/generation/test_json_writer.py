"""Plans for JSON text generate the same values as other plans, for all kinds of schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.generation.generate import Generators
from contracts.generation.json_writer import HOLE, Encoded, WrittenRecord, json_plan, text_of
from contracts.generation.plans import ChoicePlan, Constant, JoinedPlan, Pick, Plan
from contracts.generation.seed import salt
from contracts.generation.timestamps import WINDOW
from contracts.spec.model import Contract

ROOT = Path(__file__).parents[3]
BUNDLED = contracts.load(ROOT / "openapi.yaml")
GENERATORS = {locale: Generators(seed=3, locale=locale) for locale in ("en_US", "ja_JP")}
SCHEMAS = sorted(BUNDLED.tree["components"]["schemas"])


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("locale", GENERATORS)
def test_json_of_all_schemas_of_the_bundled_document(name: str, locale: str) -> None:
    generator = GENERATORS[locale].compile(BUNDLED.schema(f"/components/schemas/{name}"))
    for number in range(40):
        assert json.loads(generator.text(f"key {number}")) == generator(f"key {number}")


SCALARS: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "enum": ['a "quoted" one', "ümläut", "back\\slash", "\u2028", "\0"]},
    {"type": "string", "pattern": "^[\"\\\\a]{1,3}$"},
    {"type": "integer", "minimum": 10**20},
    {"type": "number"},
    {"type": ["string", "null"]},
    {"const": {"a": [1, "x"]}},
    {"type": "boolean"},
]  # fmt: skip


def _nested(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(["name", "id", "created_at", "status", "closed_at", "tags", 'odd "name"', "größe"])
    objects = st.builds(
        lambda properties, optional: {
            "type": "object",
            "properties": properties,
            "required": sorted(properties.keys() - optional),
        },
        st.dictionaries(names, inner, max_size=5),
        st.sets(names, max_size=3),
    )
    arrays = st.builds(
        lambda items, unique: {"type": "array", "items": items, "uniqueItems": unique}, inner, st.booleans()
    )
    return objects | arrays | st.builds(lambda first, second: {"anyOf": [first, second]}, inner, inner)


def compiled(schema: dict[str, Any]) -> Contract:
    """Return a document with one schema."""
    return contracts.load(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {},
            "components": {"schemas": {"Thing": schema}},
        }
    )


@given(st.recursive(st.sampled_from(SCALARS), _nested, max_leaves=8), st.integers(0, 5))
def test_json_of_random_schemas(schema: dict[str, Any], seed: int) -> None:
    generator = Generators(seed=seed).compile(compiled(schema).schema("/components/schemas/Thing"))
    for number in range(5):
        assert json.loads(generator.text(f"key {number}")) == generator(f"key {number}")


@pytest.mark.parametrize(
    "plan",
    [
        Constant({"a": "ü"}),
        Pick(["a", 'b"', None, 1.5]),
        JoinedPlan('https://h/"', ["m/", "ü/"], ["t\\", "end"]),
        ChoicePlan([Constant(1), Pick(["a", "b"])], [1, 3]),
    ],
)
def test_simple_plans_are_written_without_being_generated(plan: Plan) -> None:
    form = json_plan(plan)
    assert not isinstance(form, Encoded)
    for number in range(50):
        seed = salt(f"place {number}")
        assert json.loads(form.value(seed, WINDOW, 3)) == plan.value(seed, WINDOW, 3)


def test_the_case_of_serverops_is_joined_from_fragments() -> None:
    generator = GENERATORS["en_US"].compile(BUNDLED.schema("/components/schemas/ServerOpsCase"))
    assert isinstance(generator._written, WrittenRecord)


def test_a_hole_is_left_for_a_property() -> None:
    generator = GENERATORS["en_US"].compile(BUNDLED.schema("/components/schemas/ServerOpsCase"))
    texts = generator.texts_with("id")
    assert texts is not None
    filled = json.loads(texts("k").replace(HOLE, text_of('my "id"')))
    assert filled == {**generator("k"), "id": 'my "id"'}
    assert list(filled) == list(generator("k"))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"id": {"type": "string"}}},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
    ],
)
def test_no_hole_where_the_property_may_be_absent(schema: dict[str, Any]) -> None:
    generator = Generators().compile(compiled(schema).schema("/components/schemas/Thing"))
    assert generator.texts_with("id") is None
