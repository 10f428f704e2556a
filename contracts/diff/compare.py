"""Compares two documents: paths, webhooks, and their operations."""

from __future__ import annotations

import re

from contracts.diff.bodies import compare_request_body
from contracts.diff.change import Action, AffectedElement, Element, Part
from contracts.diff.collector import DiffCollector, OperationPair, OperationVersion
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.diff.parameters import compare_parameters
from contracts.diff.responses import compare_responses
from contracts.diff.security import compare_security
from contracts.diff.servers import compare_servers
from contracts.spec.document import Document
from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer

_PARAMETER = re.compile(r"\{([^{}]*)\}")


def compare(old: Document, new: Document) -> DiffCollector:
    """Collect all differences between two documents."""
    collector = DiffCollector(DocumentView(old), DocumentView(new))
    _version(collector, old, new)
    _paths(collector)
    _webhooks(collector)
    return collector


def _version(collector: DiffCollector, old: Document, new: Document) -> None:
    before, after = (document.version[:3] for document in (old, new))
    if before != after:
        pointer = "/swagger" if after == "2.0" else "/openapi"
        found = Difference(Element.OPENAPI_VERSION, Action.CHANGED, NEW, pointer, "", before, after)
        collector.add(found, AffectedElement("", Part.OPERATION))


def _paths(collector: DiffCollector) -> None:
    old, new = _templates(collector.old), _templates(collector.new)
    matches = _matched(list(old), list(new))
    for path, item in old.items():
        if path not in matches:
            _path_removed(collector, path, item)
            continue
        other = matches[path]
        names = zip(_PARAMETER.findall(path), _PARAMETER.findall(other), strict=True)
        renamed = {before: after for before, after in names if before != after}
        if renamed:
            affected = [_affected(f"{method} {path}") for method in _methods(collector.old, item)]
            pointer = new[other].reported_at
            found = Difference(Element.PATH_PARAMETER, Action.RENAMED, NEW, pointer, "", path, other)
            collector.add(found, *affected)
        _path_item(collector, path, (item, new[other]), renamed)
    matched = set(matches.values())
    for path, item in new.items():
        if path not in matched:
            _path_added(collector, path, item)


def _templates(side: DocumentView) -> dict[str, Located]:
    """Return the path items by template."""
    return {path: item for path, item in side.members(side.root, "paths") if path.startswith("/")}


def _matched(old: list[str], new: list[str]) -> dict[str, str]:
    """Match path templates that are equal or differ only in parameter names, which clients do not see."""
    known = set(new)
    same = {path: path for path in old if path in known}
    rest = {_PARAMETER.sub("{}", path): path for path in reversed(new) if path not in same}
    for path in old:
        if path not in same and (other := rest.pop(_PARAMETER.sub("{}", path), None)) is not None:
            same[path] = other
    return same


def _methods(side: DocumentView, item: Located) -> dict[str, Located]:
    """Return the operations of a path item by method, with ``additionalOperations`` of OpenAPI 3.2."""
    found = {}
    for method in METHODS:
        site = side.child(item, method)
        if site is not None:
            found[method.upper()] = site
    additional = side.child(item, "additionalOperations")
    if additional is not None:
        found |= dict(side.members(item, "additionalOperations"))
    return found


def _affected(name: str) -> AffectedElement:
    return AffectedElement(name, Part.OPERATION)


def _path_removed(collector: DiffCollector, path: str, item: Located) -> None:
    for method, site in _methods(collector.old, item).items():
        _operation_removed(collector, f"{method} {path}", site)


def _path_added(collector: DiffCollector, path: str, item: Located) -> None:
    for method, site in _methods(collector.new, item).items():
        _operation_added(collector, f"{method} {path}", site)


def _operation_removed(collector: DiffCollector, name: str, site: Located) -> None:
    found = Difference(Element.OPERATION, Action.REMOVED, OLD, site.reported_at, name)
    collector.add(found, _affected(name))


def _operation_added(collector: DiffCollector, name: str, site: Located) -> None:
    found = Difference(Element.OPERATION, Action.ADDED, NEW, site.reported_at, name)
    collector.add(found, _affected(name))


def _path_item(
    collector: DiffCollector,
    path: str,
    items: tuple[Located, Located],
    renamed: dict[str, str],
    *,
    is_incoming: bool = False,
) -> None:
    old, new = _methods(collector.old, items[0]), _methods(collector.new, items[1])
    for method, site in old.items():
        name = f"{method} {path}"
        if method in new:
            before, after = OperationVersion(site, items[0]), OperationVersion(new[method], items[1])
            _operation(OperationPair(collector, name, before, after, is_incoming, renamed))
        else:
            _operation_removed(collector, name, site)
    for method, site in new.items():
        if method not in old:
            _operation_added(collector, f"{method} {path}", site)


