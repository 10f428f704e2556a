"""Documents with schemas that combine many others: ``allOf``, unions, conditions, negations, discriminators."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce
from typing import Any

from tests.hostile.documents import Case, document, ref


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def conditions() -> Iterator[Case]:
    """Many ``if`` that apply to the same value: their branches multiply."""
    for number in (6, 12, 40, 300):
        yield f"{number} in allOf", partial(document, _conditions(number))
    for depth in (12, 60):
        yield f"{depth} nested", partial(document, _nested_conditions(depth))
    yield "contradicting", partial(document, {"allOf": [_condition(number % 2) for number in range(24)]})
    yield (
        "dependentSchemas",
        partial(
            document,
            {
                "type": "object",
                "dependentSchemas": {f"p{number}": {"required": [f"p{number + 1}"]} for number in range(200)},
                "required": ["p0"],
            },
        ),
    )


def _conditions(number: int) -> dict[str, Any]:
    branches = [
        {
            "if": {"properties": {f"kind{index}": {"const": "a"}}, "required": [f"kind{index}"]},
            "then": {"required": [f"a{index}"], "properties": {f"a{index}": {"type": "string", "minLength": 3}}},
            "else": {"required": [f"b{index}"], "properties": {f"b{index}": {"type": "integer", "minimum": 7}}},
        }
        for index in range(number)
    ]
    return {"type": "object", "allOf": branches}


def _condition(positive: int) -> dict[str, Any]:
    return {"if": {"required": ["a"]}, "then": {"minProperties": 9 * positive}, "else": {"required": ["a", "zz"]}}


def _nested_conditions(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"required": ["last"]}
    for level in range(depth):
        inner = {"if": {"required": [f"p{level}"]}, "then": inner, "else": {"required": [f"q{level}"]}}
    return {"type": "object", **inner}


def unions() -> Iterator[Case]:
    """Unions whose alternatives multiply."""
    for keyword in ("oneOf", "anyOf"):
        for number, ways in ((5, 2), (9, 3), (30, 4)):
            yield f"{number} {keyword} of {ways}", partial(document, _product(keyword, number, ways))
        yield f"{keyword} of 5000", partial(document, {keyword: [_object(**{f"p{n}": {}}) for n in range(5_000)]})
        yield (
            f"{keyword} of 300 overlapping",
            partial(document, {keyword: [{"type": "object", "properties": {f"p{n}": {}}} for n in range(300)]}),
        )
        yield f"{keyword} nested 12", partial(document, _nested_union(keyword, 12))
        yield (
            f"{keyword} without values",
            partial(
                document,
                {"allOf": [{keyword: [{"type": "string"}, {"type": "null"}]}, {keyword: [{"type": "object"}] * 20}]},
            ),
        )
    yield "oneOf of equal", partial(document, {"oneOf": [_object(a={"type": "string"})] * 60})
    yield "oneOf in properties", partial(document, _object(**{f"p{n}": _product("oneOf", 4, 3) for n in range(20)}))


def _product(keyword: str, number: int, ways: int) -> dict[str, Any]:
    members = [
        {keyword: [_object(**{f"u{index}w{way}": {"type": "string", "minLength": way}}) for way in range(ways)]}
        for index in range(number)
    ]
    return {"type": "object", "allOf": members}


def _nested_union(keyword: str, depth: int) -> dict[str, Any]:
    leaf: dict[str, Any] = {"type": "string"}
    return reduce(
        lambda inner, level: {keyword: [_object(**{f"p{level}": inner}), {"type": "integer", "minimum": level}]},
        range(depth),
        leaf,
    )


def all_of() -> Iterator[Case]:
    """``allOf`` with very many members."""
    for number in (200, 2_000, 20_000):
        yield (
            f"{number} members",
            partial(document, {"allOf": [_object(**{f"p{n}": {"type": "string"}}) for n in range(number)]}),
        )
    yield (
        "2000 references",
        partial(
            document,
            {"allOf": [ref(f"S{n}") for n in range(2_000)]},
            schemas={f"S{n}": _object(**{f"p{n}": {"type": "string"}}) for n in range(2_000)},
        ),
    )
    yield (
        "same property",
        partial(document, {"allOf": [_object(a={"type": "string", "minLength": n}) for n in range(2_000)]}),
    )
    yield "2000 patterns", partial(document, {"allOf": [{"pattern": f"a{{{n},}}"} for n in range(2_000)]})
    yield (
        "each extends the last",
        partial(
            document,
            ref("S1500"),
            schemas={
                "S0": {"type": "object"},
                **{f"S{n}": {"allOf": [ref(f"S{n - 1}"), _object(**{f"p{n}": {}})]} for n in range(1, 1501)},
            },
        ),
    )
    yield (
        "doubled",
        partial(
            document,
            ref("S25"),
            schemas={"S0": _object(a={}), **{f"S{n}": {"allOf": [ref(f"S{n - 1}")] * 2} for n in range(1, 26)}},
        ),
    )


def mixes() -> Iterator[Case]:
    """Keywords that undo each other."""
    yield "not not", partial(document, reduce(lambda inner, _: {"not": inner}, range(100), _object(a={})))
    yield (
        "not of all types",
        partial(
            document,
            {"allOf": [{"not": {"type": kind}} for kind in ("string", "number", "object", "array", "boolean")]},
        ),
    )
    yield (
        "not in unions",
        partial(
            document,
            {"allOf": [{"not": {"anyOf": [{"required": [f"p{n}"]}, {"minProperties": 3}]}} for n in range(300)]},
        ),
    )
    yield (
        "unevaluated",
        partial(
            document,
            {
                "type": "object",
                "allOf": [{"anyOf": [_object(**{f"p{n}": {}}), _object(**{f"q{n}": {}})]} for n in range(12)],
                "unevaluatedProperties": False,
            },
        ),
    )
    yield (
        "unevaluatedItems",
        partial(
            document,
            {"prefixItems": [{"oneOf": [{}, {"type": "string"}]}] * 200, "unevaluatedItems": False, "minItems": 200},
        ),
    )
    for depth in (6, 11):
        yield f"all kinds {depth}", partial(document, _all_kinds(depth))
    yield (
        "false everywhere",
        partial(document, {"allOf": [{"anyOf": [False, {"oneOf": [False, {"not": True}]}]} for _ in range(40)]}),
    )
    yield (
        "distant intervals",
        partial(document, {"allOf": [{"anyOf": [{"maximum": n}, {"minimum": 10**9 + n}]} for n in range(30)]}),
    )


def _all_kinds(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"type": "string"}
    for level in range(depth):
        own = {"required": [f"p{level}"]}
        inner = {
            "allOf": [{"anyOf": [inner, own]}],
            "not": {"required": [f"n{level}"]},
            "if": own,
            "then": {"oneOf": [own, {"properties": {f"c{level}": inner} if level % 4 == 0 else {}}]},
        }
    return inner


def discriminators() -> Iterator[Case]:
    """Discriminators that lead in circles, or to very many schemas."""
    tag = {"propertyName": "kind"}
    yield "of itself", partial(document, {"oneOf": [ref("Item")], "discriminator": tag})
    yield (
        "two of each other",
        partial(
            document,
            {"oneOf": [ref("B"), ref("C")], "discriminator": tag},
            schemas={
                "B": {"oneOf": [ref("Item"), ref("C")], "discriminator": tag},
                "C": _object(kind={"type": "string"}),
            },
        ),
    )
    yield (
        "subtype of subtype",
        partial(
            document,
            {**_object(kind={"type": "string"}), "discriminator": tag},
            schemas={
                "B": {"allOf": [ref("Item"), ref("C")], "discriminator": tag},
                "C": {"allOf": [ref("Item"), ref("B")], "discriminator": tag},
            },
        ),
    )
    yield (
        "mapping to itself",
        partial(
            document,
            {
                **_object(kind={"type": "string"}),
                "discriminator": {**tag, "mapping": {"a": "#/components/schemas/Item"}},
            },
        ),
    )
    yield (
        "mapping of 10000",
        partial(
            document,
            {
                **_object(kind={"type": "string"}),
                "discriminator": {**tag, "mapping": {f"m{n}": "#/components/schemas/B" for n in range(10_000)}},
            },
            schemas={"B": {"allOf": [ref("Item")]}},
        ),
    )
    yield (
        "600 subtypes",
        partial(
            document,
            {**_object(kind={"type": "string"}), "discriminator": tag},
            schemas={f"T{n}": {"allOf": [ref("Item"), _object(**{f"p{n}": {}})]} for n in range(600)},
        ),
    )
    yield (
        "chain of subtypes",
        partial(
            document,
            {**_object(kind={"type": "string"}), "discriminator": tag},
            schemas={f"T{n}": {"allOf": [ref(f"T{n - 1}" if n else "Item")], "discriminator": tag} for n in range(120)},
        ),
    )
    yield (
        "default mapping circle",
        partial(
            document,
            {"oneOf": [ref("B")], "discriminator": {**tag, "defaultMapping": "#/components/schemas/Item"}},
            "3.2.0",
            schemas={"B": {"oneOf": [ref("Item")], "discriminator": tag}},
        ),
    )
    yield "grid", partial(document, ref("L0"), schemas=_discriminator_grid(8, 4))


def _discriminator_grid(levels: int, ways: int) -> dict[str, Any]:
    found: dict[str, Any] = {f"L{levels}": {"type": "object"}}
    for level in range(levels):
        names = [f"L{level}w{way}" for way in range(ways)]
        found[f"L{level}"] = {"oneOf": [ref(name) for name in names], "discriminator": {"propertyName": f"k{level}"}}
        for name in names:
            found[name] = _object(**{f"k{level}": {"type": "string"}, "next": ref(f"L{level + 1}")})
    return found
