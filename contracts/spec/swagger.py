"""Convert a Swagger 2.0 document to OpenAPI 3.0, and record where each moved object was.

The conversion follows the two specifications (https://spec.openapis.org/oas/v2.0 and v3.0.3): body and form parameters
become a request body, ``produces`` and ``consumes`` become media types, ``definitions`` and similar sections move to
``components``, and the type keywords of a parameter become a schema. Invalid documents are converted as far as
possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from contracts.spec.object_model import SHAPES
from contracts.spec.pointers import reference_pointer, split_pointer, walk
from contracts.spec.swagger_operations import Operations

CONVERTED_VERSION = "3.0.3"
"""Version of the converted document."""

MOVED_KEYS = frozenset(
    {"swagger", "host", "basePath", "schemes", "consumes", "produces", "paths"}
    | {"definitions", "parameters", "responses", "securityDefinitions"}
)
FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
FRAGMENT_SAFE = "/!$&'()*+,;=:@?"


@dataclass(frozen=True)
class Converted:
    """A converted document.

    :param tree: the document as OpenAPI 3.0.
    :param origins: old pointers by new pointers of all moved objects; everything below them moved too.
    """

    tree: dict[str, Any]
    origins: Mapping[str, str] = field(repr=False)

    def origin(self, pointer: str) -> str:
        """The pointer in the old tree for a pointer of the new tree."""
        head, tail = pointer, ""
        while head:
            if head in self.origins:
                return self.origins[head] + tail
            head, slash, token = head.rpartition("/")
            tail = f"{slash}{token}{tail}"
        return pointer


def convert(tree: dict[str, Any]) -> Converted:
    """Convert a Swagger 2.0 document with internal references only to OpenAPI 3.0; ``tree`` is not modified."""
    return _Converter(tree).result()


class _Converter:
    """Converts one document."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.old = tree
        self.new: dict[str, Any] = {"openapi": CONVERTED_VERSION}
        self.origins: dict[str, str] = {"/openapi": "/swagger"}

    def result(self) -> Converted:
        self.new |= {key: value for key, value in self.old.items() if key not in MOVED_KEYS and key != "x-external"}
        self.servers()
        operations = Operations(self.old, self.schema, self.origins)
        self.new["paths"] = operations.paths()
        components: dict[str, Any] = {}
        self.named(components, "definitions", "schemas", self.schema)
        components |= operations.components()
        self.named(components, "securityDefinitions", "securitySchemes", self.security_scheme)
        if components:
            self.new["components"] = components
        if isinstance(self.old.get("x-external"), dict):
            self.new["x-external"] = {name: self.file(file) for name, file in self.old["x-external"].items()}
            for pointer in sorted(operations.outside, key=len):
                self.replace(pointer, *operations.outside[pointer])
        _rewrite(self.new, self.destinations())
        return Converted(self.new, self.origins)

    def destinations(self) -> dict[str, str]:
        """New pointers by old pointers; an object that became several maps to the first, e.g. the parameter."""
        found: dict[str, str] = {}
        for new, old in self.origins.items():
            if old not in found or (old.endswith("/schema") and not found[old].endswith("/schema")):
                found[old] = new
        return found

    def named(self, components: dict[str, Any], old: str, new: str, change: Any) -> None:
        section = self.old.get(old)
        if isinstance(section, dict):
            components[new] = {name: change(node) if isinstance(node, dict) else node for name, node in section.items()}
            self.origins[f"/components/{new}"] = f"/{old}"

    def servers(self) -> None:
        host, base = self.old.get("host"), self.old.get("basePath")
        path = base if isinstance(base, str) else ""
        if isinstance(host, str):
            schemes = self.old.get("schemes")
            names = [name for name in schemes if isinstance(name, str)] if isinstance(schemes, list) else []
            self.new["servers"] = [{"url": f"{name}://{host}{path}"} for name in names or ["https"]]
            self.origins["/servers"] = "/host"
            for index in range(len(names)):
                self.origins[f"/servers/{index}"] = f"/schemes/{index}"
                self.origins[f"/servers/{index}/url"] = "/host"
        elif path:
            self.new["servers"] = [{"url": path}]
            self.origins["/servers"] = "/basePath"

    def file(self, node: Any) -> Any:
        """Convert another file. Its references are unknown here, so each mapping is converted as a schema."""
        if isinstance(node, list):
            return [self.file(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {key: self.file(value) for key, value in _shallow_schema(node).items()}

    def replace(self, pointer: str, old: dict[str, Any], changed: dict[str, Any]) -> None:
        """Put a converted object into another file; unchanged values stay as :meth:`file` converted them."""
        owner, _, token = pointer.rpartition("/")
        try:
            holder, made = walk(self.new, owner), walk(self.new, pointer)
        except KeyError:
            return  # its parent was removed
        key = int(token) if isinstance(holder, list) else split_pointer(f"/{token}")[0]
        holder[key] = {
            name: made.get(name, value) if value is old.get(name) else value for name, value in changed.items()
        }

    def schema(self, node: dict[str, Any]) -> dict[str, Any]:
        """Convert a schema and its subschemas."""
        shape = SHAPES["schema"]
        schema = _shallow_schema(node)
        for key, value in schema.items():
            if key in shape.one and isinstance(value, dict):
                schema[key] = self.schema(value)
            elif key in shape.many and isinstance(value, list):
                schema[key] = [self.schema(item) if isinstance(item, dict) else item for item in value]
            elif key in shape.named and isinstance(value, dict):
                schema[key] = {
                    name: self.schema(item) if isinstance(item, dict) else item for name, item in value.items()
                }
        return schema

    def security_scheme(self, node: dict[str, Any]) -> dict[str, Any]:
        rest = {key: value for key, value in node.items() if key == "description" or key.startswith("x-")}
        match node.get("type"):
            case "basic":
                return {"type": "http", "scheme": "basic", **rest}
            case "oauth2":
                names = {"authorizationUrl", "tokenUrl", "scopes"}
                flow = {key: value for key, value in node.items() if key in names}
                return {"type": "oauth2", "flows": {FLOWS.get(str(node.get("flow")), "implicit"): flow}, **rest}
        return dict(node)


def _shallow_schema(node: dict[str, Any]) -> dict[str, Any]:
    """Convert a schema without its subschemas."""
    schema = dict(node)
    if isinstance(schema.get("discriminator"), str):
        schema["discriminator"] = {"propertyName": schema["discriminator"]}
    if schema.get("x-nullable") is True:
        schema.setdefault("nullable", True)
    if schema.get("type") == "file":
        schema["type"] = "string"
        schema["format"] = "binary"
    return schema


def _rewrite(tree: dict[str, Any], moved: Mapping[str, str]) -> None:
    """Update the references of the converted tree to the new pointers, in place."""
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        values = node.values() if isinstance(node, dict) else node
        stack.extend(value for value in values if isinstance(value, dict | list))
        reference = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(reference, str) and reference.startswith("#/"):
            target = _moved(reference_pointer(reference), moved)
            if _exists(tree, target):
                node["$ref"] = "#" + quote(target, safe=FRAGMENT_SAFE)


def _moved(pointer: str, moved: Mapping[str, str]) -> str:
    head, tail = pointer, ""
    while head:
        if head in moved:
            return moved[head] + tail
        head, slash, token = head.rpartition("/")
        tail = f"{slash}{token}{tail}"
    return pointer


def _exists(tree: dict[str, Any], pointer: str) -> bool:
    try:
        walk(tree, pointer)
    except KeyError:
        return False
    return True
