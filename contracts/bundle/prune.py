"""Removes unused components, links, tags and security requirements, and extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.bundle.builder import BundleBuilder
from contracts.bundle.component_names import SECTIONS
from contracts.bundle.relocate import fragment
from contracts.spec.object_model import DOCUMENT, OPERATIONS
from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer, walk
from contracts.spec.traversal import Visit, references, target_of, trail_to, visit, visit_bundled, visit_target

COMPONENTS = "/components/"

NAMED = frozenset({"mapping", "scopes", "variables"})
"""Fields whose keys are names, which may start with ``x-``."""


def drop_unused(draft: BundleBuilder) -> None:
    """Remove the components that no path and no webhook uses, directly or indirectly.

    A schema that extends one with a discriminator counts as used with it, because values of the discriminator name it.
    References in extensions count too, and names of security schemes in requirements.
    """
    tree = draft.tree
    used = _Reach(tree).used()
    components = tree.get("components")
    if not isinstance(components, dict):
        return
    for section in [*SECTIONS.values(), "pathItems", "mediaTypes"]:
        objects = components.get(section)
        if isinstance(objects, dict):
            components[section] = {name: value for name, value in objects.items() if (section, name) in used}
            if not components[section]:
                del components[section]
    if not components:
        del tree["components"]


class _Reach:
    """The components that paths and webhooks of a tree use."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree = tree
        self.found: set[tuple[str, str]] = set()
        self.bases: set[int] = set()
        """Identities of schemas with a discriminator."""

    def walk(self) -> Iterator[Visit]:
        """Yield all objects that references lead to."""
        root = {key: value for key, value in self.tree.items() if key != "components"}
        return visit(Visit(DOCUMENT, root, (), ""), self._follow)

    def used(self) -> set[tuple[str, str]]:
        """Return section and name of each used component."""
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
        """Visit a component, whose parts may have no references of their own."""
        kind = next((kind for kind, name_ in SECTIONS.items() if name_ == section), "")
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
        """Add schemas that extend one with a discriminator; returns whether there were new ones."""
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


# ---------------------------------------------------------------------- links, tags, security, extensions


def has_operation(item: dict[str, Any]) -> bool:
    """Whether a path item has an operation."""
    return any(method in item for method in OPERATIONS) or "additionalOperations" in item


def drop_links(tree: dict[str, Any], renames: Mapping[str, str]) -> None:
    """Remove links to removed operations, and correct links to moved ones.

    :param renames: new pointers of paths by old pointer.
    """
    visits = list(visit_bundled(tree))
    ids = {here.node.get("operationId") for here in visits if here.kind == "operation"}
    gone = {id(here.node) for here in visits if here.kind == "link" and not _has_target(tree, here.node, ids, renames)}
    for here in visits:
        if here.kind in ("response", "components") and isinstance(here.node.get("links"), dict):
            links = {name: link for name, link in here.node["links"].items() if not _is_gone(tree, link, gone)}
            if links:
                here.node["links"] = links
            else:
                del here.node["links"]


def _has_target(tree: dict[str, Any], link: dict[str, Any], ids: set[Any], renames: Mapping[str, str]) -> bool:
    """Whether the operation of a link exists; corrects its reference."""
    if "operationId" in link:
        return link["operationId"] in ids
    reference = link.get("operationRef")
    if not isinstance(reference, str) or not reference.startswith("#/paths/"):
        return True
    pointer = reference_pointer(reference)
    path = "/".join(pointer.split("/", 3)[:3])
    if path not in renames:
        return False
    pointer = renames[path] + pointer[len(path) :]
    try:
        walk(tree, pointer)
    except KeyError:
        return False
    link["operationRef"] = fragment(pointer)
    return True


def _is_gone(tree: dict[str, Any], link: Any, gone: set[int]) -> bool:
    if id(link) in gone:
        return True
    reference = link.get("$ref") if isinstance(link, dict) else None
    if not isinstance(reference, str):
        return False
    try:
        return id(walk(tree, reference_pointer(reference))) in gone
    except KeyError:  # removed before
        return True


def drop_tags(tree: dict[str, Any]) -> None:
    """Remove tags that no operation has, except parents of used ones (``parent``, OpenAPI 3.2)."""
    if not isinstance(tree.get("tags"), list):
        return
    used = {tag for here in visit_bundled(tree) if here.kind == "operation" for tag in here.node.get("tags", ())}
    parents = {tag.get("name"): tag.get("parent") for tag in tree["tags"] if isinstance(tag, dict)}
    for tag in list(used):
        parent = parents.get(tag)
        while parent is not None and parent not in used:
            used.add(parent)
            parent = parents.get(parent)
    tree["tags"] = [tag for tag in tree["tags"] if isinstance(tag, dict) and tag.get("name") in used]
    if not tree["tags"]:
        del tree["tags"]


def drop_security(tree: dict[str, Any]) -> None:
    """Remove the default security requirement if every operation has its own."""
    operations = [here.node for here in visit_bundled(tree) if here.kind == "operation"]
    if operations and all("security" in operation for operation in operations):
        tree.pop("security", None)


def strip_extensions(tree: dict[str, Any]) -> None:
    """Remove all ``x-`` extensions of the document's objects; data with similar keys stays."""
    for here in list(visit_bundled(tree)):
        _strip(here.node)
        for key in ("info", "discriminator", "xml", "externalDocs", "flows"):
            if isinstance(here.node.get(key), dict):
                _strip_below(here.node[key])
        for key in ("servers", "tags"):
            for item in here.node.get(key, ()) if isinstance(here.node.get(key), list) else ():
                _strip_below(item)


def _strip(node: dict[str, Any]) -> None:
    for key in [key for key in node if key.startswith("x-")]:
        del node[key]


def _strip_below(node: Any) -> None:
    """Remove extensions of objects without data: keys are fields, or names that do not start with ``x-``."""
    if isinstance(node, dict):
        _strip(node)
        for key, value in node.items():
            if key not in NAMED:
                _strip_below(value)
