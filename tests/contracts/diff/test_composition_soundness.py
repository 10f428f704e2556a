"""No breaking change of a composed schema is called safe: a validator judges drawn values of drawn pairs of schemas.

``pytest --hypothesis-profile soak`` draws 25,000 pairs. Values have only properties that their schema describes: a new
property is safe, although an open schema accepted any value of that name before.
"""

from __future__ import annotations

import copy
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from contracts.diff.change import Level
from contracts.diff.diff import changes
from tests.contracts.diff.test_soundness import document

IS_SOAK = settings.get_current_profile_name() == "soak"
PAIRS = 25_000 if IS_SOAK else 250
VALUES = 25
NAMES = "abc"
TEXTS = ("", "x", "yy", "zzz", "zzzzz")
NUMBERS = (-1, 0, 1, 1.5, 2, 3, 5, 9)


class Composer:
    """Draws composed schemas, changes of them, and values that they describe."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def leaf(self) -> dict[str, Any]:
        draw = self.random
        return draw.choice(
            [
                {"type": "string"},
                {"type": "string", "maxLength": draw.randint(0, 3)},
                {"type": "string", "minLength": draw.randint(1, 4)},
                {"type": "string", "enum": draw.sample(TEXTS, draw.randint(1, 3))},
                {"type": "integer"},
                {"type": "integer", "minimum": draw.randint(0, 3)},
                {"type": "number", "maximum": draw.randint(0, 5)},
                {"type": "number", "exclusiveMinimum": draw.randint(0, 3)},
                {"type": "integer", "multipleOf": draw.choice([2, 3])},
                {"type": "boolean"},
                {"type": ["string", "null"]},
                {"type": ["integer", "string"]},
                {"const": draw.choice([*TEXTS, 1, True])},
            ]
        )

    def object(self, depth: int) -> dict[str, Any]:
        draw = self.random
        names = draw.sample(NAMES, draw.randint(1, 3))
        made: dict[str, Any] = {"type": "object", "properties": {name: self.schema(depth - 1) for name in names}}
        if draw.random() < 0.7:
            made["required"] = draw.sample(names, draw.randint(1, len(names)))
        if draw.random() < 0.25:
            made["additionalProperties"] = draw.choice([False, self.leaf()])
        return made

    def schema(self, depth: int) -> dict[str, Any]:
        draw = self.random
        kind = draw.randrange(9) if depth > 0 else 0
        if kind < 2:
            return self.leaf()
        if kind < 4:
            return self.object(depth)
        if kind == 4:
            bounds = draw.choice([{}, {"minItems": 1}, {"maxItems": draw.randint(0, 2)}])
            return {"type": "array", "items": self.schema(depth - 1), **bounds}
        if kind == 5:
            return {"allOf": [self.object(depth - 1), {draw.choice(["anyOf", "oneOf"]): self.branches(depth - 1)}]}
        if kind == 6:
            return {**self.object(depth), draw.choice(["anyOf", "oneOf"]): [{"required": ["a"]}, {"required": ["b"]}]}
        return {draw.choice(["anyOf", "oneOf"]): self.branches(depth - 1)}

    def branches(self, depth: int) -> list[dict[str, Any]]:
        draw = self.random
        made = [self.object(depth) if draw.random() < 0.6 else self.schema(depth) for _ in range(draw.randint(2, 3))]
        return made + ([{"type": "null"}] if draw.random() < 0.1 else [])

    def changed(self, schema: dict[str, Any]) -> dict[str, Any]:
        made = copy.deepcopy(schema)
        for _ in range(self.random.choice([1, 1, 2])):
            self.change(self.random.choice(list(nodes(made))))
        return made

    def change(self, node: dict[str, Any]) -> None:
        keyword = next((key for key in ("anyOf", "oneOf") if key in node), "")
        if keyword and self.random.random() < 0.8:
            self.change_alternatives(node, keyword)
        elif "properties" in node:
            self.change_object(node)
        else:
            alternatives = {self.random.choice(["anyOf", "oneOf"]): [dict(node), self.leaf()]}
            other = self.leaf() if self.random.random() < 0.6 else alternatives
            node.clear()
            node.update(other)

    def change_alternatives(self, node: dict[str, Any], keyword: str) -> None:
        draw = self.random
        branches = node.pop(keyword)
        match draw.randrange(6):
            case 0:
                node["anyOf" if keyword == "oneOf" else "oneOf"] = branches
            case 1:
                node[keyword] = [*branches, self.schema(1)]
            case 2:
                node[keyword] = draw.sample(branches, len(branches) - 1) if len(branches) > 1 else branches
            case 3:
                node.update(draw.choice(branches))
            case 4:
                node["oneOf"] = [{"anyOf": branches}, self.schema(1)]
            case 5:
                node[keyword] = [{**one, "required": ["a"]} if "properties" in one else one for one in branches]

    def change_object(self, node: dict[str, Any]) -> None:
        draw = self.random
        match draw.randrange(5):
            case 0:
                node["required"] = [name for name in node["properties"] if draw.random() < 0.5]
            case 1:
                node["additionalProperties"] = draw.choice([False, self.leaf()])
            case 2:
                node.pop("additionalProperties", None)
            case 3:
                node["properties"][draw.choice(NAMES)] = self.leaf()
            case 4:
                old = dict(node)
                node.clear()
                node["oneOf"] = [{**old, "required": [one]} for one in old["properties"]] + [self.object(1)]

    def value(self, schema: Any) -> Any:
        """Return a value that probably matches, with described properties only."""
        draw = self.random
        if not isinstance(schema, dict):
            return draw.choice([0, "x"])
        found: list[Any] = []
        if "properties" in schema:
            named = {name: self.value(one) for name, one in schema["properties"].items() if draw.random() < 0.7}
            extra = schema.get("additionalProperties")
            found.append({**named, **({draw.choice("cd"): self.value(extra)} if extra and draw.random() < 0.4 else {})})
        elif "items" in schema:
            found.append([self.value(schema["items"]) for _ in range(draw.randint(0, 3))])
        elif "enum" in schema or "const" in schema:
            found.append(draw.choice(schema.get("enum") or [schema["const"]]))
        elif "type" in schema:
            found.append(self.of_type(schema["type"]))
        found += [self.value(one) for one in schema.get("allOf", ())]
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                several = keyword == "anyOf" and draw.random() < 0.3
                chosen = schema[keyword] if several else [draw.choice(schema[keyword])]
                found += [self.value(one) for one in chosen if one.keys() != {"required"}]
        if found and all(isinstance(one, dict) for one in found):
            return {name: one[name] for one in found for name in one}
        return draw.choice(found) if found else {}

    def of_type(self, kinds: Any) -> Any:
        draw = self.random
        match draw.choice(kinds) if isinstance(kinds, list) else kinds:
            case "integer" | "number":
                return draw.choice(NUMBERS)
            case "boolean":
                return draw.choice([True, False])
            case "null":
                return None
            case "object":
                return {}
        return draw.choice(TEXTS)


def nodes(schema: Any) -> Any:
    """Yield a schema and its subschemas."""
    if isinstance(schema, dict):
        yield schema
        below = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
        for one in [*below, *(one for key in ("allOf", "anyOf", "oneOf") for one in schema.get(key, ()))]:
            yield from nodes(one)


def described(schema: Any, is_value: bool = True) -> Any:
    """Return a schema that rejects properties that no matching part describes; alternatives may overlap."""
    if not isinstance(schema, dict):
        return schema
    made = {key: value for key, value in schema.items() if key != "oneOf"}
    made.update({key: described(schema[key]) for key in ("items", "additionalProperties") if key in schema})
    if "properties" in schema:
        made["properties"] = {name: described(one) for name, one in schema["properties"].items()}
    for key in ("allOf", "anyOf", "oneOf"):
        if key in schema:
            made[key.replace("oneOf", "anyOf")] = [described(one, is_value=False) for one in schema[key]]
    return {**made, "unevaluatedProperties": False} if is_value else made


@settings(max_examples=PAIRS)
@given(st.integers(0, 2**40), st.sampled_from(["request", "response"]))
def test_a_breaking_change_is_never_safe(seed: int, direction: str) -> None:
    draw = Composer(seed)
    old = draw.schema(3)
    new = draw.changed(old)
    found = changes(document(old, direction), document(new, direction))
    if any(change.level is not Level.SAFE for change in found):
        return
    source, target = (old, new) if direction == "request" else (new, old)
    before, after = Draft202012Validator({"allOf": [source, described(source)]}), Draft202012Validator(target)
    for value in [draw.value(source) for _ in range(VALUES)]:
        assert not before.is_valid(value) or after.is_valid(value), (value, old, new, found)
