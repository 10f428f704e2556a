"""Values of schemas in which arrays of objects multiply have a usual size."""

from __future__ import annotations

import json
from typing import Any

from contracts.generation.generate import Generators
from contracts.generation.plans import DEPTH, Constant, Pick
from contracts.generation.size import MOST_NODES, has_usual_size, usual_depth
from tests.mockserver.kit import load


def nested(levels: int) -> Any:
    names = [f"member{number}" for number in range(8)]
    schema: Any = {"type": "string"}
    for _ in range(levels):
        properties = {name: {"type": "array", "items": schema} for name in names}
        schema = {"type": "object", "properties": properties}
    return schema


def test_nested_arrays_are_limited() -> None:
    schema = load({}, components={"schemas": {"S": nested(4)}}).schema("/components/schemas/S")
    values = [Generators(seed=seed).compile(schema)("key") for seed in range(2)]
    assert all(schema.is_valid(value) for value in values)
    assert max(len(json.dumps(value)) for value in values) < 2_000_000


def test_usual_values_are_not_limited() -> None:
    assert usual_depth(Pick([1, 2]), [1]) == DEPTH
    assert usual_depth(Constant([{"a": 1}] * 100), [1, 2]) == DEPTH


def test_every_part_of_a_value_counts() -> None:
    assert has_usual_size({"a": [1] * (MOST_NODES - 2)})
    assert not has_usual_size({"a": [1] * (MOST_NODES - 1)})
