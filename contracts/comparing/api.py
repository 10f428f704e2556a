"""Two documents compared as a whole: paths, webhooks, and their operations."""

from __future__ import annotations

import re

from contracts.comparing.bodies import request_body
from contracts.comparing.change import Aspect
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.ledger import Ledger
from contracts.comparing.parameters import parameters
from contracts.comparing.responses import responses
from contracts.comparing.security import security
from contracts.comparing.servers import servers
from contracts.comparing.side import Side
from contracts.comparing.site import Site
from contracts.comparing.use import Operation, Use
from contracts.spec.document import METHODS, Document, child_pointer

_PARAMETER = re.compile(r"\{([^{}]*)\}")


def compare(old: Document, new: Document) -> Ledger:
    """All differences between two documents."""
    ledger = Ledger(Side(old), Side(new))
    _version(ledger, old, new)
    _paths(ledger)
    _webhooks(ledger)
    return ledger


def _version(ledger: Ledger, old: Document, new: Document) -> None:
    before, after = (document.version[:3] for document in (old, new))
    if before != after:
        key = "/swagger" if after == "2.0" else "/openapi"
        ledger.tell(Difference("openapi-version-changed", NEW, key, "", before, after), Aspect("", "operation"))


def _paths(ledger: Ledger) -> None:
    old, new = _templates(ledger.old), _templates(ledger.new)
    pairs = _matched(list(old), list(new))
    for path, item in old.items():
        if path not in pairs:
            _gone(ledger, path, item)
            continue
        other = pairs[path]
        names = zip(_PARAMETER.findall(path), _PARAMETER.findall(other), strict=True)
        renamed = {one: two for one, two in names if one != two}
        if renamed:
            aspects = [Aspect(f"{method} {path}", "operation") for method in _methods(ledger.old, item)]
            place = new[other].place
            ledger.tell(Difference("path-parameter-renamed", NEW, place, "", path, other), *aspects)
        _item(ledger, path, (item, new[other]), renamed)
    taken = set(pairs.values())
    for path, item in new.items():
        if path not in taken:
            _come(ledger, path, item)


def _templates(side: Side) -> dict[str, Site]:
    """The path items by their templates."""
    return {path: item for path, item in side.members(side.root, "paths") if path.startswith("/")}


def _matched(old: list[str], new: list[str]) -> dict[str, str]:
    """Which template is which: the same one, or one that differs in names of parameters, which no client sees."""
    known = set(new)
    same = {path: path for path in old if path in known}
    left = {_PARAMETER.sub("{}", path): path for path in reversed(new) if path not in same}
    for path in old:
        if path not in same and (other := left.pop(_PARAMETER.sub("{}", path), None)) is not None:
            same[path] = other
    return same


def _methods(side: Side, item: Site) -> dict[str, Site]:
    """The operations of a path item; those of ``additionalOperations`` came with 3.2."""
    found = {}
    for method in METHODS:
        site = side.child(item, method)
        if site is not None:
            found[method.upper()] = site
    more = side.child(item, "additionalOperations")
    if more is not None:
        found |= dict(side.members(item, "additionalOperations"))
    return found


def _gone(ledger: Ledger, path: str, item: Site) -> None:
    for method, site in _methods(ledger.old, item).items():
        _operation_gone(ledger, f"{method} {path}", site)


def _come(ledger: Ledger, path: str, item: Site) -> None:
    for method, site in _methods(ledger.new, item).items():
        _operation_come(ledger, f"{method} {path}", site)


def _operation_gone(ledger: Ledger, name: str, site: Site) -> None:
    ledger.tell(Difference("operation-removed", OLD, site.place, name), Aspect(name, "operation"))


def _operation_come(ledger: Ledger, name: str, site: Site) -> None:
    ledger.tell(Difference("operation-added", NEW, site.place, name), Aspect(name, "operation"))


