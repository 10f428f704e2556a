"""Compile a document into a :class:`Contract`; schemas are compiled later, on first use."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contracts.errors import DocumentError
from contracts.spec.compile_objects import ObjectCompiler
from contracts.spec.document import Document
from contracts.spec.extensions import (
    ApiEntry,
    ErrorRule,
    ResourceHint,
    check_extensions,
    read_apis,
    read_errors,
    read_order,
    read_resource,
)
from contracts.spec.model import (
    Api,
    Contract,
    Operation,
    Parameter,
    SecurityRule,
    SecurityScheme,
)
from contracts.spec.path_items import Part, operations_of
from contracts.spec.pointers import child_pointer
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.hints import hint_error
from contracts.spec.resources.infer import infer
from contracts.spec.schema_marks import SchemaMarks, schema_marks
from contracts.spec.schemas import DERIVED_SCHEMAS, SchemaSpace
from contracts.spec.security import compile_rules, compile_schemes
from contracts.spec.servers import base_paths, is_absolute, server_url
from contracts.spec.upgrade import upgrade


class Upgraded(NamedTuple):
    """A document that can be compiled.

    :param document: without its visits and edges, which are large and not needed any more.
    :param tree: its tree, upgraded.
    """

    document: Document
    tree: dict[str, Any]
    marks: SchemaMarks


def compile_contract(document: Document) -> Contract:
    """Compile a document. Raises :class:`DocumentError` with all findings about its ``x-`` extensions."""
    ready = upgraded(document)
    del document  # its visits take as much memory as its tree
    return compile_upgraded(ready)


def upgraded(document: Document) -> Upgraded:
    """Upgrade a document. Raises :class:`DocumentError` with findings about its ``x-`` extensions."""
    tree = upgrade(document)
    findings = check_extensions(document, tree)
    if findings:
        raise DocumentError(findings)
    return Upgraded(dataclasses.replace(document, visits=(), edges=()), tree, schema_marks(document.visits))


def compile_upgraded(ready: Upgraded) -> Contract:
    """Compile an upgraded document. Raises :class:`DocumentError` for extensions that do not fit their operations."""
    return _Compiler(ready).contract()


class _Compiler(ObjectCompiler):
    """Compiles the operations of one tree."""

    def __init__(self, ready: Upgraded) -> None:
        document, tree, marks = ready
        derived: dict[str, Any] = {}
        schemas = SchemaSpace({**tree, DERIVED_SCHEMAS: derived}, document, marks)
        super().__init__(document, tree, schemas, derived)
        self.schemes: dict[str, SecurityScheme] = compile_schemes(tree, self.follow)
        self.ids: set[str] = {node["operationId"] for _, _, _, node in self._operation_nodes() if "operationId" in node}

    def contract(self) -> Contract:
        info = self.tree["info"]
        apis = self.apis()
        self.schemas.forget()  # inference has looked into all of them
        return Contract(
            document=self.document,
            openapi=self.document.version,
            title=info["title"],
            version=str(info["version"]),
            description=info.get("description", ""),
            tree=self.tree,
            apis=apis,
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
            self.error("extension", operation.pointer, f"x-mock-resource: {error}", "see docs/extensions.md")
            for operation, candidate in zip(operations, candidates, strict=True)
            if (error := hint_error(candidate, operation.resource))
        ]
        if findings:
            raise DocumentError(findings)
        return operations

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
            raise DocumentError([self.error("extension", pointer, message, hint)])
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
            document=self.document,
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

    def parameters(self, item_pointer: str, pointer: str) -> tuple[Parameter, ...]:
        """Parameters of the path item, overridden by those of the operation with the same name and location."""
        return self.parameters_of((item_pointer, pointer))
