"""Links of a response compared: where they lead, and with what."""

from __future__ import annotations

import re

from contracts.comparing.difference import NEW, Difference
from contracts.comparing.parting import parting
from contracts.comparing.plain import text_of
from contracts.comparing.side import Side
from contracts.comparing.site import Site
from contracts.comparing.use import Use
from contracts.spec.document import METHODS, child_pointer

_PARTS = {
    "target": ("operationId", "operationRef"),
    "parameters": ("parameters",),
    "requestBody": ("requestBody",),
}
"""What a link says, and the keywords that say it."""

_NAMES = re.compile(r"\{[^{}]*\}")


def links(use: Use, status: str, old: Site, new: Site) -> None:
    """Tell what differs between the links of a response."""
    before, after = dict(use.ledger.old.members(old, "links")), dict(use.ledger.new.members(new, "links"))
    aspect = use.aspect("response", "", status)
    for name, site in before.items():
        if name not in after:
            use.gone("link-removed", site.place, name, aspect)
            continue
        said, says = _said(use.ledger.old, site), _said(use.ledger.new, after[name])
        part = next((part for part in says if says[part] != said[part]), None)
        if part is not None:
            said_by = ({key: one.node[key] for key in _PARTS[part] if key in one.node} for one in (site, after[name]))
            side, way = parting(*said_by)
            holder = after[name] if side == NEW else site
            use.ledger.tell(Difference("link-changed", side, child_pointer(holder.pointer, *way), name), aspect)
    for name, site in after.items():
        if name not in before:
            use.come("link-added", site.place, name, aspect)


def _said(side: Side, link: Site) -> dict[str, str]:
    """What a link says, by part: the operation by its place, and of parameters only what they are filled with, as
    operations and the parameters of paths may get other names."""
    node = link.node
    named = node.get("operationId")
    target = _place(side, named) if isinstance(named, str) else str(node.get("operationRef", ""))
    parameters = node.get("parameters")
    filled = sorted(map(text_of, parameters.values())) if isinstance(parameters, dict) else []
    return {
        "target": _NAMES.sub("{}", target),
        "parameters": text_of(filled),
        "requestBody": text_of(node.get("requestBody")),
    }


def _place(side: Side, name: str) -> str:
    """A reference to the operation with an operationId; the id itself where there is none."""
    for path, item in side.members(side.root, "paths"):
        for method in METHODS:
            operation = item.node.get(method)
            if isinstance(operation, dict) and operation.get("operationId") == name:
                return f"#{child_pointer('', 'paths', path, method)}"
    return name
