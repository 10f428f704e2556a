"""Servers compared: where an operation is asked."""

from __future__ import annotations

from contracts.comparing.change import Aspect
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.ledger import Ledger
from contracts.comparing.side import Side
from contracts.comparing.site import Site
from contracts.comparing.use import Operation, Use
from contracts.spec.document import child_pointer

_OTHERS = "any other value"


def servers(use: Use) -> None:
    """Tell what differs between the servers of an operation."""
    old, new = _effective(use.ledger.old, use.old), _effective(use.ledger.new, use.new)
    _compare(use.ledger, old, new, use.aspect())


def _effective(side: Side, operation: Operation) -> dict[str, Site]:
    """The servers by URL: the operation's own, else the path item's, else the document's, else ``/``."""
    for holder in (operation.site, operation.item, side.root):
        if holder.node.get("servers"):
            found = [site for _, site in side.members(holder, "servers")]
            return {_plain(str(site.node.get("url"))): site for site in found}
    return {"/": Site("/servers", {})}


def _plain(url: str) -> str:
    return url.rstrip("/") or "/"


def _compare(ledger: Ledger, old: dict[str, Site], new: dict[str, Site], aspect: Aspect) -> None:
    gone = [url for url in old if url not in new]
    come = [url for url in new if url not in old]
    if len(gone) == len(come) == 1:
        place = child_pointer(new[come[0]].pointer, "url") if new[come[0]].node else new[come[0]].pointer
        ledger.tell(Difference("server-url-changed", NEW, place, "", gone[0], come[0]), aspect)
    else:
        for url in gone:
            ledger.tell(Difference("server-removed", OLD, old[url].pointer, url), aspect)
        for url in come:
            ledger.tell(Difference("server-added", NEW, new[url].pointer, url), aspect)
    for url, site in old.items():
        if url in new:
            _variables(ledger, site, new[url], aspect)


def _variables(ledger: Ledger, old: Site, new: Site, aspect: Aspect) -> None:
    before, after = dict(ledger.old.members(old, "variables")), dict(ledger.new.members(new, "variables"))
    for name, variable in before.items():
        other = after.get(name)
        if other is None:
            continue
        if variable.node.get("default") != other.node.get("default"):
            place = child_pointer(other.pointer, "default")
            values = variable.node.get("default"), other.node.get("default")
            ledger.tell(Difference("server-variable-default-changed", NEW, place, name, *values), aspect)
        _values(ledger, name, variable, other, aspect)


def _values(ledger: Ledger, name: str, old: Site, new: Site, aspect: Aspect) -> None:
    """What a variable may be: listed values, or anything."""
    before, after = (site.node.get("enum") or None for site in (old, new))
    gone = [str(value) for value in before or () if after and value not in after]
    come = [str(value) for value in after or () if before and value not in before]
    if gone or (after and not before):
        place = child_pointer(new.pointer, "enum")
        ledger.tell(Difference("server-variable-value-removed", NEW, place, name, ", ".join(gone) or _OTHERS), aspect)
    if come or (before and not after):
        side, place = (NEW, child_pointer(new.pointer, "enum")) if after else (OLD, child_pointer(old.pointer, "enum"))
        ledger.tell(Difference("server-variable-value-added", side, place, name, ", ".join(come) or _OTHERS), aspect)
