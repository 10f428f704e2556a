"""Values of random schemas are valid and reproducible."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.generation.generate import Generators
from tests.contracts.generation.formats import FORMATS

GENERATED = [*FORMATS, "byte", "binary", "password", "color", "unheard-of"]
"""All supported formats, including those that are not validated."""
PATTERNS = [
    "^[a-z]+$",
    "^[A-Z]{3}-[0-9]{4}$",
    "^f_[0-9A-HJKMNP-TV-Z]{26}$",
    r"^\d{5}(-\d{4})?$",
    "^(a|bc|def)*$",
    r"[^ \t\r\n]",
    r"^(?=.*\d)[a-z\d]{4,12}$",
    r"^\p{L}{2,8}$",
    r"^[\w.-]+@[\w-]+\.[a-z]{2,}$",
    "^x|y$",
    r"^\S+$",
    "",
]
NAMES = [
    "id",
    "name",
    "title",
    "description",
    "email",
    "first_name",
    "status",
    "created_at",
    "updatedAt",
    "closed_at",
    "size",
    "url",
    "key",
    "content_type",
    "original_name",
    "price",
    "tags",
    "city",
    "latitude",
    "count",
    "zzz",
    "is_active",
    "parent",
    "phone",
]

text_rules = st.one_of(
    st.builds(lambda low, extra: {"minLength": low, "maxLength": low + extra}, st.integers(0, 90), st.integers(0, 40)),
    st.builds(lambda low: {"minLength": low}, st.integers(0, 300)),
    st.builds(lambda high: {"maxLength": high}, st.integers(0, 60)),
    st.builds(lambda form: {"format": form}, st.sampled_from(GENERATED)),
    st.builds(lambda pattern: {"pattern": pattern}, st.sampled_from(PATTERNS)),
    st.just({}),
)
strings = text_rules.map(lambda rules: {"type": "string", **rules})


def bounded(
    kind: str, numbers: st.SearchStrategy[Any], step: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    def build(ends: list[Any], exclusive: bool, use: int, step: Any) -> dict[str, Any]:
        low, high = sorted(ends)
        node: dict[str, Any] = {"type": kind}
        if use & 1:
            node["minimum"] = low
        if use & 2:
            node["exclusiveMaximum" if exclusive and high - low > 3 else "maximum"] = high
        if use & 4 and high - low > 3 * step:
            node["multipleOf"] = step
        return node

    return st.builds(build, st.tuples(numbers, numbers).map(list), st.booleans(), st.integers(0, 7), step)


integers = bounded("integer", st.integers(-(10**6), 10**6), st.integers(1, 50))
numbers = bounded(
    "number", st.integers(-(10**5), 10**5).map(lambda value: value / 100), st.sampled_from([0.01, 0.1, 0.25, 0.5, 3])
)
scalars = st.one_of(
    strings,
    integers,
    numbers,
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({"type": ["string", "null"]}),
    st.just({"type": ["integer", "string"]}),
    st.just({}),
    st.just(True),
    st.lists(st.one_of(st.text(max_size=5), st.integers(-9, 9), st.none(), st.booleans()), min_size=1).map(
        lambda v: {"enum": v}
    ),
    st.one_of(st.text(max_size=5), st.integers(), st.just({"a": [1]})).map(lambda value: {"const": value}),
    st.sampled_from(
        [
            {"$ref": "#/components/schemas/Tree"},
            {"$ref": "#/components/schemas/Cat"},
            {"$ref": "#/components/schemas/Pet"},
        ]
    ),
)


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[Any]) -> dict[str, Any]:
    low = draw(st.integers(0, 4))
    node: dict[str, Any] = {"type": "array"}
    if draw(st.booleans()):
        node["items"] = draw(inner)
    if draw(st.booleans()):
        node |= {"minItems": low, "maxItems": low + draw(st.integers(0, 3))}
    if draw(st.integers(0, 4)) == 0:
        node["prefixItems"] = draw(st.lists(inner, min_size=1, max_size=2))
    if draw(st.integers(0, 3)) == 0 and "prefixItems" not in node:
        node |= {
            "items": draw(st.one_of(strings.filter(lambda rule: rule.get("maxLength", 9) > 2), integers.filter(_wide)))
        }
        node["uniqueItems"] = True
    return node


def _wide(node: dict[str, Any]) -> bool:
    return "multipleOf" not in node and node.get("maximum", 10**7) - node.get("minimum", -(10**7)) > 20


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[Any]) -> dict[str, Any]:
    properties = draw(st.dictionaries(st.sampled_from(NAMES), inner, max_size=6))
    node: dict[str, Any] = {"type": "object", "properties": properties}
    if properties:
        node["required"] = draw(st.lists(st.sampled_from(sorted(properties)), unique=True))
    extra = draw(st.sampled_from([None, False, True, "schema", "patterns", "names", "dependent", "few", "many"]))
    if extra in (True, False):
        node["additionalProperties"] = extra
    elif extra == "schema":
        node["additionalProperties"] = draw(inner)
    elif extra == "patterns":
        node["patternProperties"] = {"^x-[a-z]+$": draw(inner)}
    elif extra == "names":
        node["propertyNames"] = {"maxLength": 30}
    elif extra == "dependent" and len(properties) > 1:
        first, *others = sorted(properties)
        node["dependentRequired"] = {first: others}
    elif extra == "few":
        node["maxProperties"] = max(2, len(node.get("required", ())))
    elif extra == "many":
        node["minProperties"] = draw(st.integers(0, len(properties) + 3))
    return node


@st.composite
def composed(draw: st.DrawFn, inner: st.SearchStrategy[Any]) -> dict[str, Any]:
    branches = draw(st.lists(inner, min_size=1, max_size=3))
    match draw(st.integers(0, 5)):
        case 0:
            return {"anyOf": branches}
        case 1:
            kinds = [
                {
                    "type": "object",
                    "properties": {"kind": {"const": f"k{number}"}, "value": branch},
                    "required": ["kind"],
                }
                for number, branch in enumerate(branches)
            ]
            return {"oneOf": kinds}
        case 2:
            return {
                "allOf": [
                    {"type": "object", "properties": {f"p{number}": branch}, "required": [f"p{number}"]}
                    for number, branch in enumerate(branches)
                ]
            }
        case 3:
            return {"type": "string", "not": {"enum": ["open", "Quarterly review"]}}
        case 4:
            return {
                "type": "object",
                "properties": {"mode": {"enum": ["a", "b"]}, "detail": branches[0]},
                "required": ["mode"],
                "if": {"properties": {"mode": {"const": "a"}}},
                "then": {"required": ["detail"]},
                "else": {"properties": {"detail": False}},
            }
        case _:
            return {"anyOf": [draw(inner), {"type": "null"}]}


schemas = st.recursive(
    scalars, lambda inner: st.one_of(arrays(inner), objects(inner), objects(inner), composed(inner)), max_leaves=12
)

COMPONENTS: dict[str, Any] = {
    "Tree": {
        "type": "object",
        "required": ["name", "children"],
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            "parent": {"$ref": "#/components/schemas/Tree"},
        },
    },
    "Pet": {
        "type": "object",
        "required": ["petType", "name"],
        "properties": {"petType": {"type": "string"}, "name": {"type": "string"}},
        "discriminator": {"propertyName": "petType", "mapping": {"cat": "#/components/schemas/Cat"}},
    },
    "Cat": {
        "allOf": [
            {"$ref": "#/components/schemas/Pet"},
            {"properties": {"lives": {"type": "integer", "maximum": 9, "minimum": 1}}},
        ]
    },
}

POOLS = Generators(seed=3)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(node=schemas)
def test_every_value_is_valid(build, node):
    schema = build(node, **COMPONENTS)
    fresh = Generators(seed=3)
    fresh._compiler.pools = POOLS._compiler.pools  # the pools depend on seed and locale alone
    generator = fresh.compile(schema)
    for number in range(12):
        value = generator(f"/things\0{number}")
        assert schema.is_valid(value), value
        assert generator(f"/things\0{number}") == value
