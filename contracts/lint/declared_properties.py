"""The properties that schemas declare, and required properties that are not declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex, LocatedNode
from contracts.lint.schema_index import APPLICATORS, SchemaIndex, schemas_of
from contracts.spec.document import SWAGGER_2
from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer

MAX_SCHEMAS = 300
"""The maximum number of related schemas that are examined; with more, a schema counts as declaring all properties."""


class Declared:
    """The properties that a schema declares together with all schemas that apply to the same value."""

    def __init__(self, tree: SchemaIndex, node: dict[str, Any]) -> None:
        self.names: set[str] = set()
        """Names of the properties."""
        self.is_open = False
        """Whether others may be declared too: by a pattern, by ``additionalProperties``, or in unexamined schemas."""
        seen = {id(node)}
        stack = [node]
        while stack and not self.is_open:
            here = stack.pop()
            self._add(here)
            around = [*tree.applied(here), *tree.holders.get(id(here), ())]
            fresh = [other for other in around if id(other) not in seen]
            seen.update(map(id, fresh))
            stack.extend(fresh)
            self.is_open = self.is_open or len(seen) > MAX_SCHEMAS

    def _add(self, node: dict[str, Any]) -> None:
        self.names.update(name for name in mapping(node.get("properties")) if isinstance(name, str))
        others = node.get("additionalProperties")
        self.is_open = (
            self.is_open
            or (others is not None and others is not False)
            or bool(mapping(node.get("patternProperties")))
            or "$dynamicRef" in node
        )


def undeclared(tree: SchemaIndex, node: dict[str, Any]) -> Iterator[tuple[int, str, Declared]]:
    """Yield index and name of each required property that is not declared, and the declared properties."""
    own = mapping(node.get("properties"))
    missing = [
        (index, name)
        for index, name in enumerate(listing(node.get("required")))
        if isinstance(name, str) and name not in own
    ]
    if not missing or node.get("additionalProperties") is False:
        return
    declared = Declared(tree, node)
    for index, name in missing:
        if not declared.is_open and name not in declared.names:
            yield index, name, declared


class EntryCheck:
    """The check of openapi-spec-validator 0.9 that required properties of a schema with ``allOf`` are declared.

    It walks the schemas of ``components``, parameters and responses along ``allOf``, ``anyOf``, ``oneOf``, ``not``,
    ``items`` and ``properties``, visits each schema once, and checks only those where a walk starts.
    """

    def __init__(self, document_index: DocumentIndex) -> None:
        self._tree = schemas_of(document_index)
        self._seen: set[int] = set()
        self.missing: dict[int, list[str]] = {}
        """By identity of a schema: its undeclared required properties."""
        suspects = [here.node for here in self._tree.visits if "allOf" in here.node and "required" in here.node]
        if any(self._lacks(node) for node in suspects):
            for entry in _entries(document_index):
                self._walk(entry)

    def _walk(self, entry: Any) -> None:
        stack = [(entry, True)]
        while stack:
            given, is_entry = stack.pop()
            node = self._tree.resolved(given)
            if not isinstance(node, dict) or id(node) in self._seen:
                continue
            self._seen.add(id(node))
            if is_entry and "allOf" in node and (missing := self._lacks(node)):
                self.missing[id(node)] = missing
            below = [branch for keyword in ("allOf", "anyOf", "oneOf") for branch in listing(node.get(keyword))]
            below += [node.get("not"), node.get("items"), *mapping(node.get("properties")).values()]
            stack.extend((schema, False) for schema in reversed(below))

    def _lacks(self, node: dict[str, Any]) -> list[str]:
        known = set(mapping(node.get("properties")))
        for branch in listing(node.get("allOf")):
            self._collect(branch, known, set())
        return [name for name in listing(node.get("required")) if isinstance(name, str) and name not in known]

    def _collect(self, given: Any, names: set[str], seen: set[int]) -> None:
        stack = [given]
        while stack:
            node = self._tree.resolved(stack.pop())
            if isinstance(node, dict) and id(node) not in seen:
                seen.add(id(node))
                names.update(mapping(node.get("properties")))
                stack.extend(branch for keyword in APPLICATORS for branch in listing(node.get(keyword)))
                stack.extend((node.get("items"), node.get("not")))


def _entries(document_index: DocumentIndex) -> Iterator[Any]:
    """Yield the schemas at which the walks start, in order."""
    for _, item in document_index.members("", document_index.tree, "paths"):
        yield from _schemas(document_index, item, "parameters")
        for method in item.node:
            operation = document_index.follow(child_pointer(item.pointer, method), item.node[method])
            if method in METHODS and operation is not None:
                for _, response in document_index.members(operation.pointer, operation.node, "responses"):
                    yield from _schemas(document_index, response, "content")
                yield from _schemas(document_index, operation, "parameters")
                body = document_index.follow("", operation.node.get("requestBody"))
                if document_index.document.version == SWAGGER_2 and body is not None:
                    yield from _schemas(document_index, body, "content")
    if document_index.document.version != SWAGGER_2:
        yield from mapping(document_index.tree, "components", "schemas").values()


def _schemas(document_index: DocumentIndex, owner: LocatedNode, key: str) -> Iterator[Any]:
    for _, member in document_index.members(owner.pointer, owner.node, key):
        yield member.node.get("schema")


def entry_check_of(document_index: DocumentIndex) -> EntryCheck:
    """Return the check of a document, run once per document_index."""
    return document_index.cached(EntryCheck)
