"""Compares the servers of an operation."""

from __future__ import annotations

from typing import NamedTuple

from contracts.diff.change import Action, AffectedElement, Element
from contracts.diff.collector import DiffCollector, OperationPair, OperationVersion
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.diff.paths import unnamed
from contracts.diff.server_urls import servers_of, urls_of
from contracts.spec.pointers import child_pointer

_ANY_OTHER = "any other value"


def compare_servers(pair: OperationPair) -> None:
    """Compare the servers of an operation; with the path below them if a part of it moved to or from their URLs."""
    sides = (pair.collector.old, pair.old), (pair.collector.new, pair.new)
    old, new = ([Server.read(side, site) for site in _effective(side, version)] for side, version in sides)
    if pair.moved_to:
        path = pair.name.partition(" ")[2]
        old, new = [one.at(path) for one in old], [one.at(pair.moved_to) for one in new]
    _compare(pair.collector, old, new, pair.affected())


class Server(NamedTuple):
    """A server of an operation.

    :param name: its URL as written.
    :param urls: the same with values for its variables.
    """

    name: str
    urls: frozenset[str]
    site: Located

    @classmethod
    def read(cls, side: DocumentView, site: Located) -> Server:
        """Return the server that an object describes."""
        urls = frozenset(one.url or "/" for one in urls_of(side, site))
        return cls(str(site.node.get("url", "/")).rstrip("/") or "/", urls, site)

    def at(self, path: str) -> Server:
        """Return the server with the URLs of a path template."""
        template = unnamed(path)
        return self._replace(
            name=self.name.rstrip("/") + path, urls=frozenset(url.rstrip("/") + template for url in self.urls)
        )

    def is_in(self, others: list[Server]) -> bool:
        """Whether others have all its URLs."""
        return any(self.name == other.name for other in others) or all(
            any(url in other.urls for other in others) for url in self.urls
        )


def _effective(side: DocumentView, operation: OperationVersion) -> list[Located]:
    return servers_of(side, operation.site, operation.item)


def _compare(collector: DiffCollector, old: list[Server], new: list[Server], affected: AffectedElement) -> None:
    removed = [server for server in old if not server.is_in(new)]
    added = [server for server in new if not server.is_in(old)]
    if len(removed) == len(added) == 1:
        server = added[0]
        pointer = child_pointer(server.site.pointer, "url") if server.site.node else server.site.pointer
        found = Difference(Element.SERVER_URL, Action.CHANGED, NEW, pointer, "", removed[0].name, server.name)
        collector.add(found, affected)
    else:
        for one in removed:
            collector.add(Difference(Element.SERVER, Action.REMOVED, OLD, one.site.pointer, one.name), affected)
        for one in added:
            collector.add(Difference(Element.SERVER, Action.ADDED, NEW, one.site.pointer, one.name), affected)
    named = {server.name: server for server in new}
    for server in old:
        if server.name in named:
            _variables(collector, server.site, named[server.name].site, affected)


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
