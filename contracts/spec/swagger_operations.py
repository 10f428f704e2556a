"""Convert the operations of a Swagger 2.0 document to OpenAPI 3.0: parameters, bodies and responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer, reference_pointer, walk

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
FORMS = (URLENCODED, MULTIPART)

PARAMETER_KEYS = frozenset({"name", "in", "description", "required", "allowEmptyValue", "collectionFormat", "schema"})
"""Keys of a parameter that are not part of its schema."""

STYLES: dict[str, tuple[str, bool]] = {
    "csv": ("form", False),
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
    "tsv": ("tabDelimited", False),
}
"""``style`` and ``explode`` by ``collectionFormat``; ``tabDelimited`` is not a style of OpenAPI 3.0."""

_STYLE_KEYS = ("style", "explode")
"""Keys that replace ``collectionFormat``."""

Node = dict[str, Any]


class ParameterEntry(NamedTuple):
    """An entry of a list of parameters.

    :param origin: pointer of the entry.
    :param target: pointer of the parameter, which differs from ``origin`` for a reference.
    """

    node: Node
    origin: str
    target: str


class Operations:
    """Converts the operations of one document.

    :param schema: converts a schema.
    :param origins: collects the old pointers of moved objects by their new pointers.
    """

    def __init__(self, tree: Node, schema: Callable[[Node], Node], origins: dict[str, str]) -> None:
        self.tree = tree
        self.schema = schema
        self.origins = origins
        self.outside: dict[str, tuple[Node, Node]] = {}
        """Path items and responses of other files by pointer, before and after the conversion."""

    def paths(self) -> Node:
        """The converted paths."""
        paths = self.tree.get("paths")
        if not isinstance(paths, dict):
            return {}
        return {
            path: self.path_item(item, child_pointer("", "paths", path)) if isinstance(item, dict) else item
            for path, item in paths.items()
        }

    def components(self) -> Node:
        """The converted ``parameters`` and ``responses``; body and form parameters move to the operations."""
        found: Node = {}
        parameters = self.tree.get("parameters")
        if isinstance(parameters, dict):
            found["parameters"] = {}
            for name, node in parameters.items():
                if isinstance(node, dict) and node.get("in") not in ("body", "formData"):
                    pointer = child_pointer("/components/parameters", name)
                    self.origins[pointer] = child_pointer("/parameters", name)
                    found["parameters"][name] = self.parameter(node, pointer)
            self.origins["/components/parameters"] = "/parameters"
        responses = self.tree.get("responses")
        if isinstance(responses, dict):
            self.origins["/components/responses"] = "/responses"
            media_types = string_list(self.tree.get("produces"))
            found["responses"] = {
                name: self.response(node, media_types, f"/components{origin}", origin)
                for name, node in responses.items()
                if isinstance(node, dict) and (origin := child_pointer("", "responses", name))
            }
        return {key: section for key, section in found.items() if section}

    def path_item(self, old: Node, pointer: str) -> Node:
        """Convert a path item."""
        self.convert_target(old, self.path_item)
        new = {key: value for key, value in old.items() if key not in METHODS and key != "parameters"}
        shared = list(self.entries(old.get("parameters"), child_pointer(pointer, "parameters")))
        plain = [entry for entry in shared if not _is_body(entry)]
        if plain:
            new["parameters"] = self.parameters(plain, pointer)
        for method in METHODS:
            if isinstance(old.get(method), dict):
                bodies = [entry for entry in shared if _is_body(entry)]
                new[method] = self.operation(old[method], child_pointer(pointer, method), bodies)
            elif method in old:
                new[method] = old[method]
        return new

    def operation(self, old: Node, pointer: str, shared: list[ParameterEntry]) -> Node:
        """Convert an operation.

        :param shared: body and form parameters of its path item.
        """
        moved = ("parameters", "consumes", "produces", "schemes", "responses")
        new = {key: value for key, value in old.items() if key not in moved}
        own = list(self.entries(old.get("parameters"), child_pointer(pointer, "parameters")))
        plain = [entry for entry in own if not _is_body(entry)]
        if plain:
            new["parameters"] = self.parameters(plain, pointer)
        bodies = [entry for entry in own if _is_body(entry)] or shared
        if bodies:
            self.body(new, bodies, old, pointer)
        if "responses" in old:
            new["responses"] = self.responses(old, child_pointer(pointer, "responses"))
        return new

    def entries(self, parameters: Any, pointer: str) -> Iterator[ParameterEntry]:
        """The entries of a list of parameters, with references resolved."""
        for index, node in enumerate(parameters if isinstance(parameters, list) else ()):
            origin = child_pointer(pointer, index)
            target, found = self.follow(node, origin)
            if isinstance(found, dict):
                yield ParameterEntry(found if _is_foreign(node, found) else node, origin, target)

    def convert_target(self, node: Node, change: Callable[[Node, str], Node]) -> None:
        """Convert the target of a reference in another file, where other references may use it too."""
        pointer, found = self.follow(node, "")
        if pointer.startswith("/x-external/") and isinstance(found, dict) and pointer not in self.outside:
            self.outside[pointer] = found, found  # stops circular references
            self.outside[pointer] = found, change(found, pointer)

    def follow(self, node: Any, pointer: str) -> tuple[str, Any]:
        """Follow references; return pointer and value of the final target."""
        for _ in range(20):
            if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
                break
            target = reference_pointer(node["$ref"])
            try:
                node = walk(self.tree, target)
            except KeyError:
                break
            pointer = target
        return pointer, node

    def parameters(self, entries: list[ParameterEntry], pointer: str) -> list[Node]:
        """Convert a list of parameters without body and form parameters."""
        converted = []
        for index, entry in enumerate(entries):
            item = child_pointer(pointer, "parameters", index)
            if "$ref" in entry.node:
                self.origins[item] = entry.origin
                converted.append(dict(entry.node))
            else:
                self.origins[item] = entry.target
                converted.append(self.parameter(entry.node, item))
        return converted

    def parameter(self, old: Node, pointer: str) -> Node:
        """Convert a parameter or header.

        :param pointer: its new pointer.
        """
        if "$ref" in old:
            return dict(old)
        new = {key: value for key, value in old.items() if key in PARAMETER_KEYS or key.startswith("x-")}
        collection = new.pop("collectionFormat", None)
        new["schema"] = self.value_schema(old)
        if old.get("type") == "array" and old.get("in") in ("query", None):
            style, explode = STYLES.get(str(collection), STYLES["csv"])
            if old.get("in"):
                new |= {"style": style, "explode": explode}
        elif old.get("type") == "array" and collection in ("ssv", "pipes", "tsv"):
            new |= {"style": STYLES[collection][0], "explode": False}
        origin = self.origins.get(pointer)
        if origin is not None:
            self.origins[child_pointer(pointer, "schema")] = origin
            if collection is not None:
                moved = {child_pointer(pointer, key): child_pointer(origin, "collectionFormat") for key in _STYLE_KEYS}
                self.origins |= moved
        return new

    def value_schema(self, old: Node) -> Node:
        """The schema of a parameter, header or form field."""
        own = {key: value for key, value in old.items() if key not in PARAMETER_KEYS and not key.startswith("x-")}
        if "x-nullable" in old:
            own["x-nullable"] = old["x-nullable"]
        own.pop("collectionFormat", None)
        return self.schema(own)

    def body(self, new: Node, bodies: list[ParameterEntry], operation: Node, pointer: str) -> None:
        """Add the request body to a converted operation."""
        consumes = string_list(operation.get("consumes", self.tree.get("consumes")))
        body = child_pointer(pointer, "requestBody")
        first = bodies[0]
        self.origins[body] = first.target
        if first.node.get("in") == "body":
            rest = {key: value for key, value in first.node.items() if key == "description" or key.startswith("x-")}
            schema = first.node.get("schema")
            media: Node = {"schema": self.schema(schema)} if isinstance(schema, dict) else {}
            content = {name: dict(media) for name in consumes or [JSON]}
            for name in content:
                self.origins[child_pointer(body, "content", name)] = self.media_type_origin(
                    name, pointer, first.target, "consumes"
                )
                self.origins[child_pointer(body, "content", name, "schema")] = child_pointer(first.target, "schema")
            required = first.node.get("required") is True
        else:
            rest = {}
            content = self.form(bodies, consumes, body)
            required = any(entry.node.get("required") is True for entry in bodies)
        new["requestBody"] = {**rest, "content": content, **({"required": True} if required else {})}

    def form(self, fields: list[ParameterEntry], consumes: list[str], pointer: str) -> Node:
        """The content of a request body from form parameters."""
        files = any(entry.node.get("type") == "file" for entry in fields)
        media_types = [name for name in consumes if name.partition(";")[0].strip() in FORMS]
        content: Node = {}
        for media_type in media_types or [MULTIPART if files else URLENCODED]:
            schema = child_pointer(pointer, "content", media_type, "schema")
            for entry in fields:
                self.origins[child_pointer(schema, "properties", str(entry.node.get("name")))] = entry.target
            properties = {
                str(entry.node.get("name")): self.value_schema(entry.node)
                | {key: entry.node[key] for key in ("description",) if key in entry.node}
                | _not_empty(entry.node)
                for entry in fields
            }
            required_fields = [entry for entry in fields if entry.node.get("required") is True]
            required = [str(entry.node.get("name")) for entry in required_fields]
            for index, entry in enumerate(required_fields):
                self.origins[child_pointer(schema, "required", index)] = child_pointer(entry.target, "required")
            encoding = {str(entry.node.get("name")): found for entry in fields if (found := _encoding(entry.node))}
            content[media_type] = {
                "schema": {"type": "object", "properties": properties, **({"required": required} if required else {})},
                **({"encoding": encoding} if encoding else {}),
            }
        return content

    def responses(self, operation: Node, pointer: str) -> Any:
        """Convert the responses of an operation."""
        old = operation["responses"]
        if not isinstance(old, dict):
            return old
        produces = string_list(operation.get("produces", self.tree.get("produces")))
        return {
            status: self.response(node, produces, child_pointer(pointer, status), child_pointer(pointer, status))
            if isinstance(node, dict) and not status.startswith("x-")
            else node
            for status, node in old.items()
        }

    def response(self, old: Node, produces: list[str], pointer: str, origin: str) -> Node:
        """Convert a response.

        :param pointer: its new pointer.
        :param origin: its old pointer.
        """
        if "$ref" in old:
            self.convert_target(old, lambda node, target: self.response(node, produces, target, target))
            return dict(old)
        new = {key: value for key, value in old.items() if key not in ("schema", "examples", "headers")}
        schema, examples, headers = old.get("schema"), old.get("examples"), old.get("headers")
        examples = examples if isinstance(examples, dict) else {}
        if isinstance(schema, dict) or examples:
            self.origins[child_pointer(pointer, "content")] = child_pointer(origin, "schema" if schema else "examples")
            new["content"] = {
                name: self.media_type(schema, examples, child_pointer(pointer, "content", name), (origin, name))
                for name in _response_types(produces, examples)
            }
            operation = origin.partition("/responses/")[0]
            self.origins |= {
                child_pointer(pointer, "content", name): self.media_type_origin(name, operation, origin, "produces")
                for name in produces
            }
        if isinstance(headers, dict):
            new["headers"] = {}
            for name, header in headers.items():
                target = child_pointer(pointer, "headers", name)
                self.origins[target] = child_pointer(origin, "headers", name)
                new["headers"][name] = self.parameter(header, target) if isinstance(header, dict) else header
        return new

    def media_type_origin(self, media_type: str, operation: str, fallback: str, key: str) -> str:
        """Old pointer of a media type in the list of the operation or the document; otherwise ``fallback``.

        :param key: ``consumes`` or ``produces``.
        """
        for owner in (operation, ""):
            try:
                return child_pointer(owner, key, walk(self.tree, f"{owner}/{key}").index(media_type))
            except (KeyError, ValueError, AttributeError):
                continue
        return fallback

    def media_type(self, schema: Any, examples: Node, pointer: str, origin: tuple[str, str]) -> Node:
        """One media type of a response."""
        response, name = origin
        media: Node = {}
        if isinstance(schema, dict):
            media["schema"] = self.schema(schema)
            self.origins[child_pointer(pointer, "schema")] = child_pointer(response, "schema")
        key = next((one for one in (name, *_ranges(name)) if one in examples), None)
        if key is not None:
            media["example"] = examples[key]
            self.origins[child_pointer(pointer, "example")] = child_pointer(response, "examples", key)
        return media


def _encoding(field: Node) -> Node:
    """Return the encoding object of a form parameter."""
    encoding: Node = {}
    items = field.get("items")
    if field.get("type") == "array" and not (isinstance(items, dict) and items.get("type") == "file"):
        style, explode = STYLES.get(str(field.get("collectionFormat")), STYLES["csv"])
        encoding |= {"style": style, "explode": explode}
    if field.get("allowEmptyValue") is True:
        encoding["allowEmptyValue"] = True  # not a key of OpenAPI 3.0, where only query parameters have it
    return encoding


def _not_empty(field: Node) -> Node:
    """Return the length of a form parameter for which the document says that it must not be empty."""
    is_text = field.get("type") == "string" and "minLength" not in field
    return {"minLength": 1} if is_text and field.get("allowEmptyValue") is False else {}


def _is_body(entry: ParameterEntry) -> bool:
    return entry.node.get("in") in ("body", "formData")


def _is_foreign(node: Node, found: Node) -> bool:
    """Whether a parameter must be copied to the operation: a body or form parameter, or in another file."""
    return found.get("in") in ("body", "formData") or not str(node.get("$ref", "")).startswith("#/parameters/")


def string_list(names: Any) -> list[str]:
    """The strings of a list; empty for other values."""
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _response_types(produces: list[str], examples: Node) -> list[str]:
    """Return the media types of a response: those of ``produces`` and of its examples.

    A range as the key of an example, such as ``*/*``, stands for the listed types that it includes.
    """
    listed = produces or [name for name in examples if "/" in name] or [JSON]
    included = {one for name in produces for one in _ranges(name)}
    return list(dict.fromkeys([*listed, *(name for name in examples if name not in included)]))


def _ranges(media_type: str) -> tuple[str, str]:
    return f"{media_type.partition('/')[0]}/*", "*/*"
