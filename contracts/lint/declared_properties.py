"""Which properties the schemas of a document declare, and which are required without being declared anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.lint.document_index import DocumentIndex, LocatedNode
from contracts.lint.json_access import listing, mapping
from contracts.lint.schema_index import APPLICATORS, SchemaIndex, schemas_of
from contracts.spec.document import SWAGGER_2
from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer

MOST_SCHEMAS = 300
"""How many schemas are looked at for one; beyond that it counts as declaring everything."""


class Declared:
    """What one schema declares about its objects, by itself and with all that is applied to the same value.

    :param names: of the properties.
    :param is_open: whether others are declared too, by a pattern or a schema for all others, or it cannot be told.
    """

    def __init__(self, tree: SchemaIndex, node: dict[str, Any]) -> None:
        self.names: set[str] = set()
        self.is_open = False
        seen = {id(node)}
        stack = [node]
        while stack and not self.is_open:
            here = stack.pop()
            self._add(here)
            around = [*tree.applied(here), *tree.holders.get(id(here), ())]
            fresh = [other for other in around if id(other) not in seen]
            seen.update(map(id, fresh))
            stack.extend(fresh)
            self.is_open = self.is_open or len(seen) > MOST_SCHEMAS

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
    """The names in ``required`` that nothing around declares: index, name, and what is declared instead."""
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
    """The check of openapi-spec-validator 0.9: where ``allOf`` stands beside ``required``, the names must be declared.

    It looks only at the schemas of ``components``, of parameters and of responses, and each schema only where it comes
    by first, on a way over ``allOf``, ``anyOf``, ``oneOf``, ``not``, ``items`` and ``properties``.
    """

    def __init__(self, survey: DocumentIndex) -> None:
        self._tree = schemas_of(survey)
        self._seen: set[int] = set()
        self.missing: dict[int, list[str]] = {}
        """By the identity of a schema: what it requires and does not declare."""
        suspects = [here.node for here in self._tree.visits if "allOf" in here.node and "required" in here.node]
        if any(self._lacks(node) for node in suspects):
            for entry in _entries(survey):
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


def _entries(survey: DocumentIndex) -> Iterator[Any]:
    """The schemas that the walk starts at, in its order."""
    for _, item in survey.members("", survey.tree, "paths"):
        yield from _schemas(survey, item, "parameters")
        for method in item.node:
            operation = survey.follow(child_pointer(item.pointer, method), item.node[method])
            if method in METHODS and operation is not None:
                for _, response in survey.members(operation.pointer, operation.node, "responses"):
                    yield from _schemas(survey, response, "content")
                yield from _schemas(survey, operation, "parameters")
                body = survey.follow("", operation.node.get("requestBody"))
                if survey.document.version == SWAGGER_2 and body is not None:
                    yield from _schemas(survey, body, "content")
    if survey.document.version != SWAGGER_2:
        yield from mapping(survey.tree, "components", "schemas").values()


def _schemas(survey: DocumentIndex, owner: LocatedNode, key: str) -> Iterator[Any]:
    for _, member in survey.members(owner.pointer, owner.node, key):
        yield member.node.get("schema")


def entry_check_of(survey: DocumentIndex) -> EntryCheck:
    """The check of a document, made once for each survey."""
    return survey.cached(EntryCheck)
