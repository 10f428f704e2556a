"""An index of a document for rules: its objects by kind, targets of references, operations and tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from contracts.lint.document_access import listing
from contracts.spec.document import Document
from contracts.spec.object_model import METHODS
from contracts.spec.path_items import Part, operations_of, parts_of
from contracts.spec.pointers import child_pointer, walk
from contracts.spec.traversal import Reference, Visit, pointer_of

Derived = TypeVar("Derived")

MAX_STEPS = 50
"""The longest chain of references that is followed; longer ones are cycles."""


@dataclass(frozen=True, eq=False)
class LocatedNode:
    """An object and its JSON pointer, with references resolved.

    :param pointer: JSON pointer of the object itself.
    :param place: JSON pointer where it is used: that of the reference, or of the object if it is not referenced.
    """

    pointer: str
    node: dict[str, Any]
    place: str


@dataclass(frozen=True, eq=False)
class LocatedOperation:
    """An operation with its path item and all of its parameters.

    :param path: the path template, the name of the webhook, or the expression of the callback.
    :param method: lower case.
    :param item: the path item.
    :param within: ``paths``, ``webhooks`` or ``callbacks``.
    """

    path: str
    method: str
    pointer: str
    node: dict[str, Any]
    item: LocatedNode
    within: str
    parameters: tuple[LocatedNode, ...]
    """The parameters of the path item and of the operation, which override those with the same name and location."""

    @property
    def name(self) -> str:
        """How messages refer to it, e.g. ``GET /cases/{id}``."""
        return f"{self.method.upper()} {self.path}"


class DocumentIndex:
    """The index of one document.

    :param document: with internal references only; it may be invalid.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tree = document.tree
        self.version = document.form
        """The version of the tree: ``3.0``, ``3.1`` or ``3.2``; documents of 2.0 are converted to 3.0."""
        self._derived: dict[object, object] = {}

    def cached(self, derive: Callable[[DocumentIndex], Derived]) -> Derived:
        """Return the result of a function for the document: computed at the first call, then shared by all rules.

        :param derive: the function or class is the key of the cache, so it must not be a lambda.
        """
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return cast("Derived", self._derived[derive])

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Each object, once per kind that it is used as, in document order; objects that are only referenced last."""
        return self.document.visits

    @cached_property
    def by_kind(self) -> dict[str, list[Visit]]:
        """The visits by kind."""
        found: dict[str, list[Visit]] = {}
        for here in self.visits:
            found.setdefault(here.kind, []).append(here)
        return found

    @property
    def edges(self) -> tuple[tuple[Visit, Reference, str, Any], ...]:
        """Each resolved reference: the object that contains it, the reference, and pointer and value of its target."""
        return self.document.edges

    @cached_property
    def targets(self) -> dict[tuple[int, str], tuple[str, Any]]:
        """Pointer and value of each reference's target, by identity of the mapping that contains it and key."""
        return {(id(reference.holder), reference.key): (pointer, node) for _, reference, pointer, node in self.edges}

    def follow(self, pointer: str, node: Any) -> LocatedNode | None:
        """Return the object at the end of a chain of ``$ref``; ``None`` if it is unresolved or not a mapping."""
        place = pointer
        for _ in range(MAX_STEPS):
            if not isinstance(node, dict):
                return None
            if not isinstance(node.get("$ref"), str):
                return LocatedNode(pointer, node, place)
            found = self.targets.get((id(node), "$ref"))
            if found is None:
                return None
            pointer, node = found
        return None

    def members(self, pointer: str, node: Any, *keys: str) -> Iterator[tuple[str, LocatedNode]]:
        """Yield name or index of each mapping in the mapping or list below ``keys``, and the mapping, resolved."""
        for key in keys:
            node = node.get(key) if isinstance(node, dict) else None
        base = child_pointer(pointer, *keys)
        pairs: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for name, value in pairs:
            site = self.follow(child_pointer(base, name), value)
            if site is not None:
                yield str(name), site

    @cached_property
    def operations(self) -> tuple[LocatedOperation, ...]:
        """All operations: those of paths, then of webhooks, then of callbacks, each in document order."""
        return (*self._below("paths"), *self._below("webhooks"), *self._of_callbacks())

    def _below(self, within: str) -> Iterator[LocatedOperation]:
        for path, item in self.members("", self.tree, within):
            if within != "paths" or path.startswith("/"):
                parts = [] if item.place == item.pointer else self._referring_parts(item)
                yield from self._operations_of(path, [*parts, item], within)

    def _referring_parts(self, item: LocatedNode) -> list[LocatedNode]:
        """The objects whose references lead to a path item; they may have other fields."""
        parts = parts_of(self.tree, item.place, walk(self.tree, item.place))
        return [LocatedNode(*part, part.pointer) for part in parts if part.pointer != item.pointer]

    def _of_callbacks(self) -> Iterator[LocatedOperation]:
        for here in self.by_kind.get("callback", ()):
            if "$ref" not in here.node:
                for path, item in self.members(pointer_of(here.trail), here.node):
                    yield from self._operations_of(path, [item], "callbacks")

    def _operations_of(self, path: str, parts: list[LocatedNode], within: str) -> Iterator[LocatedOperation]:
        """The operations of a path item.

        :param parts: the objects that it consists of, the target of its references last.
        """
        item = parts[-1]
        shared: list[LocatedNode] = []
        for part in parts:
            taken = {_identity(site) for site in shared}
            found = [site for _, site in self.members(part.pointer, part.node, "parameters")]
            shared += [site for site in found if _identity(site) not in taken]
        for method, pointer, node in operations_of([Part(part.pointer, part.node) for part in parts]):
            own = [site for _, site in self.members(pointer, node, "parameters")]
            taken = {_identity(site) for site in own}
            parameters = [site for site in shared if _identity(site) not in taken] + own
            yield LocatedOperation(path, _key(method), pointer, node, item, within, tuple(parameters))


def _key(method: str) -> str:
    """The key of a method in a path item or in ``additionalOperations``."""
    return method.lower() if method.lower() in METHODS else method


def _identity(parameter: LocatedNode) -> tuple[str, str]:
    return str(parameter.node.get("name")), str(parameter.node.get("in"))


class Tag(NamedTuple):
    """A Tag Object with a name (OpenAPI 3.x, 'Tag Object')."""

    pointer: str
    name: str
    node: dict[str, Any]


def declared_tags(document_index: DocumentIndex) -> Iterator[Tag]:
    """Yield the tags of the document in order; invalid Tag Objects are skipped."""
    for index, node in enumerate(listing(document_index.tree.get("tags"))):
        if isinstance(node, dict) and isinstance(node.get("name"), str):
            yield Tag(child_pointer("", "tags", index), node["name"], node)
