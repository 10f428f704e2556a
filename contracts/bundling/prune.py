"""Components that nothing reaches, and what else nothing uses, taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.bundling.draft import Draft
from contracts.bundling.names import SECTIONS
from contracts.spec.document import child_pointer, reference_pointer, split_pointer, walk
from contracts.spec.shapes import DOCUMENT
from contracts.spec.traversal import Visit, references, target_of, trail_to, visit, visit_target

COMPONENTS = "/components/"


def drop_unused(draft: Draft) -> None:
    """Take out the components that neither a path nor a webhook reaches, through however many others.

    A schema that extends one with a discriminator is reached with it: the discriminator's value names it. So is what an
    extension names by its reference, and a security scheme that a requirement names.
    """
    tree = draft.tree
    used = _Reach(tree).used()
    components = tree.get("components")
    if not isinstance(components, dict):
        return
    for section in [*SECTIONS.values(), "pathItems", "mediaTypes"]:
        shelf = components.get(section)
        if isinstance(shelf, dict):
            components[section] = {name: value for name, value in shelf.items() if (section, name) in used}
            if not components[section]:
                del components[section]
    if not components:
        del tree["components"]


class _Reach:
    """What the paths and webhooks of one tree lead to."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree = tree
        self.found: set[tuple[str, str]] = set()
        self.bases: set[int] = set()
        """Schemas with a discriminator, by identity."""

    def walk(self) -> Iterator[Visit]:
        """Every object that is reached without looking at names."""
        root = {key: value for key, value in self.tree.items() if key != "components"}
        return visit(Visit(DOCUMENT, root, (), ""), self._follow)

    def used(self) -> set[tuple[str, str]]:
        """Section and name of each component that is reached."""
        seen: set[tuple[str, str]] = set()
        self._note_names(self.tree)
        for here in self.walk():
            self._note(here)
        while self.found - seen or self._extending():
            for section, name in sorted(self.found - seen):
                seen.add((section, name))
                self._enter(section, name)
        return self.found

    def _follow(self, here: Visit) -> Iterator[Visit]:
        for reference in references(here):
            target = target_of(self.tree, reference)
            if target is None:
                continue
            self._add(target[0])
            if isinstance(target[1], dict):
                yield visit_target(reference, *target)

    def _add(self, pointer: str) -> None:
        if pointer.startswith(COMPONENTS):
            _, section, name, *_ = [*split_pointer(pointer), ""]
            self.found.add((section, name))

    def _enter(self, section: str, name: str) -> None:
        """Walk over a component, whose parts may be reached by no reference of their own."""
        kind = next((kind for kind, shelf in SECTIONS.items() if shelf == section), "")
        pointer = child_pointer("/components", section, name)
        try:
            node = walk(self.tree, pointer)
        except KeyError:
            return
        if kind and isinstance(node, dict):
            for here in visit(Visit(kind, node, trail_to(split_pointer(pointer)), ""), self._follow):
                self._note(here)

    def _note(self, here: Visit) -> None:
        node = here.node
        if here.kind == "schema" and "discriminator" in node:
            self.bases.add(id(node))
        elif here.kind in ("document", "operation"):
            self._note_names(node)
        for key, value in node.items():
            if key.startswith("x-"):
                self._note_extension(value)

    def _note_names(self, node: dict[str, Any]) -> None:
        for requirement in _mappings(node.get("security")):
            self.found |= {("securitySchemes", name) for name in requirement}

    def _note_extension(self, value: Any) -> None:
        if isinstance(value, str) and value.startswith("#" + COMPONENTS):
            self._add(reference_pointer(value))
        elif isinstance(value, dict | list):
            for below in value.values() if isinstance(value, dict) else value:
                self._note_extension(below)

    def _extending(self) -> bool:
        """Find schemas that extend one with a discriminator; whether there were new ones."""
        if not self.bases:
            return False
        before = len(self.found)
        schemas = self.tree.get("components", {}).get("schemas", {})
        for name, schema in schemas.items():
            if isinstance(schema, dict) and any(map(self._is_base, _mappings(schema.get("allOf")))):
                self.found.add(("schemas", name))
        return len(self.found) > before

    def _is_base(self, part: dict[str, Any]) -> bool:
        reference = part.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return False
        try:
            return id(walk(self.tree, reference_pointer(reference))) in self.bases
        except KeyError:
            return False


def _mappings(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
