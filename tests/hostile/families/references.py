"""Documents with references: graphs without cycles that expand to trees of any size, chains, cycles, wrong targets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.hostile.documents import Case, document, operation, ref


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def dags() -> Iterator[Case]:
    """Levels of schemas, each of which uses the next one several times."""
    for levels, width in ((10, 10), (20, 3), (40, 2)):
        size = f"{levels} levels of {width}"
        yield (
            f"properties {size}",
            partial(_levels, levels, lambda n, w=width: _object(**{f"p{i}": n for i in range(w)})),
        )
        yield (
            f"optional {size}",
            partial(_levels, levels, lambda n, w=width: {"properties": {f"p{i}": n for i in range(w)}}),
        )
        yield (
            f"oneOf {size}",
            partial(_levels, levels, lambda n, w=width: {"oneOf": [{**_object(**{f"p{i}": n})} for i in range(w)]}),
        )
        yield f"anyOf {size}", partial(_levels, levels, lambda n, w=width: {"anyOf": [n] * w})
        yield f"allOf {size}", partial(_levels, levels, lambda n, w=width: {"allOf": [n] * w})
        yield f"items {size}", partial(_levels, levels, lambda n, w=width: {"prefixItems": [n] * w, "minItems": w})
        yield f"not {size}", partial(_levels, levels, lambda n, w=width: {"allOf": [{"not": n}] * w})
    yield (
        "same property twice",
        partial(_levels, 40, lambda following: {"allOf": [_object(a=following), _object(a=following)]}),
    )
    yield (
        "arrays of arrays",
        partial(
            _levels, 12, lambda following: _object(a={"type": "array", "items": following}, b={"items": following})
        ),
    )
    yield (
        "maps of maps",
        partial(_levels, 12, lambda following: {"additionalProperties": following, "minProperties": 4}),
    )


def _levels(levels: int, level: Any) -> dict[str, Any]:
    schemas = {f"L{number}": level(ref(f"L{number + 1}")) for number in range(levels)}
    return document(ref("L0"), schemas={**schemas, f"L{levels}": {"type": "string"}})


def chains() -> Iterator[Case]:
    """References to references."""
    for number in (60, 2_000, 20_000):
        yield f"{number} schemas", partial(_chain, number, lambda following: following)
    yield "20000 in 3.0", partial(_chain, 20_000, lambda following: following, "3.0.3")
    yield "20000 with siblings", partial(_chain, 20_000, lambda following: {**following, "description": "x"})
    yield "5000 through allOf", partial(_chain, 5_000, lambda following: {"allOf": [following]})
    yield "5000 through properties", partial(_chain, 5_000, lambda following: _object(a=following))
    yield "5000 through items", partial(_chain, 5_000, lambda following: {"type": "array", "items": following})
    yield "5000 through optional properties", partial(_chain, 5_000, lambda following: {"properties": {"a": following}})
    yield "5000 through oneOf", partial(_chain, 5_000, lambda following: {"oneOf": [following, {"type": "null"}]})
    yield "2000 path items", _path_items
    yield "2000 parameters", partial(_chained_components, "parameters")
    yield "2000 responses", partial(_chained_components, "responses")


def _chain(number: int, level: Any, version: str = "3.1.0") -> dict[str, Any]:
    schemas = {f"C{index}": level(ref(f"C{index + 1}")) for index in range(number)}
    return document(ref("C0"), version, schemas={**schemas, f"C{number}": {"type": "string"}})


def _path_items() -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"] |= {f"/c{index}": {"$ref": f"#/paths/~1c{index + 1}"} for index in range(2_000)}
    found["paths"]["/c2000"] = {"get": operation("last", ref("Item"))}
    return found


def _chained_components(kind: str) -> dict[str, Any]:
    last: dict[str, Any] = {
        "parameters": {"name": "q", "in": "query", "schema": {"type": "string"}},
        "responses": {"description": "last"},
    }[kind]  # fmt: skip
    chain: dict[str, Any] = {f"C{index}": {"$ref": f"#/components/{kind}/C{index + 1}"} for index in range(2_000)}
    found = document({"type": "object"}, **{kind: {**chain, "C2000": last}})
    first = {"$ref": f"#/components/{kind}/C0"}
    if kind == "parameters":
        found["paths"]["/items"]["get"]["parameters"] = [first]
    else:
        found["paths"]["/items"]["get"]["responses"]["404"] = first
    return found


def cycles() -> Iterator[Case]:
    """References that lead back to themselves."""
    yield "of itself", partial(document, ref("Item"))
    yield "of two", partial(document, ref("B"), schemas={"B": ref("Item")})
    yield "of 5000", partial(document, ref("C0"), schemas={f"C{n}": ref(f"C{(n + 1) % 5_000}") for n in range(5_000)})
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield keyword, partial(document, {keyword: [ref("Item")]})
        yield (
            f"{keyword} twice",
            partial(document, {keyword: [ref("Item"), ref("B")]}, schemas={"B": {keyword: [ref("Item")] * 3}}),
        )
    yield "not", partial(document, {"not": ref("Item")})
    yield "if", partial(document, {"if": ref("Item"), "then": ref("Item"), "else": ref("Item")})
    yield "required property", partial(document, _object(a=ref("Item")))
    yield "two required properties", partial(document, _object(a=ref("Item"), b=ref("Item")))
    yield "ten optional properties", partial(document, {"properties": {f"p{n}": ref("Item") for n in range(10)}})
    yield "required items", partial(document, {"type": "array", "minItems": 3, "items": ref("Item")})
    yield "optional items", partial(document, {"type": "array", "items": ref("Item")})
    yield "additionalProperties", partial(document, {"additionalProperties": ref("Item"), "minProperties": 2})
    yield "propertyNames", partial(document, {"propertyNames": ref("Item"), "minProperties": 2})
    yield "contains", partial(document, {"contains": ref("Item"), "minContains": 3})
    yield "dependentSchemas", partial(document, {"dependentSchemas": {"a": ref("Item")}, "required": ["a"]})
    yield "unevaluatedProperties", partial(document, {"unevaluatedProperties": ref("Item"), "minProperties": 1})
    yield (
        "dynamic",
        partial(document, {"$dynamicAnchor": "node", "properties": {"a": {"$dynamicRef": "#node"}}, "required": ["a"]}),
    )
    yield (
        "same property twice",
        partial(document, {"allOf": [{"properties": {"a": ref("Item")}}, {"properties": {"a": ref("Item")}}]}),
    )
    yield "all of each other", _complete_graph
    yield (
        "pointer into itself",
        partial(document, {"properties": {"a": {"$ref": "#/components/schemas/Item/properties/a/properties/b"}}}),
    )
    yield "whole document", partial(document, {"properties": {"a": {"$ref": "#"}}})
    yield "path items", _path_item_cycle
    for kind in ("parameters", "responses", "requestBodies", "headers", "examples", "links", "callbacks", "pathItems"):
        yield kind, partial(_component_cycle, kind)


def _complete_graph() -> dict[str, Any]:
    names = [f"N{index}" for index in range(60)]
    schemas = {name: {"properties": {other: ref(other) for other in names}, "required": []} for name in names}
    return document(ref("N0"), schemas=schemas)


def _path_item_cycle() -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"] |= {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}
    return found


def _component_cycle(kind: str) -> dict[str, Any]:
    found = document(
        {"type": "object"}, **{kind: {"A": {"$ref": f"#/components/{kind}/B"}, "B": {"$ref": f"#/components/{kind}/A"}}}
    )
    first = {"$ref": f"#/components/{kind}/A"}
    get = found["paths"]["/items"]["get"]
    success = get["responses"]["200"]
    match kind:
        case "parameters":
            get["parameters"] = [first]
        case "responses":
            get["responses"]["404"] = first
        case "requestBodies":
            found["paths"]["/items"]["post"]["requestBody"] = first
        case "headers" | "links":
            success[kind] = {"x": first}
        case "examples":
            success["content"]["application/json"]["examples"] = {"x": first}
        case "callbacks":
            get["callbacks"] = {"x": first}
        case _:
            found["paths"]["/x"] = first
    return found


def targets() -> Iterator[Case]:
    """References to what is no schema."""
    written = {
        "a string": "#/info/title",
        "a list": "#/tags",
        "missing": "#/components/schemas/Missing",
        "outside": "../../../../etc/passwd",
        "absolute": "/etc/passwd",
        "device": "/dev/zero",
        "device beside": "../dev/zero",
        "file url": "file:///etc/passwd",
        "http": "http://127.0.0.1:9/x.json",
        "null byte": "a\0b.json",
        "very long": "#/" + "a/" * 50_000,
        "itself as file": "./targets-itself-as-file.json#/components/schemas/Item",
        "percent": "#/components/schemas/%ZZ%00",
        "tilde": "#/components/schemas/~2~~",
        "bracket": "http://[::1",
        "number": 12,
        "list": [],
    }
    for name, target in written.items():
        yield name, partial(document, {"properties": {"a": {"$ref": target}}})
