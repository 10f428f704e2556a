"""Compares two documents: paths, webhooks, and their operations."""

from __future__ import annotations

from contracts.diff.bodies import compare_request_body
from contracts.diff.change import Action, AffectedElement, Element, Part
from contracts.diff.collector import DiffCollector, OperationPair, OperationVersion
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.diff.parameters import compare_parameters
from contracts.diff.paths import PathMatch, match_paths, templates
from contracts.diff.responses import compare_responses
from contracts.diff.security import compare_security
from contracts.diff.servers import compare_servers
from contracts.spec.document import Document
from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer


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
    old, new = templates(collector.old), templates(collector.new)
    matches = {match.old: match for match in match_paths(collector.old, collector.new)}
    for path, item in old.items():
        if path in matches:
            _path(collector, matches[path], item, new[matches[path].new])
        else:
            _path_removed(collector, path, item)
    matched = {match.new for match in matches.values()}
    for path, item in new.items():
        if path not in matched:
            _path_added(collector, path, item)


def _path(collector: DiffCollector, match: PathMatch, old: Located, new: Located) -> None:
    affected = [_affected(f"{method} {match.old}") for method in _methods(collector.old, old)]
    moved = match.moved()
    if moved is not None:
        collector.add(moved, *affected)
    if match.renamed:
        found = Difference(Element.PATH_PARAMETER, Action.RENAMED, NEW, new.reported_at, "", match.old, match.new)
        collector.add(found, *affected)
    _path_item(collector, match.old, (old, new), match.renamed, moved_to=match.new if moved else "")


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
    moved_to: str = "",
) -> None:
    old, new = _methods(collector.old, items[0]), _methods(collector.new, items[1])
    for method, site in old.items():
        name = f"{method} {path}"
        if method in new:
            before, after = OperationVersion(site, items[0]), OperationVersion(new[method], items[1])
            _operation(OperationPair(collector, name, before, after, is_incoming, renamed, moved_to))
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
