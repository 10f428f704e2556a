"""What validators are compiled from: a small part of a document first, and all of it only if most of it is used.

A server validates few of the schemas of a large document, and each copy of the document for validators takes as long as
loading it. So a schema is compiled

1. from the part that it uses, while these parts are few and small;
2. else from all components, together with the schema itself if it is outside of them;
3. else from the whole document: for schemas outside of the components that refer to others outside of them, or that
   have to be rewritten together with the components (:mod:`contracts.spec.validator_tree`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote

from jsonschema_rs import Registry

from contracts.spec.discriminators import discriminator_property
from contracts.spec.foreign_references import without_foreign_references
from contracts.spec.pointers import reference_pointer
from contracts.spec.read_write_only import for_direction, part_for_direction
from contracts.spec.schema_closure import COMPONENTS, REFERENCES, Extenders, closure
from contracts.spec.upgrade import ACCEPTS_NULL
from contracts.spec.usable_patterns import with_small_patterns, without_unusable_patterns
from contracts.spec.validation_cost import CostMeter, without_costly_schemas
from contracts.spec.validator_tree import DATA, NAMED, ValidatorTree

BASE_URI = "casemock:contract"
"""Base URI of the contract's tree in validators."""

MOST_PART = 5_000
"""Maximum number of objects and arrays of a part."""

MOST_PARTS = 20_000
"""Maximum number of objects and arrays of all parts: each is in memory once more."""

UNLIMITED = 1 << 62


class Root(NamedTuple):
    """A schema to compile, and the documents that it refers to."""

    schema: dict[str, Any]
    registry: Registry


class _Source:
    """A document for validators."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.selected = ValidatorTree(tree)
        self.registry = Registry([(BASE_URI, self.selected.tree)])

    def reference(self, pointer: str) -> str:
        return f"{BASE_URI}#{quote(self.selected.pointer(pointer))}"

    def root(self, pointer: str) -> Root:
        return Root({"$ref": self.reference(pointer)}, self.registry)


class ValidatorSources:
    """The sources of validators for one direction.

    :param tree: the document in the form of OpenAPI 3.1, with internal references only.
    :param direction: ``request`` or ``response``.
    :ivar translated: the documents with translated patterns.
    """

    def __init__(self, tree: dict[str, Any], direction: str, extenders: Extenders) -> None:
        self._tree = tree
        self._direction = direction
        self._extenders = extenders
        self._size = 0
        self._cleaned: _Source | None = None
        self.translated: list[Any] = []

    def root(self, pointer: str, node: Any) -> Root:
        """Return what to compile for a schema."""
        if self._cleaned is not None:
            return self._cleaned.root(pointer)
        if self._size < MOST_PARTS:
            part = closure(self._tree, pointer, self._extenders, MOST_PART)
            if part is not None:
                self._size += _size(part)
                return self._source(part).root(pointer)
            self._size += MOST_PART  # that many objects were visited in vain
        if pointer.startswith(f"{COMPONENTS}/"):
            return self._components.root(pointer)
        return self._inline(node) or self._whole.root(pointer)

    def clean(self) -> bool:
        """From now on, leave out of the whole document what prevents validators; return whether there is any.

        That is patterns which cannot be compiled, and what looks like a reference to another document.
        """
        tree = for_direction(self._tree, self._direction)
        usable = without_unusable_patterns(without_costly_schemas(tree))
        usable = without_foreign_references(usable, with_data=True)
        if self._cleaned is not None or usable == tree:
            return False
        self._cleaned = _Source(usable)
        self.translated.append(self._cleaned.selected.tree)
        return True

    @cached_property
    def _components(self) -> _Source:
        return self._source(closure(self._tree, COMPONENTS, self._extenders, UNLIMITED) or {})

    @cached_property
    def _whole(self) -> _Source:
        return self._source(self._tree)

    def _source(self, tree: dict[str, Any]) -> _Source:
        usable = without_costly_schemas(for_direction(tree, self._direction))
        small = with_small_patterns(usable)
        source = _Source(small)
        if small is not usable:
            self.translated.append(source.selected.tree)
        return source

    def _inline(self, node: Any) -> Root | None:
        """Return a schema outside of the components, which refers to them; ``None`` if that is not possible."""
        references = _references(node) if isinstance(node, dict) else None
        if references is None:
            return None
        usable = part_for_direction(self._meter.usable(node), self._tree, self._direction)
        small = with_small_patterns(usable)
        if small is not usable:
            self.translated.append(small)
        if not references:
            return Root(small, Registry([]))
        return Root(_referring(small, self._components.reference), self._components.registry)

    @cached_property
    def _meter(self) -> CostMeter:
        return CostMeter(self._tree)


def _size(tree: Any) -> int:
    """Return the number of objects and arrays."""
    stack, size = [tree], 0
    while stack:
        node = stack.pop()
        size += 1
        stack.extend(_below(node))
    return size


def _references(node: dict[str, Any]) -> list[str] | None:
    """Return the references of a schema; ``None`` if some are not to components, or validators need it rewritten."""
    found: list[str] = []
    stack: list[Any] = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            if ACCEPTS_NULL in one or ("discriminator" in one and discriminator_property(one)):
                return None
            found.extend(one[keyword] for keyword in REFERENCES if isinstance(one.get(keyword), str))
        stack.extend(_below(one))
    return found if all(one.startswith(f"#{COMPONENTS}/") for one in found) else None


def _below(node: Any) -> Iterator[Any]:
    """Yield the objects and arrays in an object or array."""
    return (one for one in (node.values() if isinstance(node, dict) else node) if isinstance(one, dict | list))


def _referring(node: Any, reference: Callable[[str], str], *, has_names: bool = False) -> Any:
    """Return a copy of a schema with absolute references.

    :param has_names: whether the keys are names, not keywords.
    """
    if isinstance(node, list):
        return [_referring(one, reference) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: reference(reference_pointer(value))
        if key in REFERENCES and isinstance(value, str)
        else value
        if key in DATA and not has_names
        else _referring(value, reference, has_names=key in NAMED and not has_names)
        for key, value in node.items()
    }
