"""Values of a parameter that a document names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.spec.model import Parameter
from contracts.spec.shapes import core


def documented_values(parameter: Parameter) -> Iterator[Any]:
    """Yield the values of a parameter that the document names: examples, enum, default, const."""
    node = core(parameter.schema).node if parameter.schema is not None else {}
    yield from (example.value for example in parameter.examples)
    if isinstance(node, dict):
        yield from node.get("enum", ())
        yield from node.get("examples", ()) if isinstance(node.get("examples"), list) else ()
        yield from (node[keyword] for keyword in ("example", "default", "const") if keyword in node)
