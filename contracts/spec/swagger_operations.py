"""The operations of a Swagger 2.0 document in the form of OpenAPI 3.0: parameters, bodies and responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.shapes import METHODS

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
FORMS = (URLENCODED, MULTIPART)

OWN_KEYS = frozenset({"name", "in", "description", "required", "allowEmptyValue", "collectionFormat", "schema"})
"""What a parameter says of itself; the rest says something of its values."""

STYLES: dict[str, tuple[str, bool]] = {
    "csv": ("form", False),
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
}
"""``style`` and ``explode`` of a query parameter by its ``collectionFormat``; ``tsv`` has no equal in 3.0."""

_WRITING = ("style", "explode")
"""What ``collectionFormat`` became."""

Node = dict[str, Any]


class Entry(NamedTuple):
    """A parameter.

    :param origin: where it is used: in the list of parameters.
    :param target: where it stands itself: behind the reference if the list has one.
    """

    node: Node
    origin: str
    target: str


class Operations:
    """The operations of one document.

    :param schema: turns a schema of 2.0 into one of 3.0.
    :param origins: is told the old pointer of everything that moves.
    """

    def __init__(self, tree: Node, schema: Callable[[Node], Node], origins: dict[str, str]) -> None:
        self.tree = tree
        self.schema = schema
        self.origins = origins
        self.outside: dict[str, tuple[Node, Node]] = {}
        """Path items and responses of other files, as they were and as they are now, by pointer."""

    def paths(self) -> Node:
        """The paths."""
        paths = self.tree.get("paths")
        if not isinstance(paths, dict):
            return {}
        return {
            path: self.path_item(item, child_pointer("", "paths", path)) if isinstance(item, dict) else item
            for path, item in paths.items()
        }

    def components(self) -> Node:
        """The parameters and responses that operations refer to; bodies and form fields are where they are used."""
        found: Node = {}
        parameters = self.tree.get("parameters")
        if isinstance(parameters, dict):
            found["parameters"] = {}
            for name, node in parameters.items():
                if isinstance(node, dict) and node.get("in") not in ("body", "formData"):
                    place = child_pointer("/components/parameters", name)
                    self.origins[place] = child_pointer("/parameters", name)
                    found["parameters"][name] = self.parameter(node, place)
            self.origins["/components/parameters"] = "/parameters"
        responses = self.tree.get("responses")
        if isinstance(responses, dict):
            self.origins["/components/responses"] = "/responses"
            media_types = texts(self.tree.get("produces"))
            found["responses"] = {
                name: self.response(node, media_types, f"/components{there}", there)
                for name, node in responses.items()
                if isinstance(node, dict) and (there := child_pointer("", "responses", name))
            }
        return {key: members for key, members in found.items() if members}

    def path_item(self, old: Node, pointer: str) -> Node:
        """One path item."""
        self.elsewhere(old, self.path_item)
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

    def operation(self, old: Node, pointer: str, shared: list[Entry]) -> Node:
        """One operation.

        :param shared: the bodies and form fields of its path item.
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

    def entries(self, parameters: Any, pointer: str) -> Iterator[Entry]:
        """The parameters of a list, references followed."""
        for index, node in enumerate(parameters if isinstance(parameters, list) else ()):
            origin = child_pointer(pointer, index)
            target, found = self.follow(node, origin)
            if isinstance(found, dict):
                yield Entry(found if _is_foreign(node, found) else node, origin, target)

    def elsewhere(self, node: Node, change: Callable[[Node, str], Node]) -> None:
        """Change what a node refers to in another file; it stays in its place, as others may refer to it too."""
        pointer, found = self.follow(node, "")
        if pointer.startswith("/x-external/") and isinstance(found, dict) and pointer not in self.outside:
            self.outside[pointer] = found, found  # what leads back to itself ends here
            self.outside[pointer] = found, change(found, pointer)

    def follow(self, node: Any, pointer: str) -> tuple[str, Any]:
        """What a node refers to in the end, and where that stands."""
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

    def parameters(self, entries: list[Entry], pointer: str) -> list[Node]:
        """A list of parameters that are no bodies."""
        made = []
        for index, entry in enumerate(entries):
            place = child_pointer(pointer, "parameters", index)
            if "$ref" in entry.node:
                self.origins[place] = entry.origin
                made.append(dict(entry.node))
            else:
                self.origins[place] = entry.target
                made.append(self.parameter(entry.node, place))
        return made

    def parameter(self, old: Node, place: str) -> Node:
        """A parameter or header; ``place`` is where it stands now."""
        if "$ref" in old:
            return dict(old)
        new = {key: value for key, value in old.items() if key in OWN_KEYS or key.startswith("x-")}
        collection = new.pop("collectionFormat", None)
        new["schema"] = self.value_schema(old)
        if old.get("type") == "array" and old.get("in") in ("query", None):
            style, explode = STYLES.get(str(collection), STYLES["csv"])
            if old.get("in"):
                new |= {"style": style, "explode": explode}
        origin = self.origins.get(place)
        if origin is not None:
            self.origins[child_pointer(place, "schema")] = origin
            if collection is not None:
                moved = {child_pointer(place, key): child_pointer(origin, "collectionFormat") for key in _WRITING}
                self.origins |= moved
        return new

    def value_schema(self, old: Node) -> Node:
        """What a parameter, header or form field says of its values."""
        own = {key: value for key, value in old.items() if key not in OWN_KEYS and not key.startswith("x-")}
        if "x-nullable" in old:
            own["x-nullable"] = old["x-nullable"]
        own.pop("collectionFormat", None)
        return self.schema(own)

    def body(self, new: Node, bodies: list[Entry], operation: Node, pointer: str) -> None:
        """Put a request body into an operation."""
        consumes = texts(operation.get("consumes", self.tree.get("consumes")))
        place = child_pointer(pointer, "requestBody")
        first = bodies[0]
        self.origins[place] = first.target
        if first.node.get("in") == "body":
            rest = {key: value for key, value in first.node.items() if key == "description" or key.startswith("x-")}
            schema = first.node.get("schema")
            media: Node = {"schema": self.schema(schema)} if isinstance(schema, dict) else {}
            content = {name: dict(media) for name in consumes or [JSON]}
            for name in content:
                self.origins[child_pointer(place, "content", name)] = self.place_of(
                    name, pointer, first.target, "consumes"
                )
                self.origins[child_pointer(place, "content", name, "schema")] = child_pointer(first.target, "schema")
            required = first.node.get("required") is True
        else:
            rest = {}
            content = self.form(bodies, consumes, place)
            required = any(entry.node.get("required") is True for entry in bodies)
        new["requestBody"] = {**rest, "content": content, **({"required": True} if required else {})}

    def form(self, fields: list[Entry], consumes: list[str], place: str) -> Node:
        """The content of a body of form fields."""
        files = any(entry.node.get("type") == "file" for entry in fields)
        media_types = [name for name in consumes if name.partition(";")[0].strip() in FORMS]
        made: Node = {}
        for media_type in media_types or [MULTIPART if files else URLENCODED]:
            schema = child_pointer(place, "content", media_type, "schema")
            for entry in fields:
                self.origins[child_pointer(schema, "properties", str(entry.node.get("name")))] = entry.target
            properties = {
                str(entry.node.get("name")): self.value_schema(entry.node)
                | {key: entry.node[key] for key in ("description",) if key in entry.node}
                for entry in fields
            }
            needed = [entry for entry in fields if entry.node.get("required") is True]
            required = [str(entry.node.get("name")) for entry in needed]
            for index, entry in enumerate(needed):
                self.origins[child_pointer(schema, "required", index)] = child_pointer(entry.target, "required")
            made[media_type] = {
                "schema": {"type": "object", "properties": properties, **({"required": required} if required else {})}
            }
        return made

    def responses(self, operation: Node, pointer: str) -> Any:
        """The responses of an operation."""
        old = operation["responses"]
        if not isinstance(old, dict):
            return old
        produces = texts(operation.get("produces", self.tree.get("produces")))
        return {
            status: self.response(node, produces, child_pointer(pointer, status), child_pointer(pointer, status))
            if isinstance(node, dict) and not status.startswith("x-")
            else node
            for status, node in old.items()
        }

    def response(self, old: Node, produces: list[str], place: str, origin: str) -> Node:
        """One response.

        :param place: where it stands now.
        :param origin: where it stood.
        """
        if "$ref" in old:
            self.elsewhere(old, lambda node, there: self.response(node, produces, there, there))
            return dict(old)
        new = {key: value for key, value in old.items() if key not in ("schema", "examples", "headers")}
        schema, examples, headers = old.get("schema"), old.get("examples"), old.get("headers")
        examples = examples if isinstance(examples, dict) else {}
        if isinstance(schema, dict) or examples:
            self.origins[child_pointer(place, "content")] = child_pointer(origin, "schema" if schema else "examples")
            new["content"] = {
                name: self.media_type(schema, examples, child_pointer(place, "content", name), (origin, name))
                for name in dict.fromkeys([*(produces or [JSON]), *examples])
            }
            operation = origin.partition("/responses/")[0]
            self.origins |= {
                child_pointer(place, "content", name): self.place_of(name, operation, origin, "produces")
                for name in produces
            }
        if isinstance(headers, dict):
            new["headers"] = {}
            for name, header in headers.items():
                there = child_pointer(place, "headers", name)
                self.origins[there] = child_pointer(origin, "headers", name)
                new["headers"][name] = self.parameter(header, there) if isinstance(header, dict) else header
        return new

    def place_of(self, media_type: str, operation: str, holder: str, key: str) -> str:
        """Where a media type is written: in the operation, or for the whole document; ``holder`` where in neither.

        :param key: ``consumes`` or ``produces``.
        """
        for owner in (operation, ""):
            try:
                return child_pointer(owner, key, walk(self.tree, f"{owner}/{key}").index(media_type))
            except (KeyError, ValueError, AttributeError):
                continue
        return holder

    def media_type(self, schema: Any, examples: Node, place: str, origin: tuple[str, str]) -> Node:
        """One entry of a response's content."""
        response, name = origin
        media: Node = {}
        if isinstance(schema, dict):
            media["schema"] = self.schema(schema)
            self.origins[child_pointer(place, "schema")] = child_pointer(response, "schema")
        if name in examples:
            media["example"] = examples[name]
            self.origins[child_pointer(place, "example")] = child_pointer(response, "examples", name)
        return media


def _is_body(entry: Entry) -> bool:
    return entry.node.get("in") in ("body", "formData")


def _is_foreign(node: Node, found: Node) -> bool:
    """Whether a parameter must stand where it is used: what it refers to is no parameter of 3.0, or in another file."""
    return found.get("in") in ("body", "formData") or not str(node.get("$ref", "")).startswith("#/parameters/")


def texts(names: Any) -> list[str]:
    """The strings of a list; none where it is no list."""
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
