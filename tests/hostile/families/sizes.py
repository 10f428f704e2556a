"""Documents whose values, or whose own parts, are many, long or deep."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce
from typing import Any

from tests.hostile.documents import Case, document, operation, ref

HUGE = 10**8


def counts() -> Iterator[Case]:
    """Keywords that require more of something than any value can have."""
    schemas: dict[str, Any] = {
        "minProperties": {"type": "object", "minProperties": HUGE},
        "minProperties of additional": {"type": "object", "minProperties": HUGE, "additionalProperties": {}},
        "minProperties with names": {"type": "object", "minProperties": 10**6, "propertyNames": {"pattern": "^[a-c]$"}},
        "minProperties with patterns": {"minProperties": 10**7, "patternProperties": {"^x": {"type": "string"}}},
        "minItems": {"type": "array", "minItems": HUGE, "items": {"type": "string"}},
        "minItems of unique": {"type": "array", "minItems": 10**6, "uniqueItems": True, "items": {"type": "integer"}},
        "minItems of unique objects": {
            "type": "array",
            "minItems": 9000,
            "uniqueItems": True,
            "items": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
        },
        "minContains": {"type": "array", "contains": {"type": "string"}, "minContains": HUGE},
        "minContains in items": {"items": {"type": "object"}, "contains": {"required": ["a"]}, "minContains": 10**6},
        "minLength": {"type": "string", "minLength": HUGE},
        "minLength with pattern": {"type": "string", "minLength": 10**7, "pattern": "^a*$"},
        "minLength in object": {
            "type": "object",
            "required": ["a"],
            "properties": {"a": {"type": "string", "minLength": HUGE}},
        },
        "maxItems": {"type": "array", "maxItems": HUGE, "items": {"type": "string"}},
        "maxLength": {"type": "string", "maxLength": 10**18},
        "minimum": {"type": "integer", "minimum": 10**300, "maximum": 10**300 + 5},
        "multipleOf": {"type": "number", "multipleOf": 1e-300, "minimum": 1, "maximum": 2},
        "multipleOf of primes": {"allOf": [{"type": "integer", "multipleOf": prime} for prime in (9973, 9967, 9949)]},
        "many required": {"type": "object", "required": [f"p{number}" for number in range(100_000)]},
        "dependentRequired": {
            "type": "object",
            "dependentRequired": {f"p{number}": [f"p{number + 1}"] for number in range(5_000)},
        },
    }
    for name, schema in schemas.items():
        yield name, partial(document, schema)
        if name in ("minProperties", "minItems", "minContains", "minLength"):
            yield f"{name} in 3.0", partial(document, schema, "3.0.3")


def nested_arrays() -> Iterator[Case]:
    """Arrays of arrays, each with many items: the sizes multiply."""
    for size, levels in ((10, 8), (100, 4), (1000, 3), (9999, 2), (10_000, 10)):
        yield f"{size} to the {levels}", partial(_nested_arrays, size, levels)
    yield "through references", _referred_arrays
    yield "in properties", _arrays_in_properties
    yield "long strings", partial(document, _array(1000, {"type": "string", "minLength": 20_000}))
    yield "objects", partial(document, _array(10_000, _object({f"p{number}": {} for number in range(1000)})))
    yield "contains", partial(document, _array(10, {"contains": _array(5_000, {}), "minContains": 5_000}))


def _array(size: int, items: Any) -> dict[str, Any]:
    return {"type": "array", "minItems": size, "items": items}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _nested_arrays(size: int, levels: int) -> dict[str, Any]:
    return document(reduce(lambda items, _: _array(size, items), range(levels), {"type": "integer"}))


def _referred_arrays() -> dict[str, Any]:
    schemas: dict[str, Any] = {f"L{level}": _array(1000, ref(f"L{level + 1}")) for level in range(6)}
    return document(ref("L0"), schemas={**schemas, "L6": {"type": "string"}})


def _arrays_in_properties() -> dict[str, Any]:
    inner: Any = {"type": "string"}
    for _ in range(6):
        inner = _object({name: _array(20, inner) for name in ("a", "b")})
    return document(inner)


def enums() -> Iterator[Case]:
    """Long lists of values."""
    yield "16000 objects", partial(_enum, [{"name": f"n{number}", "value": number} for number in range(16_000)])
    yield "100000 strings", partial(_enum, [f"value {number}" for number in range(100_000)])
    yield "16000 arrays", partial(_enum, [[number, number + 1] for number in range(16_000)])
    yield "50000 numbers", partial(_enum, [number / 7 for number in range(50_000)])
    yield "equal objects", partial(_enum, [{"a": [1, 2, 3]}] * 16_000)
    yield "in two parts", _two_enums
    yield "of parameters", _enum_of_parameters
    yield "deep", partial(_enum, [reduce(lambda inner, _: [inner], range(90), number) for number in range(500)])


def _enum(values: list[Any]) -> dict[str, Any]:
    return document({"enum": values})


def _two_enums() -> dict[str, Any]:
    first = [{"id": number} for number in range(8_000)]
    return document({"allOf": [{"enum": first}, {"enum": first[::-1]}]})


def _enum_of_parameters() -> dict[str, Any]:
    found = document({"type": "string"})
    schema = {"enum": [f"v{number}" for number in range(20_000)]}
    found["paths"]["/items"]["get"]["parameters"] = [
        {"name": f"q{number}", "in": "query", "schema": schema} for number in range(10)
    ]
    return found


def many() -> Iterator[Case]:
    """Very many parts of one kind."""
    for number in (2_000, 20_000):
        yield f"{number} paths", partial(_paths, number)
        yield f"{number} parameters", partial(_parameters, number)
    yield "100000 tags", _tags
    yield "100000 schemas", partial(document, {}, schemas={f"S{number}": {} for number in range(100_000)})
    yield "20000 properties", partial(document, _object({f"p{number}": {"type": "string"} for number in range(20_000)}))
    yield (
        "20000 optional properties",
        partial(document, {"properties": {f"p{number}": {"type": "object"} for number in range(20_000)}}),
    )
    yield "10000 responses", _responses
    yield "10000 media types", _media_types
    yield "10000 headers", _headers
    yield "10000 servers", _servers
    yield "10000 security schemes", _security_schemes
    yield (
        "10000 pattern properties",
        partial(document, {"patternProperties": {f"^x{number}": {"type": "string"} for number in range(10_000)}}),
    )
    yield "5000 templated paths", _templated_paths
    yield (
        "20000 unresolved references",
        partial(document, {"properties": {f"p{number}": ref(f"Missing{number}") for number in range(20_000)}}),
    )
    yield (
        "20000 wrong types",
        partial(document, {"properties": {f"p{number}": {"type": f"t{number}"} for number in range(20_000)}}),
    )
    yield "20000 duplicate keys", lambda: "openapi: 3.1.0\n" + "x-a: 1\n" * 20_000
    yield "20000 examples", _examples


def _paths(number: int) -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"] |= {f"/p{index}/{{id}}": {"get": operation(f"get{index}", ref("Item"))} for index in range(number)}
    return found


def _parameters(number: int) -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"]["/items"]["get"]["parameters"] = [
        {"name": f"q{index}", "in": "query", "schema": {"type": "string"}} for index in range(number)
    ]
    return found


def _tags() -> dict[str, Any]:
    found = document({"type": "object"})
    found["tags"] = [{"name": f"t{index}"} for index in range(100_000)]
    found["paths"]["/items"]["get"]["tags"] = [f"t{index}" for index in range(100_000)]
    return found


def _responses() -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"]["/items"]["get"]["responses"] |= {
        str(status): {"description": "x"} for status in range(100, 10_100) if status != 200
    }
    return found


def _media_types() -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"]["/items"]["get"]["responses"]["200"]["content"] |= {
        f"application/x-{index}": {"schema": ref("Item")} for index in range(10_000)
    }
    return found


def _headers() -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"]["/items"]["get"]["responses"]["200"]["headers"] = {
        f"X-{index}": {"schema": {"type": "string"}} for index in range(10_000)
    }
    return found


def _servers() -> dict[str, Any]:
    found = document({"type": "object"})
    found["servers"] = [{"url": f"https://h{index}.example/v{index}"} for index in range(10_000)]
    return found


def _security_schemes() -> dict[str, Any]:
    schemes = {f"s{index}": {"type": "apiKey", "in": "header", "name": f"X-{index}"} for index in range(10_000)}
    found = document({"type": "object"}, securitySchemes=schemes)
    found["security"] = [{name: []} for name in schemes]
    return found


def _templated_paths() -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"] |= {
        "/" + "/".join(f"{{a{level}}}" for level in range(index % 30 + 1)) + f"/x{index}": {
            "get": operation(f"op{index}", ref("Item"))
        }
        for index in range(5_000)
    }
    return found


def _examples() -> dict[str, Any]:
    found = document({"type": "object", "required": ["a"]})
    media = found["paths"]["/items"]["get"]["responses"]["200"]["content"]["application/json"]
    media["examples"] = {f"e{index}": {"value": [{"b": index}]} for index in range(20_000)}
    return found


def nesting() -> Iterator[Case]:
    """Deep nesting."""
    for depth in (90, 400, 2_000, 100_000):
        yield f"json arrays {depth}", partial(_text_around, "[" * depth + "]" * depth)
        yield f"json objects {depth}", partial(_text_around, '{"a":' * depth + "1" + "}" * depth)
        yield f"yaml flow {depth}", partial(_yaml_flow, depth)
    for depth in (90, 200):
        yield f"properties {depth}", partial(_nested_schema, depth, lambda inner: _object({"a": inner}))
        yield f"items {depth}", partial(_nested_schema, depth, lambda inner: _array(1, inner))
        yield f"allOf {depth}", partial(_nested_schema, depth, lambda inner: {"allOf": [inner, inner]})
        yield f"not {depth}", partial(_nested_schema, depth, lambda inner: {"not": inner})
    yield "yaml blocks 2000", lambda: "".join(" " * level + "a:\n" for level in range(2_000))
    yield "yaml lists 5000", lambda: "- " * 5_000 + "a\n"


def _text_around(text: str) -> str:
    return '{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {}, "x-deep": ' + text + "}"


def _yaml_flow(depth: int) -> str:
    return "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\nx-deep: " + "[" * depth + "]" * depth + "\n"


def _nested_schema(depth: int, wrap: Any) -> dict[str, Any]:
    # ``allOf`` has the same object twice: written as JSON, it would double with each level.
    inner: Any = {"type": "string"}
    for level in range(depth):
        inner = wrap(inner) if level < 12 or "allOf" not in wrap({}) else {"allOf": [inner]}
    return document(inner)


def scalars() -> Iterator[Case]:
    """Giant strings and numbers."""
    yield "description of 20 MB", partial(document, {"type": "string", "description": "x " * 10_000_000})
    yield "example of 20 MB", partial(document, {"type": "string", "example": "x" * 20_000_000})
    yield "default of 5 MB", partial(document, {"type": "string", "pattern": "^(a|aa)+$", "default": "a" * 5_000_000})
    yield "file of 70 MB", lambda: "openapi: 3.1.0\nx-a: " + "x" * 70_000_000
    yield "integer of 100000 digits", partial(_text_around, "9" * 100_000)
    yield "integer of 4000 digits", lambda: _yaml_schema("{type: integer, minimum: " + "9" * 4_000 + "}")
    yield "integer with exponent", lambda: _yaml_schema("{type: integer, minimum: 1e400, maximum: 1.0e+308}")
    yield "multipleOf with exponent", lambda: _yaml_schema("{type: number, multipleOf: 1e-320, minimum: 1e308}")
    yield "minLength with exponent", lambda: _yaml_schema("{type: string, minLength: 1e30}")
    yield "maxItems with exponent", lambda: _yaml_schema("{type: array, items: {}, minItems: 1e15, maxItems: 1e300}")
    yield "infinity", lambda: _yaml_schema("{type: number, minimum: .inf, maximum: -.inf, default: .nan}")
    yield "hexadecimal", lambda: _yaml_schema("{type: integer, minimum: 0x" + "f" * 5_000 + "}")
    yield "key of 1 MB", partial(document, _object({"k" * 1_000_000: {"type": "string"}}))
    yield "path of 1 MB", _long_path
    yield "name of 1 MB", partial(document, {"type": "object"}, schemas={"N" * 1_000_000: {"type": "string"}})


def _yaml_schema(schema: str) -> str:
    return f"""\
openapi: 3.1.0
info: {{title: Items, version: '1'}}
paths:
  /items:
    get:
      operationId: listItems
      responses:
        '200':
          description: ok
          content: {{application/json: {{schema: {schema}}}}}
"""


def _long_path() -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"]["/" + "a/" * 500_000] = {"get": operation("long", ref("Item"))}
    return found
