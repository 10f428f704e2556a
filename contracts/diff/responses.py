"""Compare the responses of an operation: status codes, bodies, headers, links."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contracts.diff.bodies import compare_contents
from contracts.diff.change import Action, AffectedElement, Direction, Element, Part
from contracts.diff.collector import OperationPair, OperationVersion
from contracts.diff.difference import NEW, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.diff.normalize import first_difference, text_of
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


DEFAULT = "default"


def compare_responses(pair: OperationPair) -> None:
    """Compare the responses of an operation."""
    old, new = _statuses(pair.collector.old, pair.old), _statuses(pair.collector.new, pair.new)
    direction = pair.response_direction
    for status, site in old.items():
        other = _matching(status, new)
        if other is not None:
            _response(pair, status, site, other)
            continue
        is_narrowed = direction is Direction.RESPONSE and _is_narrowed(status, old, new)
        action = Action.NARROWED if is_narrowed else Action.REMOVED
        affected = pair.affected(Part.RESPONSE, "", status)
        pair.removed(_element(status, old), action, site.reported_at, status, affected, direction=direction)
    for status, site in new.items():
        if status in old:
            continue
        affected = pair.affected(Part.RESPONSE, "", status)
        known = _matching(status, old)
        if known is None or direction is Direction.REQUEST or not _was_included(status, old, new):
            pair.added(_element(status, new), Action.ADDED, site.reported_at, status, affected, direction=direction)
        if known is not None:
            _response(pair, status, known, site)


def _statuses(side: DocumentView, operation: OperationVersion) -> dict[str, Located]:
    """Return the responses by status code; ranges in upper case."""
    return {
        status if status == DEFAULT else status.upper(): site
        for status, site in side.members(operation.site, "responses")
        if status == DEFAULT or status[:1].isdigit()
    }


def _element(status: str, statuses: Mapping[str, Located]) -> Element:
    """Return the element for ids; ``default`` stands for errors unless it is all that is documented."""
    is_success = _is_success(status) or (status == DEFAULT and _is_only_default(statuses))
    return Element.SUCCESS_STATUS if is_success else Element.ERROR_STATUS


def _is_success(status: str) -> bool:
    return status[:1] in ("1", "2", "3")


def _is_only_default(statuses: Mapping[str, Located]) -> bool:
    """Whether ``default`` stands for success as well, because no other response does."""
    return DEFAULT in statuses and not any(map(_is_success, statuses))


def _matching(status: str, others: Mapping[str, Located]) -> Located | None:
    """Return the response for a status code: its own one, that of its range, or ``default``."""
    return next((others[name] for name in (status, *_wider(status, others)) if name in others), None)


def _wider(status: str, statuses: Mapping[str, Located]) -> list[str]:
    """Return the names that stand for a status code, besides its own one."""
    if status == DEFAULT:
        return []
    default = [] if _is_success(status) and not _is_only_default(statuses) else [DEFAULT]
    return [f"{status[:1]}XX", *default]


def _is_narrowed(status: str, old: Mapping[str, Located], new: Mapping[str, Located]) -> bool:
    """Whether some of the status codes of a range remain, or ``default`` was replaced by status codes."""
    codes = [code for code in new if code not in old] if status == DEFAULT else new
    return any(status in _wider(code, old) for code in codes)


def _was_included(status: str, old: Mapping[str, Located], new: Mapping[str, Located]) -> bool:
    """Whether a success status, or one that replaces a range, belongs to a range of the old document."""
    return any(one in old and (_is_success(status) or one not in new) for one in _wider(status, old))


def _response(pair: OperationPair, status: str, old: Located, new: Located) -> None:
    compare_contents(pair, old, new, pair.response_direction, pair.affected(Part.RESPONSE, "", status))
    _headers(pair, status, old, new)
    compare_links(pair, status, old, new)


def _headers(pair: OperationPair, status: str, old: Located, new: Located) -> None:
    before, after = _named(pair.collector.old, old), _named(pair.collector.new, new)
    direction = pair.response_direction
    for name, site in before.items():
        if name in after:
            _header(pair, status, name, site, after[name])
        else:
            affected = pair.affected(Part.RESPONSE_HEADER, name, status)
            pair.removed(Element.HEADER, Action.REMOVED, site.reported_at, name, affected, direction=direction)
    for name, site in after.items():
        if name not in before:
            affected = pair.affected(Part.RESPONSE_HEADER, name, status)
            pair.added(Element.HEADER, Action.ADDED, site.pointer, name, affected, direction=direction)


def _header(pair: OperationPair, status: str, name: str, old: Located, new: Located) -> None:
    affected, direction = pair.affected(Part.RESPONSE_HEADER, name, status), pair.response_direction
    was_required, is_required = (one.node.get("required") is True for one in (old, new))
    if is_required and not was_required:
        pointer = child_pointer(new.pointer, "required")
        pair.added(Element.HEADER, Action.BECAME_REQUIRED, pointer, name, affected, direction=direction)
    elif was_required and not is_required:
        pointer = child_pointer(old.pointer, "required")
        pair.removed(Element.HEADER, Action.BECAME_OPTIONAL, pointer, name, affected, direction=direction)
    schemas = pair.collector.old.schema(old, "schema"), pair.collector.new.schema(new, "schema")
    pair.collector.schemas.add(*schemas, direction, affected)


def _named(side: DocumentView, response: Located) -> dict[str, Located]:
    """Return the headers by lower-case name; ``Content-Type`` has no effect (OpenAPI 3.1, "Response Object")."""
    found = {name.lower(): site for name, site in side.members(response, "headers")}
    return {name: site for name, site in found.items() if name != "content-type"}
