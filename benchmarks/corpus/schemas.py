"""JSON Schema 2020-12 from the schemas of a document as it was written, without the code of the mock.

What a response may contain is what the author of the document means:

* OpenAPI 3.0, and ``x-nullable`` of 2.0: a nullable schema allows ``null`` whatever its other keywords say.
* Properties that are ``writeOnly`` are not required.
* ``additionalProperties: false`` in a schema with ``allOf``, or in a branch of it, closes the whole: the properties of
  all branches are allowed (2.0, 3.0). Literally, hardly any object would be valid.
* With a discriminator, its value chooses the branch of ``oneOf`` or ``anyOf``.
* Keywords with values of the wrong type, and unknown types, are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

Node = Mapping[str, Any]

_TYPES = frozenset({"null", "boolean", "object", "array", "number", "integer", "string"})
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_COUNTS_OF_31 = ("minContains", "maxContains")
_NUMBERS = ("minimum", "maximum", "multipleOf")
_NUMBERS_OF_31 = ("exclusiveMinimum", "exclusiveMaximum")
_SCHEMAS_OF_31 = ("contains", "propertyNames", "if", "then", "else", "unevaluatedItems", "unevaluatedProperties")
_MAPS_OF_31 = ("patternProperties", "dependentSchemas")
_NULL = {"type": "null"}
_DEEPEST = 20
"""Maximum depth of ``allOf`` and references in the search for a property."""


def resolve(tree: Any, reference: str) -> Any:
    """Return what a reference with a JSON pointer points to.

    :raises LookupError: if it is not in the document, or not such a reference.
    """
    if reference != "#" and not reference.startswith("#/"):
        raise LookupError(reference)
    node = tree
    for token in reference[1:].split("/")[1:]:
        key = unquote(token).replace("~1", "/").replace("~0", "~")
        node = node[int(key)] if isinstance(node, list) else node[key]
    return node


class SchemaConverter:
    """Converts schemas of one document.

    :ivar ignored: keywords and references that could not be converted, each once.
    """

    def __init__(self, tree: Node) -> None:
        self._tree = tree
        version = str(tree.get("openapi") or tree.get("swagger") or "")
        self._is_31 = version.startswith(("3.1", "3.2"))
        self._names: dict[tuple[str, bool], str] = {}
        self._definitions: dict[str, Any] = {}
        self.ignored: set[str] = set()

    def convert(self, node: Any) -> dict[str, Any]:
        """Return the JSON Schema of a schema in the document."""
        return {"allOf": [self._schema(node)], "$defs": self._definitions}

    def _schema(self, node: Any, *, is_open: bool = False) -> Any:
        """Convert a schema.

        :param is_open: ignore ``additionalProperties: false``: the schema is a branch of one that is closed as a whole.
        """
        if isinstance(node, bool):
            return node
        if not isinstance(node, Mapping):
            return True
        if isinstance(node.get("$ref"), str):
            schema: dict[str, Any] = {"$ref": self._reference(node["$ref"], is_open=is_open)}
            if self._is_31 and len(node) > 1:
                schema = {"allOf": [schema, self._keywords(node)]}
        else:
            schema = self._keywords(node, is_open=is_open)
        is_nullable = not self._is_31 and (node.get("nullable") is True or node.get("x-nullable") is True)
        return {"anyOf": [_NULL, schema]} if is_nullable else schema

    def _reference(self, reference: str, *, is_open: bool = False) -> str:
        key = (reference, is_open)
        if key not in self._names:
            name = self._names[key] = f"s{len(self._names)}"
            try:
                self._definitions[name] = self._schema(resolve(self._tree, reference), is_open=is_open)
            except (LookupError, TypeError, ValueError):
                self.ignored.add(f"$ref {reference}")
                self._definitions[name] = True
        return f"#/$defs/{self._names[key]}"

    def _keywords(self, node: Node, *, is_open: bool = False) -> dict[str, Any]:
        schema: dict[str, Any] = {}
        is_closed = not self._is_31 and isinstance(node.get("allOf"), list) and self._closes(node)
        self._add_assertions(node, schema)
        self._add_properties(node, schema)
        self._add_items(node, schema)
        self._add_combinations(node, schema, is_open=is_open or is_closed)
        if self._is_31:
            self._add_31(node, schema)
        if (is_open or is_closed) and schema.get("additionalProperties") in (True, False, {}):
            del schema["additionalProperties"]  # ``true`` would allow what the whole does not
        if is_closed and not is_open:
            schema["unevaluatedProperties"] = False
        return schema

    def _closes(self, node: Any, depth: int = 0) -> bool:
        """Whether a schema or a branch of its ``allOf`` has ``additionalProperties: false``."""
        if not isinstance(node, Mapping) or depth > _DEEPEST:
            return False
        if isinstance(node.get("$ref"), str):
            try:
                return self._closes(resolve(self._tree, node["$ref"]), depth + 1)
            except (LookupError, TypeError, ValueError):
                return False
        branches = _list(node.get("allOf"))
        return node.get("additionalProperties") is False or any(self._closes(one, depth + 1) for one in branches)

    def _add_assertions(self, node: Node, schema: dict[str, Any]) -> None:
        types = [name for name in _list(node.get("type")) if isinstance(name, str) and name in _TYPES]
        if types and len(types) == len(_list(node.get("type"))):
            schema["type"] = types
        for name in (*_COUNTS, *(_COUNTS_OF_31 if self._is_31 else ())):
            if _is_number(node.get(name)) and node[name] >= 0:
                schema[name] = int(node[name])
        for name in (*_NUMBERS, *(_NUMBERS_OF_31 if self._is_31 else ())):
            if _is_number(node.get(name)):
                schema[name] = node[name]
        if schema.get("multipleOf", 1) <= 0:
            del schema["multipleOf"]
        if not self._is_31:
            _exclusive(node, schema)
        if node.get("uniqueItems") is True:
            schema["uniqueItems"] = True
        if isinstance(node.get("format"), str):
            schema["format"] = node["format"]
        if isinstance(node.get("pattern"), str):
            self._add_pattern(node["pattern"], schema)
        if isinstance(node.get("enum"), list) and node["enum"]:
            _add_enum(node["enum"], schema)
        if self._is_31 and "const" in node:
            schema["const"] = node["const"]

    def _add_pattern(self, pattern: str, schema: dict[str, Any]) -> None:
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            self.ignored.add(f"pattern {pattern}")
        else:
            # ``\d`` and ``\w`` are ASCII in ECMA 262, and ``$`` does not match before a line break at the end.
            schema["pattern"] = pattern

    def _add_properties(self, node: Node, schema: dict[str, Any]) -> None:
        if isinstance(node.get("properties"), Mapping):
            schema["properties"] = {str(name): self._schema(one) for name, one in node["properties"].items()}
        required = node.get("required")
        if isinstance(required, list):
            write_only = {name for name, one in self._properties(node) if self._is_write_only(one)}
            schema["required"] = [name for name in required if isinstance(name, str) and name not in write_only]
        if isinstance(node.get("additionalProperties"), bool | Mapping):
            schema["additionalProperties"] = self._schema(node["additionalProperties"])

    def _add_items(self, node: Node, schema: dict[str, Any]) -> None:
        if isinstance(node.get("items"), bool | Mapping):
            schema["items"] = self._schema(node["items"])

    def _add_combinations(self, node: Node, schema: dict[str, Any], *, is_open: bool) -> None:
        if isinstance(node.get("allOf"), list):
            schema["allOf"] = [self._schema(one, is_open=is_open) for one in node["allOf"]]
        if isinstance(node.get("not"), bool | Mapping):
            schema["not"] = self._schema(node["not"])
        for name in ("oneOf", "anyOf"):
            branches = node.get(name)
            if isinstance(branches, list) and branches:
                discriminator = node.get("discriminator")
                if isinstance(discriminator, Mapping) and isinstance(discriminator.get("propertyName"), str):
                    schema.setdefault("allOf", []).append(self._discriminated(branches, discriminator))
                else:
                    schema[name] = [self._schema(one) for one in branches]

    def _discriminated(self, branches: list[Any], discriminator: Node) -> dict[str, Any]:
        """Return a schema in which the value of the discriminator chooses the branch; an unknown value chooses none."""
        converted = [self._schema(one) for one in branches]
        chosen = []
        for value, reference in _mapping(branches, discriminator):
            name = discriminator["propertyName"]
            condition = {"properties": {name: {"const": value}}, "required": [name]}
            chosen.append({"if": condition, "then": {"$ref": self._reference(reference)}})
        return {"anyOf": converted, "allOf": chosen} if chosen else {"anyOf": converted}

    def _add_31(self, node: Node, schema: dict[str, Any]) -> None:
        for name in _SCHEMAS_OF_31:
            if isinstance(node.get(name), bool | Mapping):
                schema[name] = self._schema(node[name])
        for name in _MAPS_OF_31:
            if isinstance(node.get(name), Mapping):
                schema[name] = {key: self._schema(one) for key, one in node[name].items()}
        if isinstance(node.get("prefixItems"), list):
            schema["prefixItems"] = [self._schema(one) for one in node["prefixItems"]]
        if isinstance(node.get("dependentRequired"), Mapping):
            schema["dependentRequired"] = dict(node["dependentRequired"])
        self.ignored |= {name for name in ("$dynamicRef", "$recursiveRef") if name in node}

    def _properties(self, node: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
        """Yield the properties of an object, also those in ``allOf`` and behind references."""
        if not isinstance(node, Mapping) or depth > _DEEPEST:
            return
        if isinstance(node.get("$ref"), str):
            try:
                yield from self._properties(resolve(self._tree, node["$ref"]), depth + 1)
            except (LookupError, TypeError, ValueError):
                return
        if isinstance(node.get("properties"), Mapping):
            yield from node["properties"].items()
        for branch in _list(node.get("allOf")):
            yield from self._properties(branch, depth + 1)

    def _is_write_only(self, node: Any) -> bool:
        for _ in range(_DEEPEST):
            if not isinstance(node, Mapping):
                return False
            if node.get("writeOnly") is True:
                return True
            if not isinstance(node.get("$ref"), str):
                return any(
                    isinstance(one, Mapping) and one.get("writeOnly") is True for one in _list(node.get("allOf"))
                )
            try:
                node = resolve(self._tree, node["$ref"])
            except (LookupError, TypeError, ValueError):
                return False
        return False


def _exclusive(node: Node, schema: dict[str, Any]) -> None:
    """Convert the boolean ``exclusiveMinimum`` and ``exclusiveMaximum`` of OpenAPI 2.0 and 3.0."""
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if node.get(exclusive) is True and limit in schema:
            schema[exclusive] = schema.pop(limit)


def _add_enum(values: list[Any], schema: dict[str, Any]) -> None:
    """Add ``enum``; if no value is of the documented type, either keyword is enough."""
    types = schema.get("type")
    if types and not any(_has_type(value, name) for value in values for name in types):
        del schema["type"]
        schema["anyOf"] = [{"enum": values}, {"type": types}]
    else:
        schema["enum"] = values


def _mapping(branches: list[Any], discriminator: Node) -> Iterator[tuple[str, str]]:
    """Yield the values of a discriminator with the references of their branches (OpenAPI 3.0, section 4.7.25)."""
    references = [one["$ref"] for one in branches if isinstance(one, Mapping) and isinstance(one.get("$ref"), str)]
    mapping = discriminator.get("mapping")
    given = {str(value): str(target) for value, target in mapping.items()} if isinstance(mapping, Mapping) else {}
    mapped = set()
    for value, target in given.items():
        reference = next((one for one in references if target in {one, one.rpartition("/")[2]}), None)
        if reference is not None:
            mapped.add(reference)
            yield value, reference
    for reference in references:
        name = reference.rpartition("/")[2]
        if reference not in mapped and name not in given:
            yield name, reference


def _has_type(value: Any, name: str) -> bool:
    match name:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, Mapping)
        case "array":
            return isinstance(value, list)
        case "string":
            return isinstance(value, str)
        case "integer":
            return _is_number(value) and value == int(value)
    return _is_number(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