def _item(
    ledger: Ledger, path: str, items: tuple[Site, Site], renamed: dict[str, str], *, is_incoming: bool = False
) -> None:
    old, new = _methods(ledger.old, items[0]), _methods(ledger.new, items[1])
    for method, site in old.items():
        name = f"{method} {path}"
        if method in new:
            before, after = Operation(site, items[0]), Operation(new[method], items[1])
            operation(Use(ledger, name, before, after, is_incoming, renamed))
        else:
            _operation_gone(ledger, name, site)
    for method, site in new.items():
        if method not in old:
            _operation_come(ledger, f"{method} {path}", site)


def operation(use: Use) -> None:
    """Tell what differs between an operation in both documents."""
    _marks(use)
    parameters(use)
    request_body(use)
    responses(use)
    _callbacks(use)
    if not use.is_incoming:
        security(use)
        servers(use)


def _marks(use: Use) -> None:
    old, new = use.old.site, use.new.site
    before, after = (site.node.get("deprecated") is True for site in (old, new))
    if after and not before:
        use.come("operation-deprecated", child_pointer(new.pointer, "deprecated"), use.name)
    elif before and not after:
        use.gone("operation-no-longer-deprecated", child_pointer(old.pointer, "deprecated"), use.name)
    ids = [site.node.get("operationId") for site in (old, new)]
    if ids[0] is not None and ids[0] != ids[1]:
        side, site = (NEW, new) if ids[1] else (OLD, old)
        place = child_pointer(site.pointer, "operationId")
        said = Difference("operation-id-changed", side, place, use.name, ids[0], ids[1] or "none")
        use.ledger.tell(said, use.aspect())
    tags = [_tags(site) for site in (old, new)]
    if tags[0] != tags[1]:
        side, site = (NEW, new) if tags[1] else (OLD, old)
        said = Difference(
            "operation-tags-changed", side, child_pointer(site.pointer, "tags"), use.name, tags[0], tags[1]
        )
        use.ledger.tell(said, use.aspect())


def _tags(site: Site) -> str:
    tags = site.node.get("tags")
    return ", ".join(sorted(map(str, tags))) if isinstance(tags, list) else ""


def _webhooks(ledger: Ledger) -> None:
    old, new = (
        dict(ledger.old.members(ledger.old.root, "webhooks")),
        dict(ledger.new.members(ledger.new.root, "webhooks")),
    )
    for name, item in old.items():
        if name in new:
            _item(ledger, name, (item, new[name]), {}, is_incoming=True)
        else:
            ledger.tell(Difference("webhook-removed", OLD, item.place, name), *_named(ledger.old, name, item))
    for name, item in new.items():
        if name not in old:
            ledger.tell(Difference("webhook-added", NEW, item.place, name), *_named(ledger.new, name, item))


def _named(side: Side, name: str, item: Site) -> list[Aspect]:
    return [Aspect(f"{method} {name}", "operation") for method in _methods(side, item)]


def _callbacks(use: Use) -> None:
    ledger = use.ledger
    old, new = dict(ledger.old.members(use.old.site, "callbacks")), dict(ledger.new.members(use.new.site, "callbacks"))
    for name, site in old.items():
        if name not in new:
            use.gone("callback-removed", site.place, name)
        elif ledger.begins(site.node, new[name].node):
            _expressions(use, name, site, new[name])
    for name, site in new.items():
        if name not in old:
            use.come("callback-added", site.place, name)


def _expressions(use: Use, name: str, old: Site, new: Site) -> None:
    """The path items of a callback, by the expressions that tell where it is sent."""
    before, after = (
        {key: found for key in site.node if not key.startswith("x-") and (found := side.child(site, key)) is not None}
        for side, site in ((use.ledger.old, old), (use.ledger.new, new))
    )
    for expression, item in before.items():
        if expression in after:
            _item(use.ledger, expression, (item, after[expression]), {}, is_incoming=True)
        else:
            use.gone("callback-removed", item.place, f"{name} ({expression})")
    for expression, item in after.items():
        if expression not in before:
            use.come("callback-added", item.place, f"{name} ({expression})")
