"""An index of the schemas of a document: their pointers, reference targets and merged schemas."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from contracts.lint.document_index import DocumentIndex
from contracts.schema.merged import MergedPart, MergedSchema, SingleBranch, Tokens, merge_schemas, steps
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Trail, pointer_of

APPLICATORS = ("allOf", "oneOf", "anyOf")
"""Keywords whose branches apply to the same value as the schema that contains them."""

IN_PLACE = ("not", "if", "then", "else")
"""Keywords with one schema that applies to the same value."""

COMBINING = frozenset({"$ref", *APPLICATORS})
"""Keywords without which a schema has nothing to merge."""

APPLYING = frozenset({"$ref", "dependentSchemas", *APPLICATORS, *IN_PLACE})
"""Keywords without which a schema applies no other schema to its own value."""

ANNOTATIONS = frozenset(
    {"title", "description", "example", "examples", "default", "deprecated", "externalDocs", "xml", "readOnly"}
    | {"writeOnly", "$comment", "$schema", "$id", "$anchor", "$defs", "definitions"}
)
"""Keywords that do not constrain values; so do extensions."""

MOST_MERGED = 500_000
"""Number of schemas that are merged for all rules together; the largest public documents need a quarter of it."""


class IndexedSchema(NamedTuple):
    """A schema of the document; its pointer is computed on demand."""

    node: Any
    tree: SchemaIndex

    @property
    def pointer(self) -> str:
        """The JSON pointer of the schema."""
        return self.tree.pointer(self.node)


IndexedPart: TypeAlias = MergedPart[IndexedSchema]


class _Resolver:
    """Merges schemas: in 3.0 siblings of ``$ref`` are ignored, and a union with one branch is that branch."""

    def __init__(self, tree: SchemaIndex) -> None:
        self.tree = tree
        self.ignores_siblings = tree.is_old

    def target(self, schema: IndexedSchema) -> IndexedSchema | None:
        found = self.tree.target(schema.node)
        return None if found is None else IndexedSchema(found, self.tree)

    def child(self, schema: IndexedSchema, keyword: str, index: int) -> IndexedSchema:
        return IndexedSchema(schema.node[keyword][index], self.tree)

    def single_branch(self, schema: IndexedSchema, keyword: str) -> SingleBranch | None:
        return SingleBranch(0) if len(schema.node[keyword]) == 1 else None

    def allows_null(self, _schema: IndexedSchema) -> bool:
        return False


class SchemaIndex:
    """All Schema Objects of a document. See :func:`schemas_of`."""

    def __init__(self, document_index: DocumentIndex) -> None:
        self.is_old = document_index.version == "3.0"
        """Whether these are schemas of OpenAPI 3.0, in which siblings of ``$ref`` are ignored."""
        self.visits = document_index.by_kind.get("schema", [])
        self.trails: dict[int, Trail] = {id(here.node): here.trail for here in self.visits}
        self._targets = document_index.targets
        self._resolved: dict[int, Any] = {}
        self._document = document_index.document
        self._merged = 0

    def pointer(self, node: dict[str, Any], *tokens: str | int) -> str:
        """Return the JSON pointer of a schema of the document, or of a value in it."""
        return child_pointer(pointer_of(self.trails.get(id(node), ())), *tokens)

    def target(self, node: dict[str, Any]) -> Any:
        """Return the target of ``$ref``, which may be a reference too; ``None`` if it is missing or unresolved."""
        return self.leads_to(node, "$ref")

    def leads_to(self, holder: dict[str, Any], key: str) -> Any:
        """Return the target of the reference at a key, e.g. in a discriminator's mapping; ``None`` if unresolved."""
        found = self._targets.get((id(holder), key))
        return found[1] if found else None

    def resolved(self, node: Any) -> Any:
        """Return the schema at the end of a chain of ``$ref``, whose siblings are ignored; ``None`` if unresolved."""
        if not isinstance(node, dict) or "$ref" not in node:
            return node
        key = id(node)
        if key not in self._resolved:
            for _ in range(50):
                node = self.target(node)
                if not isinstance(node, dict) or "$ref" not in node:
                    break
            else:
                node = None
            self._resolved[key] = node
        return self._resolved[key]

    def name(self, node: dict[str, Any]) -> str:
        """Return how messages refer to a schema: its name under ``components``, or its pointer."""
        return repr(self.component(node) or self._document.reference_to(self.pointer(node)))

    def component(self, node: dict[str, Any]) -> str:
        """Return the name of a schema under ``components`` of any file; ``""`` if it is elsewhere."""
        pointer = self.pointer(node)
        head, _, name = pointer.rpartition("/")
        return name.replace("~1", "/").replace("~0", "~") if head.endswith("/components/schemas") else ""

    def parts(self, node: dict[str, Any]) -> Iterator[tuple[Tokens, Any]]:
        """Return the schemas that a schema directly applies to all values: reference, ``allOf``, single branches."""
        return ((step.path, step.schema.node) for step in steps(_Resolver(self), IndexedSchema(node, self)))

    def merged(self, *nodes: dict[str, Any]) -> MergedSchema[IndexedSchema]:
        """Return the schemas merged with all schemas that they apply to the same value.

        Not merged when :data:`MOST_MERGED` schemas were merged for this document: then each is examined alone.
        """
        schemas = [IndexedSchema(node, self) for node in nodes]
        if self._merged > MOST_MERGED or all(COMBINING.isdisjoint(node) for node in nodes):
            return MergedSchema(MergedPart(one, one.node) for one in schemas)
        merged = merge_schemas(_Resolver(self), schemas)
        self._merged += len(merged.parts)
        return merged

    @cached_property
    def holders(self) -> dict[int, list[dict[str, Any]]]:
        """By identity of a schema: the schemas that apply it to their own value, inline or by reference."""
        found: dict[int, list[dict[str, Any]]] = {}
        for here in self.visits:
            for part in () if APPLYING.isdisjoint(here.node) else self.applied(here.node):
                found.setdefault(id(part), []).append(here.node)
        return found

    def applied(self, node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the schemas that a schema applies to its own value, whether or not the value must match them."""
        if "$ref" in node:
            target = self.target(node)
            if isinstance(target, dict):
                yield target
        for keyword in APPLICATORS:
            branches = node.get(keyword)
            if isinstance(branches, list):
                yield from (branch for branch in branches if isinstance(branch, dict))
        for keyword in IN_PLACE:
            if isinstance(node.get(keyword), dict):
                yield node[keyword]
        dependents = node.get("dependentSchemas")
        if isinstance(dependents, dict):
            yield from (branch for branch in dependents.values() if isinstance(branch, dict))


def schemas_of(document_index: DocumentIndex) -> SchemaIndex:
    """Return the schemas of a document, indexed once per document_index."""
    return document_index.cached(SchemaIndex)


def is_forbidding(node: Any) -> bool:
    """Return whether a schema explicitly rejects all values: ``false``, or only ``not: {}``."""
    if node is False:
        return True
    if not isinstance(node, dict) or "not" not in node:
        return False
    return _allows_all(node["not"]) and all(key == "not" or is_annotation(key) for key in node)


def is_annotation(key: Any) -> bool:
    """Return whether a keyword does not constrain values."""
    return key in ANNOTATIONS or (isinstance(key, str) and key.startswith("x-"))


def _allows_all(node: Any) -> bool:
    return node is True or (isinstance(node, dict) and all(is_annotation(key) for key in node))
