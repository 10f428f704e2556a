"""Moves referenced content into components and corrects the references.

Used for content of other files, of removed paths, and of keywords that another OpenAPI version does not have. Such
content is called *stray*; the caller defines which pointers are stray.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from contracts.bundle.builder import prefixes
from contracts.bundle.component_names import SECTIONS
from contracts.spec.object_model import DOCUMENT, Kind
from contracts.spec.pointers import child_pointer, split_pointer, walk
from contracts.spec.references import FRAGMENT_SAFE
from contracts.spec.traversal import Reference, Visit, pointer_of, references, target_of, visit, visit_target

INLINED = frozenset({"path-item", "media-type"})
"""Kinds of object that are inlined, because not every version has components for them."""

IDENTITY = frozenset({"$id", "$anchor", "$dynamicAnchor", "$schema"})
"""Keywords that identify a schema or its dialect. Moved schemas lose them: all references are pointers already, and
below an ``$id`` they would be relative to it (JSON Schema 2020-12, section 8.2.1)."""


class Relocator:
    """Builds a new tree from a tree, which stays unchanged.

    :param tree: the tree that references point into.
    :param root: the part to keep, made of nodes of the tree.
    :param is_stray: whether the content at a pointer moves if something refers to it.
    :param names: yields possible names for a pointer that becomes a component, without end.
    :param renamed: new pointers by old pointer.
    :param breaks: whether a pointer relative to a stray becomes invalid when the stray moves.
    :param dropped: schema keywords to remove.
    """

    def __init__(
        self,
        tree: dict[str, Any],
        root: dict[str, Any],
        is_stray: Callable[[str], bool],
        names: Callable[[str], Iterator[str]],
        *,
        renamed: Mapping[str, str] | None = None,
        breaks: Callable[[str], bool] = lambda _: False,
        dropped: frozenset[str] = frozenset(),
    ) -> None:
        self.tree = tree
        self.root = root
        self.is_stray = is_stray
        self.names = names
        self.renamed = renamed or {}
        self.breaks = breaks
        self.dropped = dropped
        self.targets: dict[int, dict[str, tuple[str, Kind]]] = {}
        self.homes: dict[str, str] = {}
        """The new pointer of each stray."""
        self._removed: dict[int, frozenset[str]] = {}
        self._strays: dict[str, Kind] = {}
        self._hosts: dict[str, str] = {}
        self._claimed: dict[int, str] = {}
        self._named: dict[str, dict[str, str]] = {}
        self._waiting: list[str] = []
        self._open: set[str] = set()

    def gather(self) -> dict[str, Any]:
        """Return the new tree, which shares nothing with the old one."""
        holders = self._references()
        self._find_strays(holders)
        result: dict[str, Any] = self._copy(self.root)
        if self.renamed and "paths" in result:
            names = {split_pointer(old)[1]: split_pointer(new)[1] for old, new in self.renamed.items()}
            result["paths"] = {names.get(path, path): item for path, item in result["paths"].items()}
        for pointer in self._waiting:  # grows during the loop
            _, section, name = split_pointer(self.homes[pointer])
            objects = result.setdefault("components", {}).setdefault(section, {})
            objects[name] = self._copy(walk(self.tree, pointer))
        return result

    def address(self, pointer: str) -> str:
        """Return the new pointer for a pointer of the tree."""
        pointer = self._final(pointer)
        if not self.is_stray(pointer):
            path = "/".join(pointer.split("/", 3)[:3])
            return self.renamed.get(path, path) + pointer[len(path) :]
        top = next(
            prefix for prefix in prefixes(pointer) if prefix in self._strays and not self.breaks(pointer[len(prefix) :])
        )
        return self._home(top) + pointer[len(top) :]

    # ------------------------------------------------------------------ references

    def _references(self) -> list[tuple[Reference, str]]:
        """Return all resolvable references in document order, with their target pointers."""
        found = []

        def follow(here: Visit) -> Iterator[Visit]:
            for reference in references(here):
                target = target_of(self.tree, reference)
                if target is None:
                    continue
                self.targets.setdefault(id(reference.holder), {})[reference.key] = (target[0], reference.kind)
                found.append((reference, target[0]))
                if isinstance(target[1], dict):
                    yield visit_target(reference, *target)

        for here in visit(Visit(DOCUMENT, self.root, (), ""), follow):
            if here.kind == "schema":
                removed = here.node.keys() & self.dropped
                if not IDENTITY.isdisjoint(here.node) and self.is_stray(pointer_of(here.trail)):
                    removed |= here.node.keys() & IDENTITY
                if removed:
                    self._removed[id(here.node)] = frozenset(removed)
        return found

    def _find_strays(self, holders: list[tuple[Reference, str]]) -> None:
        """Find the strays, and where they go: into a component that only refers to it, or inline."""
        components = self.root.get("components", {})
        for section in SECTIONS.values():
            objects = components.get(section, {})
            self._named[section] = {name: child_pointer("/components", section, name) for name in objects}
        for reference, target in holders:
            pointer = self._final(target)
            if not self.is_stray(pointer):
                continue
            self._strays.setdefault(pointer, reference.kind)
            holder = reference.pointer.rpartition("/")[0]
            if reference.kind in INLINED:
                self._hosts.setdefault(pointer, holder)
            elif _is_component(holder, reference) and not self.is_stray(holder) and pointer not in self.homes:
                self.homes[pointer] = holder
                self._claimed[id(reference.holder)] = pointer

    def _final(self, pointer: str) -> str:
        """Return the target of strays that are only references."""
        seen = set()
        while self.is_stray(pointer) and pointer not in seen:
            seen.add(pointer)
            node = walk(self.tree, pointer)
            if not isinstance(node, dict) or node.keys() != {"$ref"} or id(node) not in self.targets:
                break
            pointer = self.targets[id(node)]["$ref"][0]
        return pointer

    # ------------------------------------------------------------------ new pointers

    def _home(self, pointer: str) -> str:
        if pointer not in self.homes:
            kind = self._strays[pointer]
            self.homes[pointer] = self.address(self._hosts[pointer]) if kind in INLINED else self._name(pointer, kind)
        return self.homes[pointer]

    def _name(self, pointer: str, kind: Kind) -> str:
        """Return the pointer of a new component, or of an existing one with the same name and equal content."""
        section = SECTIONS[kind]
        taken = self._named[section]
        for name in self.names(pointer):
            if name not in taken:
                taken[name] = pointer
                self._waiting.append(pointer)
                return child_pointer("/components", section, name)
            if self._is_same(taken[name], pointer):
                return child_pointer("/components", section, name)
        raise AssertionError("names are infinite")

    def _is_same(self, one: str, other: str) -> bool:
        return is_equal(self.tree, self.targets, walk(self.tree, one), walk(self.tree, other))

    # ------------------------------------------------------------------ new tree

    def _copy(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self._copy(item) if isinstance(item, dict | list) else item for item in node]
        if not isinstance(node, dict):
            return node
        if id(node) in self._claimed:
            return self._copy(walk(self.tree, self._claimed[id(node)]))
        held = self.targets.get(id(node), {})
        if "$ref" in held and held["$ref"][1] in INLINED:
            pointer = self._final(held["$ref"][0])
            if self.is_stray(pointer) and pointer not in self._open:
                return self._inline(node, pointer)
        removed = self._removed.get(id(node), ())
        return {
            key: fragment(self.address(held[key][0])) if key in held else self._copy(value)
            for key, value in node.items()
            if key not in removed
        }

    def _inline(self, node: dict[str, Any], pointer: str) -> dict[str, Any]:
        """Return the target of a reference, merged with siblings of the reference.

        Siblings take precedence (OpenAPI 3.1, "Path Item Object").
        """
        self._open.add(pointer)
        content = self._copy(walk(self.tree, pointer))
        self._open.discard(pointer)
        own = {key: self._copy(value) for key, value in node.items() if key != "$ref"}
        return {**content, **own}


def fragment(pointer: str) -> str:
    """Return the internal reference to a pointer (RFC 6901, section 6)."""
    return "#" + quote(pointer, safe=FRAGMENT_SAFE)


def _is_component(pointer: str, reference: Reference) -> bool:
    """Whether a component of the document is only a reference."""
    tokens = pointer.split("/")
    return (
        len(tokens) == 4
        and tokens[1:3] == ["components", SECTIONS.get(reference.kind)]
        and reference.holder.keys() == {"$ref"}
    )


# ---------------------------------------------------------------------- equality

Targets = Mapping[int, Mapping[str, tuple[str, str]]]
"""Target pointer and kind by key, for each object with references, by identity of the object."""


def is_equal(tree: dict[str, Any], targets: Targets, one: Any, other: Any) -> bool:
    """Whether two nodes of a tree are equal after resolving their references.

    Nodes with different references are equal if the targets are; recursive ones are equal unless a difference is found.
    """
    pairs = [(one, other)]
    assumed: set[tuple[int, int]] = set()
    while pairs:
        left, right = (_target(tree, targets, node) for node in pairs.pop())
        if left is right:
            continue
        if isinstance(left, dict) and isinstance(right, dict):
            if (id(left), id(right)) in assumed:
                continue
            assumed.add((id(left), id(right)))
            if left.keys() != right.keys():
                return False
            pairs.extend((_value(tree, targets, left, key), _value(tree, targets, right, key)) for key in left)
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs.extend(zip(left, right, strict=True))
        elif type(left) is not type(right) or left != right:
            return False
    return True


def _target(tree: dict[str, Any], targets: Targets, node: Any) -> Any:
    """Return the target of an object that is only a reference, through any number of references."""
    seen: set[int] = set()
    while isinstance(node, dict) and node.keys() == {"$ref"} and id(node) in targets and id(node) not in seen:
        seen.add(id(node))
        node = _value(tree, targets, node, "$ref")
    return node


def _value(tree: dict[str, Any], targets: Targets, node: dict[str, Any], key: str) -> Any:
    target = targets.get(id(node), {}).get(key)
    return node[key] if target is None else walk(tree, target[0])
