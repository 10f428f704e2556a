"""Compile a document into a :class:`Contract`; schemas are compiled later, on first use."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.document import Document
from contracts.spec.extensions import (
    ApiEntry,
    ErrorRule,
    ResourceHint,
    check_extensions,
    is_strict_only,
    read_apis,
    read_canonical,
    read_errors,
    read_order,
    read_resource,
)
from contracts.spec.model import (
    Api,
    Contract,
    Example,
    Header,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    ResponseSpec,
    SecurityRule,
    SecurityScheme,
)
from contracts.spec.path_items import Part, operations_of
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.example_schemas import example_schema
from contracts.spec.resources.hints import hint_error
from contracts.spec.resources.infer import infer
from contracts.spec.schemas import Schema, SchemaSpace
from contracts.spec.security import compile_rules, compile_schemes
from contracts.spec.servers import base_paths, is_absolute, server_url
from contracts.spec.upgrade import upgrade
from contracts.spec.written_examples import NOT_READ, example_value, spelled_value

IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""Header parameters that must be ignored (OpenAPI 3.1, section 4.8.12.2)."""

DERIVED_SCHEMAS = "x-derived-schemas"
"""Key of the schemas that are derived from examples or ``itemSchema``, by their pointers; not part of the document."""

QUERY_STRING = "querystring"
"""Location of a parameter that is the whole query string (OpenAPI 3.2)."""

FORM = "application/x-www-form-urlencoded"

DEFAULT_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form", QUERY_STRING: "form"}


def compile_contract(document: Document) -> Contract:
    """Compile a document. Raises :class:`DocumentError` with all findings about its ``x-`` extensions."""
    tree = upgrade(document)
    findings = check_extensions(document, tree)
    if findings:
        raise DocumentError(findings)
    # Visits and edges are large and not needed any more.
    return Compiler(dataclasses.replace(document, visits=(), edges=()), tree).contract()


