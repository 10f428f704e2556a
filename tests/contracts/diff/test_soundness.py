"""Safe changes are safe: an independent validator accepts the same values before and after.

Schemas and their changes are random, with fixed seeds. Cases in which the comparison follows common practice instead of
the specification are excluded: schemas without a type, and new properties whose names open schemas allowed before.
"""

from __future__ import annotations

import copy
import random

import pytest
from jsonschema_rs import Draft202012Validator

from contracts.diff.change import Level
from contracts.diff.diff import changes
from contracts.spec.load import load_document

PAIRS = 150
VALUES = 30
NAMES = "xyz"
TEXTS = ("", "a", "b", "c", "dd", "abcde")


class Draw:
    """Random schemas, changes of them, and values that usually match them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def leaf(self):
        draw = self.random
        return draw.choice(
            [
                {"type": "string", "maxLength": draw.randint(1, 4)},
                {"type": "string", "minLength": draw.randint(0, 2)},
                {"type": "integer", "minimum": draw.randint(0, 3)},
                {"type": "number", "exclusiveMaximum": draw.randint(1, 5)},
                {"type": "string", "enum": draw.sample(TEXTS, draw.randint(1, 3))},
                {"type": ["string", "null"]},
                {"type": draw.sample(["string", "integer", "boolean"], 2)},
                {"type": "boolean"},
                {"type": "string", "const": draw.choice(TEXTS)},
            ]
        )

    def schema(self, depth: int):
        draw = self.random
        kind = draw.randrange(6) if depth else 5
        if kind < 2:
            names = draw.sample(NAMES, draw.randint(1, 3))
            made = {"type": "object", "properties": {name: self.schema(depth - 1) for name in names}}
            if draw.random() < 0.5:
                made["required"] = draw.sample(names, 1)
            if draw.random() < 0.3:
                made["additionalProperties"] = draw.choice([False, self.leaf()])
            return made
        if kind == 2:
            return {"type": "array", "items": self.schema(depth - 1), "maxItems": draw.randint(1, 3)}
        if kind == 3:
            return {"allOf": [self.leaf(), self.leaf()]}
        if kind == 4:
            return {"anyOf": [{"type": "integer", "minimum": draw.randint(0, 3)}, self.schema(0), {"type": "null"}]}
        return self.leaf()

    def changed(self, schema):
        made = copy.deepcopy(schema)
        node = self.random.choice(list(nodes(made)))
        if "properties" in node:
            self.random.choice([self.drop, self.require, self.close])(node)
        elif "items" in node:
            node["maxItems"] = self.random.randint(1, 3)
        elif not {"allOf", "anyOf"} & node.keys():
            node.clear()
            node.update(self.leaf())
        return made

    def drop(self, node):
        name = self.random.choice(list(node["properties"]))
        del node["properties"][name]
        node["required"] = [one for one in node.get("required", ()) if one != name]

    def require(self, node):
        node["required"] = [name for name in node["properties"] if self.random.random() < 0.5]

    def close(self, node):
        node["additionalProperties"] = self.random.choice([False, True, self.leaf()])

    def value(self, schema):
        draw = self.random
        if not isinstance(schema, dict) or draw.random() < 0.05:
            return draw.choice([None, True, 0, 1.5, *TEXTS, {}, []])
        if "enum" in schema or "const" in schema:
            return draw.choice(schema.get("enum") or [schema["const"]])
        if "anyOf" in schema or "allOf" in schema:
            return self.value(draw.choice(schema.get("anyOf") or schema["allOf"]))
        kinds = schema.get("type", "string")
        match draw.choice(kinds) if isinstance(kinds, list) else kinds:
            case "object":
                made = {name: self.value(one) for name, one in schema["properties"].items() if draw.random() < 0.8}
                return made | ({draw.choice("xyzw"): self.value(True)} if draw.random() < 0.4 else {})
            case "array":
                return [self.value(schema["items"]) for _ in range(draw.randint(0, 4))]
            case "integer":
                return draw.choice([-1, 0, 1, 2, 3, 9])
            case "number":
                return draw.choice([-1, 0, 1.5, 2, 9])
            case "boolean":
                return draw.choice([True, False])
            case "null":
                return None
        return draw.choice(TEXTS)


def nodes(schema):
    """Yield a schema and its subschemas."""
    yield schema
    below = [*schema.get("properties", {}).values(), *schema.get("allOf", ()), *schema.get("anyOf", ())]
    for one in [*below, schema.get("items"), schema.get("additionalProperties")]:
        if isinstance(one, dict):
            yield from nodes(one)


def document(schema, direction):
    content = {"application/json": {"schema": schema}}
    operation = {
        "responses": {"200": {"description": "Good", **({"content": content} if direction == "response" else {})}}
    }
    if direction == "request":
        operation["requestBody"] = {"content": content}
    return load_document(
        {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {"/a": {"post": operation}}}
    )


@pytest.mark.parametrize("direction", ["request", "response"])
@pytest.mark.parametrize("seed", [1, 2])
def test_safe_changes_are_safe_by_validation(seed, direction):
    draw = Draw(seed)
    judged = {"safe": 0, "other": 0}
    for _ in range(PAIRS):
        old = draw.schema(2)
        new = draw.changed(old)
        found = changes(document(old, direction), document(new, direction))
        if any(change.level is not Level.SAFE for change in found):
            judged["other"] += 1
            continue
        judged["safe"] += 1
        # A valid request must remain valid; a new response must have been valid before.
        source, target = (old, new) if direction == "request" else (new, old)
        sent, taken = Draft202012Validator(source), Draft202012Validator(target)
        for value in [draw.value(source) for _ in range(VALUES)]:
            assert not sent.is_valid(value) or taken.is_valid(value), (value, old, new)
    assert min(judged.values()) > PAIRS // 10
