"""Compares the parameters of an operation."""

from __future__ import annotations

from contracts.diff.bodies import compare_contents
from contracts.diff.change import Action, AffectedElement, Element, Part
from contracts.diff.collector import OperationPair, OperationVersion
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.spec.pointers import child_pointer

Key = tuple[str, str]
"""Location and name; header names in lower case because they are case-insensitive (RFC 9110, section 5.1)."""

_IGNORED = frozenset({("header", "accept"), ("header", "content-type"), ("header", "authorization")})
"""Parameters that have no effect (OpenAPI 3.1, "Parameter Object", ``name``)."""

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_SAME_FOR_SCALARS = frozenset({"form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"})
"""Styles that serialize values other than lists and objects in the same way."""


def compare_parameters(pair: OperationPair) -> None:
    """Compare the parameters of an operation."""
    old = {_renamed(key, pair): site for key, site in _effective(pair.collector.old, pair.old).items()}
    new = _effective(pair.collector.new, pair.new)
    added = {key: site for key, site in new.items() if key not in old}
    for key, site in old.items():
        if key in new:
            _in_both(pair, key, site, new[key])
            continue
        moved = next((other for other in added if other[1] == key[1]), None)
        if moved is None:
            label, affected = _label(key), _affected(pair, key)
            pair.removed(_element(pair), Action.REMOVED, site.reported_at, label, affected)
        else:
            _moved(pair, key, moved, added.pop(moved))
    for key, site in added.items():
        pair.added(_element(pair), _added(pair, site), site.reported_at, _label(key), _affected(pair, key))


def _element(pair: OperationPair) -> Element:
    """Return the element for ids: clients receive the parameters of webhooks and callbacks."""
    return Element.WEBHOOK_PARAMETER if pair.is_incoming else Element.PARAMETER


def _added(pair: OperationPair, parameter: Located) -> Action:
    if pair.is_incoming:
        return Action.ADDED
    return Action.ADDED_REQUIRED if _is_required(parameter) else Action.ADDED_OPTIONAL


def _moved(pair: OperationPair, old: Key, new: Key, site: Located) -> None:
    pointer = child_pointer(site.pointer, "in")
    found = Difference(Element.PARAMETER_LOCATION, Action.CHANGED, NEW, pointer, f"'{old[1]}'", old[0], new[0])
    pair.collector.add(found, _affected(pair, old))


def _effective(side: DocumentView, operation: OperationVersion) -> dict[Key, Located]:
    """Return the parameters of the path item, overridden by those of the operation with equal name and location."""
    found: dict[Key, Located] = {}
    for holder in (operation.item, operation.site):
        for _, site in side.members(holder, "parameters"):
            name, location = str(site.node.get("name")), str(site.node.get("in"))
            found[location, name.lower() if location == "header" else name] = site
    return {key: site for key, site in found.items() if key not in _IGNORED}


def _renamed(key: Key, pair: OperationPair) -> Key:
    return (key[0], pair.renamed.get(key[1], key[1])) if key[0] == "path" else key


def _affected(pair: OperationPair, key: Key) -> AffectedElement:
    name = key[1]
    if key[0] == "path":
        name = next((old for old, new in pair.renamed.items() if new == name), name)
    return pair.affected(Part.PARAMETER, f"{key[0]}:{name}")


def _label(key: Key) -> str:
    return f"'{key[1]}' ({key[0]})"


def _is_required(parameter: Located) -> bool:
    return parameter.node.get("required") is True or parameter.node.get("in") == "path"


def _in_both(pair: OperationPair, key: Key, old: Located, new: Located) -> None:
    affected, label = _affected(pair, key), _label(key)
    _requirement(pair, label, affected, old, new)
    _deprecation(pair, label, affected, old, new)
    _style(pair, label, affected, old, new)
    if "content" in old.node and "content" in new.node:
        compare_contents(pair, old, new, pair.request_direction, affected)
    elif "content" not in old.node and "content" not in new.node:
        schemas = pair.collector.old.schema(old, "schema"), pair.collector.new.schema(new, "schema")
        pair.collector.schemas.add(*schemas, pair.request_direction, affected)


