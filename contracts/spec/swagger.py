"""A Swagger 2.0 document in the form of OpenAPI 3.0, and where each moved thing stood.

What moves where follows from the two specifications (https://spec.openapis.org/oas/v2.0 and v3.0.3): bodies and form
fields become a request body, ``produces`` and ``consumes`` become media types, ``definitions`` and their like go under
``components``, and what a parameter says of its type becomes a schema. It bears documents that are broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from contracts.spec.pointers import reference_pointer, split_pointer, walk
from contracts.spec.shapes import SHAPES
from contracts.spec.swagger_operations import Operations

FORM = "3.0.3"
"""What the tree calls itself afterwards."""

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
    """A document in the form of 3.0.

    :param origins: pointer in the old tree, by pointer in the new one, of everything that moved; what stands below
        moved with it.
    """

    tree: dict[str, Any]
    origins: Mapping[str, str] = field(repr=False)

    def origin(self, pointer: str) -> str:
        """Where a pointer of the new tree was in the old one."""
        head, tail = pointer, ""
        while head:
            if head in self.origins:
                return self.origins[head] + tail
            head, slash, token = head.rpartition("/")
            tail = f"{slash}{token}{tail}"
        return pointer


def convert(tree: dict[str, Any]) -> Converted:
    """Turn a document of 2.0, whose references are all internal, into one of 3.0; the old one stays as it is."""
    return _Converter(tree).result()


class _Converter:
    """One document."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.old = tree
        self.new: dict[str, Any] = {"openapi": FORM}
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
        """New pointers by old ones; what stood for several things, like a parameter and its schema, is the former."""
        found: dict[str, str] = {}
        for new, old in self.origins.items():
            if old not in found or (old.endswith("/schema") and not found[old].endswith("/schema")):
                found[old] = new
        return found

    def named(self, components: dict[str, Any], old: str, new: str, change: Any) -> None:
        members = self.old.get(old)
        if isinstance(members, dict):
            components[new] = {name: change(node) if isinstance(node, dict) else node for name, node in members.items()}
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
        """Another file. Only who refers to it knows what in it is a schema, so each mapping is taken as one."""
        if isinstance(node, list):
            return [self.file(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {key: self.file(value) for key, value in _schema_itself(node).items()}

    def replace(self, pointer: str, old: dict[str, Any], changed: dict[str, Any]) -> None:
        """Put what has been changed into another file; the rest of it stays as :meth:`file` has made it."""
        owner, _, token = pointer.rpartition("/")
        try:
            holder, made = walk(self.new, owner), walk(self.new, pointer)
        except KeyError:
            return  # it stood in what has gone
        key = int(token) if isinstance(holder, list) else split_pointer(f"/{token}")[0]
        holder[key] = {
            name: made.get(name, value) if value is old.get(name) else value for name, value in changed.items()
        }

    def schema(self, node: dict[str, Any]) -> dict[str, Any]:
        """A schema and those in it."""
        shape = SHAPES["schema"]
        schema = _schema_itself(node)
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


def _schema_itself(node: dict[str, Any]) -> dict[str, Any]:
    """A schema without a look at those in it."""
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
    """Let references lead to where things stand now, in place: the copies that the conversion has made."""
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        values = node.values() if isinstance(node, dict) else node
        stack.extend(value for value in values if isinstance(value, dict | list))
        reference = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(reference, str) and reference.startswith("#/"):
            target = _moved(reference_pointer(reference), moved)
            if _stands(tree, target):
                node["$ref"] = "#" + quote(target, safe=FRAGMENT_SAFE)


def _moved(pointer: str, moved: Mapping[str, str]) -> str:
    head, tail = pointer, ""
    while head:
        if head in moved:
            return moved[head] + tail
        head, slash, token = head.rpartition("/")
        tail = f"{slash}{token}{tail}"
    return pointer


def _stands(tree: dict[str, Any], pointer: str) -> bool:
    try:
        walk(tree, pointer)
    except KeyError:
        return False
    return True
