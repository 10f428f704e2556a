"""Compares the servers of an operation."""

from __future__ import annotations

from contracts.diff.change import Action, AffectedElement, Element
from contracts.diff.collector import DiffCollector, OperationPair, OperationVersion
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.spec.pointers import child_pointer

_ANY_OTHER = "any other value"


def compare_servers(pair: OperationPair) -> None:
    """Compare the servers of an operation."""
    old, new = _effective(pair.collector.old, pair.old), _effective(pair.collector.new, pair.new)
    _compare(pair.collector, old, new, pair.affected())


def _effective(side: DocumentView, operation: OperationVersion) -> dict[str, Located]:
    """Return the servers by URL: those of the operation, the path item, the document, or ``/``."""
    for holder in (operation.site, operation.item, side.root):
        if holder.node.get("servers"):
            found = [site for _, site in side.members(holder, "servers")]
            return {_normalized(str(site.node.get("url"))): site for site in found}
    return {"/": Located("/servers", {})}


def _normalized(url: str) -> str:
    return url.rstrip("/") or "/"


def _compare(
    collector: DiffCollector, old: dict[str, Located], new: dict[str, Located], affected: AffectedElement
) -> None:
    removed = [url for url in old if url not in new]
    added = [url for url in new if url not in old]
    if len(removed) == len(added) == 1:
        server = new[added[0]]
        pointer = child_pointer(server.pointer, "url") if server.node else server.pointer
        found = Difference(Element.SERVER_URL, Action.CHANGED, NEW, pointer, "", removed[0], added[0])
        collector.add(found, affected)
    else:
        for url in removed:
            collector.add(Difference(Element.SERVER, Action.REMOVED, OLD, old[url].pointer, url), affected)
        for url in added:
            collector.add(Difference(Element.SERVER, Action.ADDED, NEW, new[url].pointer, url), affected)
    for url, site in old.items():
        if url in new:
            _variables(collector, site, new[url], affected)


def _variables(collector: DiffCollector, old: Located, new: Located, affected: AffectedElement) -> None:
    before, after = dict(collector.old.members(old, "variables")), dict(collector.new.members(new, "variables"))
    for name, variable in before.items():
        other = after.get(name)
        if other is None:
            continue
        values = variable.node.get("default"), other.node.get("default")
        if values[0] != values[1]:
            pointer = child_pointer(other.pointer, "default")
            found = Difference(Element.SERVER_VARIABLE_DEFAULT, Action.CHANGED, NEW, pointer, name, *values)
            collector.add(found, affected)
        _values(collector, name, variable, other, affected)


def _values(collector: DiffCollector, name: str, old: Located, new: Located, affected: AffectedElement) -> None:
    """Compare the values of a variable: an enum, or any value."""
    before, after = (site.node.get("enum") or None for site in (old, new))
    removed = [str(value) for value in before or () if after and value not in after]
    added = [str(value) for value in after or () if before and value not in before]
    element = Element.SERVER_VARIABLE_VALUE
    if removed or (after and not before):
        values = ", ".join(removed) or _ANY_OTHER
        pointer = child_pointer(new.pointer, "enum")
        collector.add(Difference(element, Action.REMOVED, NEW, pointer, name, old=values), affected)
    if added or (before and not after):
        values = ", ".join(added) or _ANY_OTHER
        side, site = (NEW, new) if after else (OLD, old)
        pointer = child_pointer(site.pointer, "enum")
        collector.add(Difference(element, Action.ADDED, side, pointer, name, new=values), affected)
