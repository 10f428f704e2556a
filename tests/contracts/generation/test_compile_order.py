"""Values do not depend on the order in which schemas are compiled."""

from __future__ import annotations

import contracts
from contracts.generation.generate import Generators
from tests.mockserver.kit import document, response


def test_each_context_has_its_own_examples() -> None:
    part = {"type": "object", "required": ["label"], "properties": {"label": {"type": "string"}}}

    def whole(name: str) -> dict[str, object]:
        example = {"part": {"label": f"{name} label"}}
        reference = {"$ref": "#/components/schemas/Part"}
        return {"type": "object", "required": ["part"], "properties": {"part": reference}, "example": example}

    schemas = {"Part": part, "One": whole("one"), "Other": whole("other")}
    tree = document({"/": {"get": {"responses": {"200": response()}}}}, components={"schemas": schemas})
    contract = contracts.load(tree)

    def values(*names: str) -> dict[str, list[object]]:
        generators = Generators()
        compiled = {name: generators.compile(contract.schema(f"/components/schemas/{name}")) for name in names}
        return {name: [generate(f"key {number}") for number in range(20)] for name, generate in compiled.items()}

    found = values("One", "Other")
    assert found == values("Other", "One")
    assert found["Other"] == values("Other")["Other"]
