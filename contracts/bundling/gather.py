"""What is out of place put into place: what references lead to becomes a component, and they lead there.

The same work is done for objects in other files, for those in paths that are cut away, and for those under keywords
that another version of OpenAPI does not have. They are the *strays*; who calls says which pointers are such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from contracts.bundling.draft import prefixes
from contracts.bundling.names import SECTIONS
from contracts.bundling.sameness import same
from contracts.spec.document import child_pointer, split_pointer, walk
from contracts.spec.references import FRAGMENT_SAFE
from contracts.spec.shapes import DOCUMENT, Kind
from contracts.spec.traversal import Reference, Visit, pointer_of, references, target_of, visit, visit_target

INLINED = frozenset({"path-item", "media-type"})
"""Kinds that are written where they are referred to: not every version has components for them."""

IDENTITY = frozenset({"$id", "$anchor", "$dynamicAnchor", "$schema"})
"""Keywords that name a schema or its language. A schema that moves in beside others loses them: all references are
pointers by now, and below an ``$id`` they would be relative to it (JSON Schema 2020-12, section 8.2.1)."""


class Gatherer:
    """One pass over one tree, which stays as it is.

    :param tree: where references lead into.
    :param root: what is kept of it, made of the very nodes of the tree.
    :param is_stray: whether what stands at a pointer of the tree is to move if something refers to it.
    :param names: what a stray that becomes a component may be called, an endless supply.
    :param renamed: pointers of the tree whose content is called otherwise in the result.
    :param breaks: whether a pointer, given as the rest below a stray, does not survive the move of that stray.
    :param dropped: keywords of schemas that are left out.
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
        """Where each stray comes to stand, as a pointer of the result."""
        self._left_out: dict[int, frozenset[str]] = {}
        self._strays: dict[str, Kind] = {}
        self._hosts: dict[str, str] = {}
        self._claimed: dict[int, str] = {}
        self._named: dict[str, dict[str, str]] = {}
        self._waiting: list[str] = []
        self._open: set[str] = set()

    def gather(self) -> dict[str, Any]:
        """The new tree, nothing of it shared with the old one."""
        holders = self._survey()
        self._settle(holders)
        result: dict[str, Any] = self._copy(self.root)
        if self.renamed and "paths" in result:
            names = {split_pointer(old)[1]: split_pointer(new)[1] for old, new in self.renamed.items()}
            result["paths"] = {names.get(path, path): item for path, item in result["paths"].items()}
        for pointer in self._waiting:  # grows while it is worked through
            _, section, name = split_pointer(self.homes[pointer])
            shelf = result.setdefault("components", {}).setdefault(section, {})
            shelf[name] = self._copy(walk(self.tree, pointer))
        return result

    def address(self, pointer: str) -> str:
        """Where in the result that stands which stood at a pointer of the tree."""
        pointer = self._final(pointer)
        if not self.is_stray(pointer):
            path = "/".join(pointer.split("/", 3)[:3])
            return self.renamed.get(path, path) + pointer[len(path) :]
        top = next(
            prefix for prefix in prefixes(pointer) if prefix in self._strays and not self.breaks(pointer[len(prefix) :])
        )
        return self._home(top) + pointer[len(top) :]

    # ------------------------------------------------------------------ what there is

    def _survey(self) -> list[tuple[Reference, str]]:
        """Every reference that leads somewhere, in the order of the walk, with the pointer it leads to."""
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
                left_out = here.node.keys() & self.dropped
                if not IDENTITY.isdisjoint(here.node) and self.is_stray(pointer_of(here.trail)):
                    left_out |= here.node.keys() & IDENTITY
                if left_out:
                    self._left_out[id(here.node)] = frozenset(left_out)
        return found

    def _settle(self, holders: list[tuple[Reference, str]]) -> None:
        """Find what moves, and what waits for it: a component that only refers to it, a place to inline it."""
        components = self.root.get("components", {})
        for section in SECTIONS.values():
            shelf = components.get(section, {})
            self._named[section] = {name: child_pointer("/components", section, name) for name in shelf}
        for reference, target in holders:
            pointer = self._final(target)
            if not self.is_stray(pointer):
                continue
            self._strays.setdefault(pointer, reference.kind)
            place = reference.pointer.rpartition("/")[0]
            if reference.kind in INLINED:
                self._hosts.setdefault(pointer, place)
            elif _is_component(place, reference) and not self.is_stray(place) and pointer not in self.homes:
                self.homes[pointer] = place
                self._claimed[id(reference.holder)] = pointer

    def _final(self, pointer: str) -> str:
        """What a stray stands for that is nothing but a reference itself."""
        seen = set()
        while self.is_stray(pointer) and pointer not in seen:
            seen.add(pointer)
            node = walk(self.tree, pointer)
            if not isinstance(node, dict) or node.keys() != {"$ref"} or id(node) not in self.targets:
                break
            pointer = self.targets[id(node)]["$ref"][0]
        return pointer

    # ------------------------------------------------------------------ where it goes

    def _home(self, pointer: str) -> str:
        if pointer not in self.homes:
            kind = self._strays[pointer]
            self.homes[pointer] = self.address(self._hosts[pointer]) if kind in INLINED else self._name(pointer, kind)
        return self.homes[pointer]

    def _name(self, pointer: str, kind: Kind) -> str:
        """Find a name, or the component of that name that says the same."""
        section = SECTIONS[kind]
        taken = self._named[section]
        for name in self.names(pointer):
            if name not in taken:
                taken[name] = pointer
                self._waiting.append(pointer)
                return child_pointer("/components", section, name)
            if self._is_same(taken[name], pointer):
                return child_pointer("/components", section, name)
        raise AssertionError("names come without an end")

    def _is_same(self, one: str, other: str) -> bool:
        return same(self.tree, self.targets, walk(self.tree, one), walk(self.tree, other))

    # ------------------------------------------------------------------ the new tree

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
        left_out = self._left_out.get(id(node), ())
        return {
            key: fragment(self.address(held[key][0])) if key in held else self._copy(value)
            for key, value in node.items()
            if key not in left_out
        }

    def _inline(self, node: dict[str, Any], pointer: str) -> dict[str, Any]:
        """What a reference leads to, in its place.

        What stands beside the reference counts too, and first (OpenAPI 3.1, "Path Item Object").
        """
        self._open.add(pointer)
        content = self._copy(walk(self.tree, pointer))
        self._open.discard(pointer)
        own = {key: self._copy(value) for key, value in node.items() if key != "$ref"}
        return {**content, **own}


def fragment(pointer: str) -> str:
    """The internal reference to a pointer (RFC 6901, section 6)."""
    return "#" + quote(pointer, safe=FRAGMENT_SAFE)


def _is_component(place: str, reference: Reference) -> bool:
    """Whether a reference is all that a component of the document consists of."""
    tokens = place.split("/")
    return (
        len(tokens) == 4
        and tokens[1:3] == ["components", SECTIONS.get(reference.kind)]
        and reference.holder.keys() == {"$ref"}
    )
