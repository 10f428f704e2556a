"""Compares the links of a response: their targets and what is passed to them."""

from __future__ import annotations

import re

from contracts.diff.change import AffectedElement, Part
from contracts.diff.change_kind import Action, Element
from contracts.diff.difference import NEW, Difference
from contracts.diff.document_view import DocumentView
from contracts.diff.first_difference import first_difference
from contracts.diff.located import Located
from contracts.diff.normalize import text_of
from contracts.diff.operation_pair import OperationPair
from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer

_ASPECTS = {
    "target": ("operationId", "operationRef"),
    "parameters": ("parameters",),
    "requestBody": ("requestBody",),
}
"""What is compared, and the keywords that define it."""

_NAMES = re.compile(r"\{[^{}]*\}")


def compare_links(pair: OperationPair, status: str, old: Located, new: Located) -> None:
    """Compare the links of a response."""
    before = dict(pair.collector.old.members(old, "links"))
    after = dict(pair.collector.new.members(new, "links"))
    affected = pair.affected(Part.RESPONSE, "", status)
    for name, link in before.items():
        if name in after:
            _link(pair, name, link, after[name], affected)
        else:
            pair.removed(Element.LINK, Action.REMOVED, link.reported_at, name, affected)
    for name, link in after.items():
        if name not in before:
            pair.added(Element.LINK, Action.ADDED, link.reported_at, name, affected)


def _link(pair: OperationPair, name: str, old: Located, new: Located, affected: AffectedElement) -> None:
    before, after = _described(pair.collector.old, old), _described(pair.collector.new, new)
    changed = next((aspect for aspect in after if after[aspect] != before[aspect]), None)
    if changed is not None:
        values = ({key: link.node[key] for key in _ASPECTS[changed] if key in link.node} for link in (old, new))
        side, path = first_difference(*values)
        pointer = child_pointer((new if side == NEW else old).pointer, *path)
        pair.collector.add(Difference(Element.LINK, Action.CHANGED, side, pointer, name), affected)


def _described(side: DocumentView, link: Located) -> dict[str, str]:
    """Return what a link does, by aspect.

    Operations and path parameters may be renamed: the target is the operation's pointer, and of the parameters only
    the values count.
    """
    node = link.node
    named = node.get("operationId")
    target = _operation_pointer(side, named) if isinstance(named, str) else str(node.get("operationRef", ""))
    parameters = node.get("parameters")
    values = sorted(map(text_of, parameters.values())) if isinstance(parameters, dict) else []
    return {
        "target": _NAMES.sub("{}", target),
        "parameters": text_of(values),
        "requestBody": text_of(node.get("requestBody")),
    }


def _operation_pointer(side: DocumentView, name: str) -> str:
    """Return a reference to the operation with an operationId; the id itself if no operation has it."""
    for path, item in side.members(side.root, "paths"):
        for method in METHODS:
            operation = item.node.get(method)
            if isinstance(operation, dict) and operation.get("operationId") == name:
                return f"#{child_pointer('', 'paths', path, method)}"
    return name
