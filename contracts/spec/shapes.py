"""The structure of schemas: arrays and objects through references and compositions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from contracts.spec.keys import Keys
from contracts.spec.schemas import Schema, SchemaNode

_ANNOTATIONS = frozenset({
    "title", "description", "nullable", "example", "examples", "default", "deprecated", "readOnly", "writeOnly",
    "externalDocs", "xml", "discriminator", "type", "$comment",
})  # fmt: skip
_COMPOSITIONS = ("allOf", "oneOf", "anyOf")
_COMPOSED = frozenset({"$ref", *_COMPOSITIONS})
_STRUCTURE = _COMPOSED | {"items", "properties"}
MAX_PARTS = 64
"""Maximum number of subschemas to search in one schema."""


Args = ParamSpec("Args")
Value = TypeVar("Value")


def kept(function: Callable[Concatenate[Schema, Args], Value]) -> Callable[Concatenate[Schema, Args], Value]:
    """Keep the results of a function of a schema as long as the schema: inference asks the same again and again."""

    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def known(schema: Schema, *args: Args.args, **kwargs: Args.kwargs) -> Value:
        attributes = schema.__dict__
        found: dict[Any, Value] | None = attributes.get(name)
        if found is None:
            found = attributes[name] = {}
        key: Any = (args, *kwargs.items()) if kwargs else args
        if key not in found:
            found[key] = function(schema, *args, **kwargs)
        return found[key]

    return cast("Callable[Concatenate[Schema, Args], Value]", known)


@kept
def core(schema: Schema) -> Schema:
    """Return the schema without wrappers: references, ``allOf`` with one schema, ``anyOf`` with a schema and null."""
    for _ in range(MAX_PARTS):
        schema = schema.resolve()
        inner = _wrapped(schema)
        if inner is None:
            return schema
        schema = inner
    return schema


def _wrapped(schema: Schema) -> Schema | None:
    node = schema.node
    if not isinstance(node, dict):
        return None
    keys = node.keys() - _ANNOTATIONS
    keys = {key for key in keys if not key.startswith("x-")}
    if keys == {"$ref"}:
        return schema.space.target(schema)
    if len(keys) != 1:
        return None
    (keyword,) = keys
    if keyword not in _COMPOSITIONS:
        return None
    parts = [schema.child(keyword, index) for index in range(len(node[keyword]))]
    real = [part for part in parts if types_of(part, through=False) != {"null"}]
    if keyword == "allOf":
        real = [part for part in real if not _only_annotates(part)]
    return real[0] if len(real) == 1 else None


def _only_annotates(schema: Schema) -> bool:
    """Whether a schema has annotations only, as in ``allOf: [{$ref: …}, {description: …}]``."""
    node = schema.node
    return isinstance(node, dict) and bool(node) and not node.keys() - (_ANNOTATIONS - {"type"})


def parts(schema: Schema, through: Sequence[str] = _COMPOSITIONS) -> Iterator[Schema]:
    """Yield a schema and the schemas that it is composed of, through references.

    :param through: the keywords of compositions; with ``allOf`` only, all of the schemas apply to a value.
    """
    if isinstance(schema.node, dict) and schema.node.keys().isdisjoint(_COMPOSED):  # most schemas
        yield schema
        return
    seen: set[str] = set()
    pending = [schema]
    while pending and len(seen) < MAX_PARTS:
        one = pending.pop(0)
        if one.pointer in seen or not isinstance(one.node, dict):
            continue
        seen.add(one.pointer)
        yield one
        if "$ref" in one.node:
            pending.append(one.space.target(one))
        pending += [one.child(keyword, index) for keyword in through for index in range(len(one.node.get(keyword, ())))]


@kept
def types_of(schema: Schema, *, through: bool = True) -> frozenset[str]:
    """Return the types that a schema names, ``null`` excluded if it also names others; empty if it names none."""
    found: set[str] = set()
    for part in parts(schema) if through else (schema,):
        named = part.node.get("type", ()) if isinstance(part.node, dict) else ()
        found.update([named] if isinstance(named, str) else named)
        if not named and isinstance(part.node, dict) and "properties" in part.node:
            found.add("object")
    return frozenset(found - {"null"} or found)


@kept
def array_items(schema: Schema) -> Schema | None:
    """Return the schema of the items of an array, one with properties if possible; ``None`` if it is not an array."""
    found = [part.child("items") for part in parts(schema) if _has_elements(part.node)]
    return next((items for items in found if items.possible_properties), found[0] if found else None)


def _has_elements(node: SchemaNode) -> bool:
    """Whether a schema describes elements; those of ``type: object`` have no meaning."""
    return isinstance(node, dict) and isinstance(node.get("items"), dict) and node.get("type") != "object"


def items_at(body: Schema, keys: Keys) -> Schema | None:
    """Return the schema of the items of the array at these keys; ``None`` if no array is documented there.

    If several schemas of an ``allOf`` describe the array, the one whose items have properties counts.
    """
    arrays = [body]
    for key in keys:
        arrays = [below for schema in arrays for name, below in definitions(schema) if name == key][:MAX_PARTS]
    found = [items for schema in arrays if (items := array_items(schema)) is not None]
    return next((items for items in found if items.possible_properties), found[0] if found else None)


def definitions(schema: Schema, *, structured: bool = False) -> Iterator[tuple[str, Schema]]:
    """Yield the properties of a schema and of its parts; a name may occur several times.

    :param structured: without properties that are neither arrays nor objects with properties.
    """
    for part in parts(schema):
        properties = part.node.get("properties") if isinstance(part.node, dict) else None
        for name, node in properties.items() if isinstance(properties, dict) else ():
            if not structured or (isinstance(node, dict) and not _STRUCTURE.isdisjoint(node)):
                yield name, part.child("properties", name)


def is_same(one: Schema, other: Schema) -> bool:
    """Whether two schemas are the same, apart from wrappers."""
    one, other = core(one), core(other)
    return one.pointer == other.pointer or one.node == other.node


def has_enum(schema: Schema) -> bool:
    """Whether a schema lists its values."""
    node = core(schema).node
    return isinstance(node, dict) and "enum" in node


def similarity(one: Schema, other: Schema) -> float:
    """Return the share of common property names in the smaller of two schemas, between 0 and 1."""
    if is_same(one, other):
        return 1.0
    first, second = one.possible_properties, other.possible_properties
    smaller = min(len(first), len(second))
    return len(first.keys() & second.keys()) / smaller if smaller else 0.0


def required_names(schema: Schema) -> frozenset[str]:
    """Return the names in ``required`` of a schema and of its parts."""
    nodes = (part.node for part in parts(schema))
    return frozenset(name for node in nodes if isinstance(node, dict) for name in node.get("required") or ())
