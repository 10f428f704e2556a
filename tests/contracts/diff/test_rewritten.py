"""A rewritten schema with the same meaning has no changes.

The counterpart of ``test_soundness``: there nothing that breaks may be missed, here nothing may be told.
"""

from __future__ import annotations

import copy

import pytest

from contracts.diff.diff import changes
from contracts.spec.load import load_document
from tests.contracts.diff.test_soundness import Draw, nodes

PAIRS = 400


def turned(value):
    """Reverse the order of keys."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(one) for one in value] if isinstance(value, list) else value


def wrapped(node, _):
    return {"allOf": [node]}


def chosen(node, _):
    return {"oneOf": [node], "description": "the only one"}


def named(node, components):
    name = f"Part{len(components)}"
    components[name] = node
    return {"$ref": f"#/components/schemas/{name}"}


def listed(node, _):
    return {"enum" if key == "const" else key: [value] if key == "const" else value for key, value in node.items()}


def parted(node, _):
    """Replace a list of types by alternatives."""
    kinds = node.get("type")
    return {"anyOf": [{"type": kind} for kind in kinds]} if isinstance(kinds, list) and len(node) == 1 else node


def shuffled(node, _):
    """Reverse lists whose order has no meaning."""
    orderless = ("enum", "required", "type", "anyOf", "allOf")
    return {key: value[::-1] if key in orderless and isinstance(value, list) else value for key, value in node.items()}


def split(node, _):
    """Split properties over two schemas in ``allOf``."""
    if "properties" not in node or "additionalProperties" in node:
        return node
    names = list(node["properties"])
    one, other = (
        {name: node["properties"][name] for name in some}
        for some in (names[: len(names) // 2], names[len(names) // 2 :])
    )
    return {"allOf": [{"type": "object", "properties": one}, {**node, "properties": other}]}


def padded(node, _):
    """Add keywords without effect."""
    empty = {"object": {"required": []}, "array": {"minItems": 0, "uniqueItems": False}, "string": {"minLength": 0}}
    kind = node.get("type")
    return {**empty.get(kind if isinstance(kind, str) else "", {}), **node, "title": "Thing", "x-note": 1}


WAYS = (wrapped, chosen, named, listed, parted, shuffled, split, padded)


def rewritten(draw: Draw, schema):
    """Return a rewritten schema and the components that it references."""
    made, components = copy.deepcopy(schema), {}
    for _ in range(draw.random.randint(1, 3)):
        left = [one for one in nodes(made) if "$ref" not in one]
        if not left:
            break
        node = draw.random.choice(left)
        other = draw.random.choice(WAYS)(dict(node), components)
        node.clear()
        node.update(other)
    return turned(made), components


def document(schema, direction, components):
    content = {"application/json": {"schema": schema}}
    operation = (
        {"responses": {"200": {"description": "Good", "content": content}}}
        if direction == "response"
        else {"requestBody": {"content": content}, "responses": {"204": {"description": "Done"}}}
    )
    return load_document(
        {
            "openapi": "3.1.0",
            "info": {"title": "A", "version": "1"},
            "paths": {"/a": {"post": operation}},
            "components": {"schemas": components},
        }
    )


@pytest.mark.parametrize("direction", ["request", "response"])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_equivalent_schemas_have_no_changes(seed, direction):
    draw = Draw(seed)
    for _ in range(PAIRS):
        old = draw.schema(2)
        new, components = rewritten(draw, old)
        assert not changes(document(old, direction, {}), document(new, direction, components)), (old, new, components)
