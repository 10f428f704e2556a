"""A document as the rules see it: walked once, what each object is known, references followed, operations gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

from contracts.spec.document import Document
from contracts.spec.object_model import OPERATIONS
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Reference, Visit, pointer_of

Derived = TypeVar("Derived")

MOST_STEPS = 50
"""How many references in a row are followed; more is a circle."""


@dataclass(frozen=True, eq=False)
class LocatedNode:
    """An object and its place: a reference followed, so ``pointer`` is where the object itself stands.

    :param place: where it is used: the pointer of the reference, or of the object where there was none.
    """

    pointer: str
    node: dict[str, Any]
    place: str


@dataclass(frozen=True, eq=False)
class LocatedOperation:
    """An operation with what it takes from around it.

    :param path: the template, the name of the webhook, or the expression of the callback.
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
    """The path item's parameters and the operation's own, which replace those of the same name and location."""

    @property
    def name(self) -> str:
        """What messages call it, e.g. ``GET /cases/{id}``."""
        return f"{self.method.upper()} {self.path}"


class DocumentIndex:
    """One document, looked at as a whole.

    :param document: references internal; it may be broken in any way.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tree = document.tree
        self.version = document.form
        """Of the form that the tree has: ``3.0``, ``3.1`` or ``3.2``; a document of 2.0 has been turned into 3.0."""
        self._derived: dict[object, object] = {}

    def cached(self, derive: Callable[[DocumentIndex], Derived]) -> Derived:
        """What a function derives from the document: computed at the first call, then shared by all rules.

        :param derive: a function or class of a module, as the result is kept by it; a lambda would be called each time.
        """
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return cast("Derived", self._derived[derive])

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Every object once for each kind it is used as, in the document's order, what is only referred to last."""
        return self.document.visits

    @cached_property
    def by_kind(self) -> dict[str, list[Visit]]:
        """The visits, by kind."""
        found: dict[str, list[Visit]] = {}
        for here in self.visits:
            found.setdefault(here.kind, []).append(here)
        return found

    @property
    def edges(self) -> tuple[tuple[Visit, Reference, str, Any], ...]:
        """Each reference that leads somewhere: who holds it, it, and the pointer and value that it leads to."""
        return self.document.edges

    @cached_property
    def targets(self) -> dict[tuple[int, str], tuple[str, Any]]:
        """Where each reference leads, by the identity of its holder and its key."""
        return {(id(reference.holder), reference.key): (pointer, node) for _, reference, pointer, node in self.edges}

    def follow(self, pointer: str, node: Any) -> LocatedNode | None:
        """The object behind ``$ref``, over as many as there are; ``None`` where it is no mapping or leads nowhere."""
        place = pointer
        for _ in range(MOST_STEPS):
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
        """The mappings in the mapping or list below ``keys``, each with its name or index, references followed."""
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
        """All operations: those of paths, then of webhooks, then of callbacks, each in the document's order."""
        return (*self._below("paths"), *self._below("webhooks"), *self._of_callbacks())

    def _below(self, within: str) -> Iterator[LocatedOperation]:
        for path, item in self.members("", self.tree, within):
            if within != "paths" or path.startswith("/"):
                yield from self._operations_of(path, item, within)

    def _of_callbacks(self) -> Iterator[LocatedOperation]:
        for here in self.by_kind.get("callback", ()):
            if "$ref" not in here.node:
                for path, item in self.members(pointer_of(here.trail), here.node):
                    yield from self._operations_of(path, item, "callbacks")

    def _operations_of(self, path: str, item: LocatedNode, within: str) -> Iterator[LocatedOperation]:
        shared = [site for _, site in self.members(item.pointer, item.node, "parameters")]
        for method in OPERATIONS:
            node = item.node.get(method)
            if isinstance(node, dict):
                pointer = child_pointer(item.pointer, method)
                own = [site for _, site in self.members(pointer, node, "parameters")]
                taken = {_identity(site) for site in own}
                parameters = [site for site in shared if _identity(site) not in taken] + own
                yield LocatedOperation(path, method, pointer, node, item, within, tuple(parameters))


def _identity(parameter: LocatedNode) -> tuple[str, str]:
    return str(parameter.node.get("name")), str(parameter.node.get("in"))
