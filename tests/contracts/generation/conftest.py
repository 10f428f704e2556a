from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contracts.findings import Location
from contracts.generation.generate import Generators
from contracts.spec.document import Document
from contracts.spec.schemas import Schema, SchemaSpace

Build = Callable[..., Schema]


def build_schema(node: Any, **components: Any) -> Schema:
    """Return a schema at ``/x``, built without the loader; ``components`` are at ``/components/schemas``."""
    tree = {"x": node, "components": {"schemas": components}}
    document = Document("spec.yaml", "3.1.0", tree, (), lambda pointer: Location("spec.yaml", 7, 3, pointer))
    return SchemaSpace(tree, document).at("/x")


@pytest.fixture(scope="session")
def build() -> Build:
    return build_schema


@pytest.fixture(scope="session")
def generators() -> Generators:
    """Return generators shared by all tests, so that pools are created once."""
    return Generators(seed=1)


@pytest.fixture(scope="session")
def values(generators: Generators) -> Callable[..., list[Any]]:
    """Return a function ``values(node, count, **components)`` that generates valid values of a schema."""

    def draw(node: Any, count: int = 40, direction: str = "response", **components: Any) -> list[Any]:
        schema = build_schema(node, **components)
        generator = (
            Generators(seed=1).compile(schema, direction) if components else generators.compile(schema, direction)
        )
        found = [generator(f"/things\0{number}") for number in range(count)]
        if direction == "response" and "writeOnly" not in str(components) + str(node):
            assert all(schema.is_valid(value) for value in found)
        return found

    return draw
