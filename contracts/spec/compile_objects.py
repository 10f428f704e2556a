"""Compile the objects of operations: parameters, bodies, responses, headers, examples."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.document import Document
from contracts.spec.extensions import is_strict_only, read_canonical
from contracts.spec.model import Example, Header, MediaType, Parameter, RequestBody, ResponseSpec
from contracts.spec.pointers import below, child_pointer, reference_pointer, walk
from contracts.spec.resources.example_schemas import example_schema
from contracts.spec.schemas import DERIVED_SCHEMAS, Schema, SchemaSpace
from contracts.spec.written_examples import NOT_READ, example_value, spelled_value

IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""Header parameters that must be ignored (OpenAPI 3.1, section 4.8.12.2)."""

QUERY_STRING = "querystring"
"""Location of a parameter that is the whole query string (OpenAPI 3.2)."""

FORM = "application/x-www-form-urlencoded"

DEFAULT_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form", QUERY_STRING: "form"}


class ObjectCompiler:
    """Compiles objects of one tree.

    :param schemas: those of the tree.
    :param derived: receives the schemas that are derived from examples or ``itemSchema``, by their pointers.
    """

    def __init__(self, document: Document, tree: dict[str, Any], schemas: SchemaSpace, derived: dict[str, Any]) -> None:
        self.document = document
        self.tree = tree
        self.schemas = schemas
        self.derived = derived
        self.followed: dict[str, tuple[str, Any]] = {}
        self._parameters: dict[str, Parameter] = {}
        self._responses: dict[tuple[str, str], ResponseSpec] = {}
        self._bodies: dict[str, RequestBody] = {}

    def error(self, rule: str, pointer: str, message: str, hint: str) -> Finding:
        """Return a finding about the object at a JSON pointer."""
        return Finding(rule, Severity.ERROR, self.document.locate(pointer), message, hint)

    def parameters_of(self, owners: Iterable[str]) -> tuple[Parameter, ...]:
        """Compile the parameters of several objects; the last one with a name and location counts."""
        found: dict[tuple[str, str], Parameter] = {}
        for owner in owners:
            node = walk(self.tree, owner)
            for index in range(len(node.get("parameters", ()))):
                parameter = self.parameter(*self.child(owner, node, "parameters", index))
                name = parameter.name.lower() if parameter.location == "header" else parameter.name
                found[parameter.location, name] = parameter
        return tuple(
            parameter
            for (location, name), parameter in found.items()
            if not (location == "header" and name in IGNORED_HEADERS)
        )

    def parameter(self, pointer: str, node: Mapping[str, Any]) -> Parameter:
        """Compile a parameter; operations share those of components.

        :raises DocumentError: if it is not supported.
        """
        if pointer not in self._parameters:
            self._parameters[pointer] = self._new_parameter(pointer, node)
        return self._parameters[pointer]

    def _new_parameter(self, pointer: str, node: Mapping[str, Any]) -> Parameter:
        media = self.content(pointer, node)
        schema = media[0].schema if media else self.schema(pointer, node)
        location, media_type = node["in"], media[0].name if media else ""
        if location == QUERY_STRING:
            kind = media_type.partition(";")[0].strip().lower()
            if kind == FORM:  # the whole query is this object (OpenAPI 3.2, "Parameter Locations")
                location, media_type = "query", ""
            elif "json" not in kind:
                message = f"parameters with 'in: querystring' are not supported as {kind or 'unknown media type'}"
                hint = f"use {FORM} or application/json, or describe each parameter with 'in: query'"
                raise DocumentError([self.error("parameter", pointer, message, hint)])
        style = node.get("style", DEFAULT_STYLES[location])
        return Parameter(
            name=node["name"],
            location=location,
            required=node.get("required", False),
            schema=schema,
            style=style,
            explode=node.get("explode", style == "form"),
            allow_reserved=node.get("allowReserved", False),
            allow_empty_value=node.get("allowEmptyValue", False),
            media_type=media_type,
            strict_only=is_strict_only(node),
            canonical=read_canonical(node),
            description=node.get("description", ""),
            examples=self.examples(pointer, node, schema),
        )

    def request_body(self, pointer: str, node: Mapping[str, Any]) -> RequestBody | None:
        """Compile the request body of an operation; ``None`` if it has none."""
        if "requestBody" not in node:
            return None
        pointer, body = self.child(pointer, node, "requestBody")
        if pointer not in self._bodies:
            self._bodies[pointer] = RequestBody(body.get("required", False), self.content(pointer, body))
        return self._bodies[pointer]

    def responses(self, pointer: str, node: Mapping[str, Any]) -> tuple[ResponseSpec, ...]:
        """Compile the responses of an operation."""
        return tuple(
            self.response(status, *self.child(pointer, node, "responses", status))
            for status in node.get("responses", {})
            if not status.startswith("x-")
        )

    def response(self, status: str, pointer: str, node: Mapping[str, Any]) -> ResponseSpec:
        """Compile a response; operations share those of components."""
        key = (status, pointer)
        if key not in self._responses:
            self._responses[key] = self._new_response(status, pointer, node)
        return self._responses[key]

    def _new_response(self, status: str, pointer: str, node: Mapping[str, Any]) -> ResponseSpec:
        headers = tuple(
            self.header(name, *self.child(pointer, node, "headers", name))
            for name in node.get("headers", ())
            if name.lower() != "content-type"  # OpenAPI 3.1, section 4.8.17.1: SHALL be ignored
        )
        content = self.content(pointer, node)
        if status.startswith("2"):
            content = tuple(
                self.with_derived(media, child_pointer(pointer, "content", media.name)) for media in content
            )
        return ResponseSpec(
            status.upper() if status != "default" else status, node.get("description", ""), content, headers
        )

    def header(self, name: str, pointer: str, node: Mapping[str, Any]) -> Header:
        """Compile a response header."""
        media = self.content(pointer, node)[:1]
        schema = media[0].schema if media else self.schema(pointer, node)
        examples = media[0].examples if media else self.examples(pointer, node, schema)
        described = node.get("description", "")
        return Header(name, node.get("required", False), schema, described, examples, media[0].name if media else "")

    def content(self, pointer: str, node: Mapping[str, Any]) -> tuple[MediaType, ...]:
        """Compile the media types of an object with ``content``."""
        names = node.get("content", ())
        return tuple(self.media_type(name, *self.child(pointer, node, "content", name)) for name in names)

    def media_type(self, name: str, pointer: str, node: Mapping[str, Any]) -> MediaType:
        """Compile a media type, which may be a reference since OpenAPI 3.2."""
        schema = self.schema(pointer, node) if "itemSchema" not in node else self.sequence(pointer, node)
        examples = self.examples(pointer, node, schema, name)
        item = self.schemas.at(child_pointer(pointer, "itemSchema")) if "itemSchema" in node else None
        return MediaType(name, schema, examples, node.get("encoding", {}), item=item)

    def sequence(self, pointer: str, node: Mapping[str, Any]) -> Schema:
        """The schema of a sequence whose items have ``itemSchema``: the content is a list of them (OpenAPI 3.2)."""
        key = child_pointer(pointer, "itemSchema")
        if key not in self.derived:
            schema: dict[str, Any] = {"type": "array", "items": {"$ref": f"#{quote(key)}"}}
            if "schema" in node:
                schema["allOf"] = [{"$ref": f"#{quote(child_pointer(pointer, 'schema'))}"}]
            self.derived[key] = schema
        return self.schemas.at(child_pointer(f"/{DERIVED_SCHEMAS}", key))

    def with_derived(self, media: MediaType, pointer: str) -> MediaType:
        """Return a media type with the schema that is derived from its examples, if it needs one."""
        examples = [example.value for example in media.examples] if media.is_json else []
        if pointer not in self.derived:
            derived = example_schema(media.schema, examples) if examples else None
            if derived is None:
                return media
            self.derived[pointer] = derived
        return dataclasses.replace(media, derived=self.schemas.at(child_pointer(f"/{DERIVED_SCHEMAS}", pointer)))

    def schema(self, pointer: str, node: Mapping[str, Any]) -> Any:
        """Return the schema of an object; ``None`` if it has none."""
        return self.schemas.at(child_pointer(pointer, "schema")) if "schema" in node else None

    def examples(self, pointer: str, node: Mapping[str, Any], schema: Any, media_type: str = "") -> tuple[Example, ...]:
        """Documented examples: ``example``, ``examples``, or those of the schema.

        :param media_type: the media type of the values; ``""`` for a parameter.
        """
        if "example" in node:
            return (Example("", spelled_value(node["example"], media_type, schema)),)
        found = []
        for name in node.get("examples", ()):
            at, example = self.child(pointer, node, "examples", name)
            value = example_value(self.document, at, example, media_type, schema)
            if value is not NOT_READ:
                found.append(Example(name, value, example.get("summary", "")))
        if found or schema is None:
            return tuple(found)
        resolved = schema.resolve().node
        if not isinstance(resolved, dict):
            return ()
        documented = resolved.get("examples") or [resolved[key] for key in ("example",) if key in resolved]
        return tuple(Example("", spelled_value(value, media_type, schema)) for value in documented)

    def child(self, pointer: str, node: Any, *tokens: str | int) -> tuple[str, Any]:
        """Return pointer and value below an object; those of the final target if the value is a reference."""
        value = below(node, tokens, pointer)
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            return self.follow(reference_pointer(value["$ref"]))
        return child_pointer(pointer, *tokens), value

    def follow(self, pointer: str) -> tuple[str, Any]:
        """Follow references; return pointer and value of the final target."""
        passed: list[str] = []
        node = None
        while pointer not in self.followed:
            node = walk(self.tree, pointer)
            if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
                break
            passed.append(pointer)
            pointer = reference_pointer(node["$ref"])
        pointer, node = self.followed.get(pointer, (pointer, node))
        self.followed.update(dict.fromkeys([*passed, pointer], (pointer, node)))
        return pointer, node