class Compiler:
    """Compiles the objects of one tree."""

    def __init__(self, document: Document, tree: dict[str, Any]) -> None:
        self.document = document
        self.tree = tree
        self.derived: dict[str, Any] = {}
        self.followed: dict[str, tuple[str, Any]] = {}
        self.schemas = SchemaSpace({**tree, DERIVED_SCHEMAS: self.derived}, document)
        self.schemes: dict[str, SecurityScheme] = compile_schemes(tree, self.follow)
        self.ids: set[str] = {node["operationId"] for _, _, _, node in self._operation_nodes() if "operationId" in node}

    def contract(self) -> Contract:
        info = self.tree["info"]
        return Contract(
            document=self.document,
            openapi=self.document.version,
            title=info["title"],
            version=str(info["version"]),
            description=info.get("description", ""),
            tree=self.tree,
            apis=self.apis(),
            security_schemes=self.schemes,
            schemas=self.schemas,
        )

    # ------------------------------------------------------------------ apis and operations

    def apis(self) -> tuple[Api, ...]:
        listed = read_apis(self.tree)
        entries = listed or (self._only_entry(),)
        operations = self.operations(entries)
        return tuple(
            Api(
                name=entry.name,
                title=entry.title,
                prefix=entry.prefix,
                description=entry.description,
                servers=entry.servers,
                operations=tuple(operation for operation in operations if operation.api == entry.name),
                order=entry.order,
                errors=entry.errors,
                vendor=entry.vendor,
                base_paths=base_paths(
                    [{"url": url} for url in entry.servers] if listed else self.tree.get("servers", ())
                ),
            )
            for entry in entries
        )

    def _only_entry(self) -> ApiEntry:
        info = self.tree["info"]
        return ApiEntry(
            name=re.sub(r"[^a-z0-9]+", "-", info["title"].lower()).strip("-") or "api",
            title=info["title"],
            description=info.get("description", ""),
            servers=tuple(url for url in map(server_url, self.tree.get("servers", ())) if is_absolute(url)),
            errors=read_errors(self.tree),
            order=read_order(self.tree),
        )

    def operations(self, entries: tuple[ApiEntry, ...]) -> list[Operation]:
        found = [
            self.operation(method, path, pointer, node, self._entry(entries, path, pointer))
            for method, path, pointer, node in self._operation_nodes()
        ]
        candidates = [Candidate(operation, hint) for operation, hint in found]
        operations = [
            dataclasses.replace(operation, resource=resource)
            for (operation, _), resource in zip(found, infer(candidates), strict=True)
        ]
        findings = [
            self._error("extension", operation.pointer, f"x-mock-resource: {error}", "see docs/extensions.md")
            for operation, candidate in zip(operations, candidates, strict=True)
            if (error := hint_error(candidate, operation.resource))
        ]
        if findings:
            raise DocumentError(findings)
        return operations

    def _error(self, rule: str, pointer: str, message: str, hint: str) -> Finding:
        return Finding(rule, Severity.ERROR, self.document.locate(pointer), message, hint)

    def _operation_nodes(self) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """Method, path, pointer and node of every operation."""
        for path in self.tree.get("paths", {}):
            if path.startswith("/"):
                for method, pointer, node in operations_of([Part(*self.follow(child_pointer("/paths", path)))]):
                    yield method, path, pointer, node

    def _entry(self, entries: tuple[ApiEntry, ...], path: str, pointer: str) -> ApiEntry:
        """The API with the longest prefix of the path."""
        matching = [entry for entry in entries if f"{path}/".startswith(f"{entry.prefix}/")]
        if not matching:
            message = f"no entry of x-mock-apis has a prefix of {path}"
            hint = "add an entry with its prefix, or an entry with the prefix ''"
            raise DocumentError([self._error("extension", pointer, message, hint)])
        return max(matching, key=lambda entry: len(entry.prefix))

    def operation(
        self, method: str, path: str, pointer: str, node: dict[str, Any], entry: ApiEntry
    ) -> tuple[Operation, ResourceHint]:
        item_pointer, item = self.follow(child_pointer("/paths", path))
        errors: dict[str, ErrorRule] = {**entry.errors, **read_errors(item), **read_errors(node)}
        operation = Operation(
            id=node.get("operationId") or self._synthetic_id(method.lower(), path),
            method=method,
            path=path,
            native_path=path[len(entry.prefix) :] or "/",
            api=entry.name,
            parameters=self.parameters(item_pointer, pointer),
            request_body=self.request_body(pointer, node),
            responses=self.responses(pointer, node),
            security=self.security(node),
            location=self.document.locate(pointer),
            pointer=pointer,
            summary=node.get("summary", ""),
            description=node.get("description", ""),
            deprecated=node.get("deprecated", False),
            tags=tuple(node.get("tags", ())),
            errors=errors,
            base_paths=base_paths(node.get("servers") or item.get("servers") or ()),
        )
        return operation, read_resource(node, item)

    def _synthetic_id(self, method: str, path: str) -> str:
        """Generate an id for an operation without ``operationId``: ``get_cases_id``, with a number if it is taken."""
        base = "_".join([method, *re.findall(r"[A-Za-z0-9]+", path)])
        name, number = base, 2
        while name in self.ids:
            name, number = f"{base}_{number}", number + 1
        self.ids.add(name)
        return name

    def security(self, node: Mapping[str, Any]) -> tuple[SecurityRule, ...]:
        return compile_rules(node.get("security", self.tree.get("security", ())), self.schemes)

    # ------------------------------------------------------------------ parameters and bodies

    def parameters(self, item_pointer: str, pointer: str) -> tuple[Parameter, ...]:
        """Parameters of the path item, overridden by those of the operation with the same name and location."""
        return self.parameters_of((item_pointer, pointer))

    def parameters_of(self, owners: Iterable[str]) -> tuple[Parameter, ...]:
        """Parameters of several objects; the last one with a name and location counts."""
        found: dict[tuple[str, str], Parameter] = {}
        for owner in owners:
            for index in range(len(walk(self.tree, owner).get("parameters", ()))):
                parameter = self.parameter(child_pointer(owner, "parameters", index))
                name = parameter.name.lower() if parameter.location == "header" else parameter.name
                found[parameter.location, name] = parameter
        return tuple(
            parameter
            for (location, name), parameter in found.items()
            if not (location == "header" and name in IGNORED_HEADERS)
        )

    def parameter(self, pointer: str) -> Parameter:
        pointer, node = self.follow(pointer)
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
                raise DocumentError([self._error("parameter", pointer, message, hint)])
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
        if "requestBody" not in node:
            return None
        pointer, body = self.follow(child_pointer(pointer, "requestBody"))
        return RequestBody(body.get("required", False), self.content(pointer, body))

    def responses(self, pointer: str, node: Mapping[str, Any]) -> tuple[ResponseSpec, ...]:
        return tuple(
            self.response(status, child_pointer(pointer, "responses", status))
            for status in node.get("responses", {})
            if not status.startswith("x-")
        )

    def response(self, status: str, pointer: str) -> ResponseSpec:
        pointer, node = self.follow(pointer)
        headers = tuple(
            self.header(name, child_pointer(pointer, "headers", name))
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

    def header(self, name: str, pointer: str) -> Header:
        pointer, node = self.follow(pointer)
        media = self.content(pointer, node)[:1]
        schema = media[0].schema if media else self.schema(pointer, node)
        examples = media[0].examples if media else self.examples(pointer, node, schema)
        described = node.get("description", "")
        return Header(name, node.get("required", False), schema, described, examples, media[0].name if media else "")

    def content(self, pointer: str, node: Mapping[str, Any]) -> tuple[MediaType, ...]:
        return tuple(self.media_type(name, child_pointer(pointer, "content", name)) for name in node.get("content", ()))

    def media_type(self, name: str, pointer: str) -> MediaType:
        pointer, node = self.follow(pointer)  # a reference since OpenAPI 3.2
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
        return self.schemas.at(child_pointer(pointer, "schema")) if "schema" in node else None

    def examples(self, pointer: str, node: Mapping[str, Any], schema: Any, media_type: str = "") -> tuple[Example, ...]:
        """Documented examples: ``example``, ``examples``, or those of the schema.

        :param media_type: the media type of the values; ``""`` for a parameter.
        """
        if "example" in node:
            return (Example("", spelled_value(node["example"], media_type, schema)),)
        found = []
        for name in node.get("examples", ()):
            at, example = self.follow(child_pointer(pointer, "examples", name))
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
        self.followed.update(dict.fromkeys(passed, (pointer, node)))
        return pointer, node