def _operation(pair: OperationPair) -> None:
    """Compare an operation of both documents."""
    _deprecation(pair)
    _operation_id(pair)
    _tags(pair)
    compare_parameters(pair)
    compare_request_body(pair)
    compare_responses(pair)
    _callbacks(pair)
    if not pair.is_incoming:
        compare_security(pair)
        compare_servers(pair)


def _deprecation(pair: OperationPair) -> None:
    old, new = pair.old.site, pair.new.site
    was_deprecated, is_deprecated = (site.node.get("deprecated") is True for site in (old, new))
    if is_deprecated and not was_deprecated:
        pair.added(Element.OPERATION, Action.DEPRECATED, child_pointer(new.pointer, "deprecated"), pair.name)
    elif was_deprecated and not is_deprecated:
        pointer = child_pointer(old.pointer, "deprecated")
        pair.removed(Element.OPERATION, Action.NO_LONGER_DEPRECATED, pointer, pair.name)


def _operation_id(pair: OperationPair) -> None:
    old, new = pair.old.site, pair.new.site
    before, after = (site.node.get("operationId") for site in (old, new))
    if before is not None and before != after:
        side, site = (NEW, new) if after else (OLD, old)
        pointer = child_pointer(site.pointer, "operationId")
        found = Difference(Element.OPERATION_ID, Action.CHANGED, side, pointer, pair.name, before, after or "none")
        pair.collector.add(found, pair.affected())


def _tags(pair: OperationPair) -> None:
    old, new = pair.old.site, pair.new.site
    before, after = _tag_names(old), _tag_names(new)
    if before != after:
        side, site = (NEW, new) if after else (OLD, old)
        pointer = child_pointer(site.pointer, "tags")
        found = Difference(Element.OPERATION_TAGS, Action.CHANGED, side, pointer, pair.name, before, after)
        pair.collector.add(found, pair.affected())


def _tag_names(site: Located) -> str:
    tags = site.node.get("tags")
    return ", ".join(sorted(map(str, tags))) if isinstance(tags, list) else ""


def _webhooks(collector: DiffCollector) -> None:
    old, new = (dict(side.members(side.root, "webhooks")) for side in (collector.old, collector.new))
    for name, item in old.items():
        if name in new:
            _path_item(collector, name, (item, new[name]), {}, is_incoming=True)
        else:
            found = Difference(Element.WEBHOOK, Action.REMOVED, OLD, item.reported_at, name)
            collector.add(found, *_operations_of(collector.old, name, item))
    for name, item in new.items():
        if name not in old:
            found = Difference(Element.WEBHOOK, Action.ADDED, NEW, item.reported_at, name)
            collector.add(found, *_operations_of(collector.new, name, item))


def _operations_of(side: DocumentView, name: str, item: Located) -> list[AffectedElement]:
    return [_affected(f"{method} {name}") for method in _methods(side, item)]


def _callbacks(pair: OperationPair) -> None:
    collector = pair.collector
    old = dict(collector.old.members(pair.old.site, "callbacks"))
    new = dict(collector.new.members(pair.new.site, "callbacks"))
    for name, site in old.items():
        if name not in new:
            pair.removed(Element.CALLBACK, Action.REMOVED, site.reported_at, name)
        elif collector.is_first_visit(site.node, new[name].node):
            _expressions(pair, name, site, new[name])
    for name, site in new.items():
        if name not in old:
            pair.added(Element.CALLBACK, Action.ADDED, site.reported_at, name)


def _expressions(pair: OperationPair, name: str, old: Located, new: Located) -> None:
    """Compare the path items of a callback, matched by the runtime expression of the URL."""
    before, after = _callback_items(pair.collector.old, old), _callback_items(pair.collector.new, new)
    for expression, item in before.items():
        if expression in after:
            _path_item(pair.collector, expression, (item, after[expression]), {}, is_incoming=True)
        else:
            pair.removed(Element.CALLBACK, Action.REMOVED, item.reported_at, f"{name} ({expression})")
    for expression, item in after.items():
        if expression not in before:
            pair.added(Element.CALLBACK, Action.ADDED, item.reported_at, f"{name} ({expression})")


def _callback_items(side: DocumentView, callback: Located) -> dict[str, Located]:
    return {
        key: found
        for key in callback.node
        if not key.startswith("x-") and (found := side.child(callback, key)) is not None
    }
