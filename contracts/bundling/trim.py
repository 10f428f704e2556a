"""What a document says of operations that it has no more: links, tags and security, taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.bundling.gather import fragment
from contracts.spec.document import reference_pointer, walk
from contracts.spec.shapes import OPERATIONS
from contracts.spec.traversal import visit_bundled

NAMED = frozenset({"mapping", "scopes", "variables"})
"""Fields whose keys are names, of which one may start with ``x-``."""


def has_operation(item: dict[str, Any]) -> bool:
    """Whether a path item holds one."""
    return any(method in item for method in OPERATIONS) or "additionalOperations" in item


def drop_links(tree: dict[str, Any], renames: Mapping[str, str]) -> None:
    """Take out the links to operations that are gone, and let the others follow those that moved.

    :param renames: pointers of paths, old and new.
    """
    visits = list(visit_bundled(tree))
    ids = {here.node.get("operationId") for here in visits if here.kind == "operation"}
    gone = {id(here.node) for here in visits if here.kind == "link" and not _leads_on(tree, here.node, ids, renames)}
    for here in visits:
        if here.kind in ("response", "components") and isinstance(here.node.get("links"), dict):
            links = {name: link for name, link in here.node["links"].items() if not _is_gone(tree, link, gone)}
            if links:
                here.node["links"] = links
            else:
                del here.node["links"]


def _leads_on(tree: dict[str, Any], link: dict[str, Any], ids: set[Any], renames: Mapping[str, str]) -> bool:
    """Whether a link's operation is there; the reference to it is corrected."""
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
    except KeyError:  # taken out just before
        return True


def drop_tags(tree: dict[str, Any]) -> None:
    """Take out the descriptions of tags that no operation has, nor a tag below one (``parent``, OpenAPI 3.2)."""
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
    """Take out the requirement for all operations where each has one of its own."""
    operations = [here.node for here in visit_bundled(tree) if here.kind == "operation"]
    if operations and all("security" in operation for operation in operations):
        tree.pop("security", None)


def strip_extensions(tree: dict[str, Any]) -> None:
    """Take out every ``x-`` extension of the document's objects; data that only looks like one stays."""
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
    """Objects that hold no data: each key is a field, or a name that starts with no ``x-``."""
    if isinstance(node, dict):
        _strip(node)
        for key, value in node.items():
            if key not in NAMED:
                _strip_below(value)