def _requirement(pair: OperationPair, label: str, affected: AffectedElement, old: Located, new: Located) -> None:
    was_required, is_required = _is_required(old), _is_required(new)
    if is_required and not was_required:
        pointer = child_pointer(new.pointer, "required")
        pair.added(_element(pair), Action.BECAME_REQUIRED, pointer, label, affected)
    elif was_required and not is_required:
        pointer = child_pointer(old.pointer, "required")
        pair.removed(_element(pair), Action.BECAME_OPTIONAL, pointer, label, affected)


def _deprecation(pair: OperationPair, label: str, affected: AffectedElement, old: Located, new: Located) -> None:
    was_deprecated, is_deprecated = (site.node.get("deprecated") is True for site in (old, new))
    if is_deprecated and not was_deprecated:
        pointer = child_pointer(new.pointer, "deprecated")
        pair.added(Element.PARAMETER, Action.DEPRECATED, pointer, label, affected)
    elif was_deprecated and not is_deprecated:
        pointer = child_pointer(old.pointer, "deprecated")
        pair.removed(Element.PARAMETER, Action.NO_LONGER_DEPRECATED, pointer, label, affected)


def _style(pair: OperationPair, label: str, affected: AffectedElement, old: Located, new: Located) -> None:
    """Compare the serialization, as far as it is known; what the new document allows in addition is no change."""
    before, after = _serialization(pair.collector.old, old), _serialization(pair.collector.new, new)
    if before is None or after is None:
        if before is not after:
            pointer = child_pointer(new.pointer, "schema" if before is None else "content")
            texts = ["with content" if one is None else "with a schema" for one in (before, after)]
            pair.collector.add(_style_changed(NEW, pointer, label, *texts), affected)
        return
    lost = [keyword for keyword in _FREEDOMS if old.node.get(keyword) is True and new.node.get(keyword) is not True]
    is_same = before == after or (SCALAR in (before, after) and _style_of(old) == _style_of(new))
    if is_same and not lost:
        return  # if the type changed, and the serialization with it, the type is reported
    keywords = lost if is_same else ["style", "explode"]
    keyword = next((key for key in keywords if old.node.get(key, ...) != new.node.get(key, ...)), "schema")
    side, site = (NEW, new) if keyword in new.node else (OLD, old)
    pointer = child_pointer(site.pointer, keyword)
    pair.collector.add(_style_changed(side, pointer, label, ", ".join([before, *lost]), after), affected)


def _style_changed(side: str, pointer: str, label: str, before: str, after: str) -> Difference:
    return Difference(Element.PARAMETER_STYLE, Action.CHANGED, side, pointer, label, before, after)


SCALAR = "plain"
"""The serialization of a value that is neither a list nor an object, in any style."""

_FREEDOMS = ("allowReserved", "allowEmptyValue")
"""Keywords that allow clients to send more values."""


def _style_of(site: Located) -> tuple[str, bool]:
    """Return ``style`` and ``explode`` of a parameter with their defaults (OpenAPI 3.1, "Parameter Object")."""
    style = str(site.node.get("style") or _STYLES.get(str(site.node.get("in")), "form"))
    return style, bool(site.node.get("explode", style in ("form", "deepObject")))


def _serialization(side: DocumentView, site: Located) -> str | None:
    """Return how the value is serialized; ``None``: as defined by its media type."""
    if "content" in site.node:
        return None
    style, explode = _style_of(site)
    types = side.join(side.schema(site, "schema")).types
    if style in _SAME_FOR_SCALARS and types is not None and not types & {"array", "object"}:
        return SCALAR
    return f"style {style}, explode {'true' if explode else 'false'}"
