"""Compares bodies: their media types and what each contains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.diff.change import Action, AffectedElement, Direction, Element, Part
from contracts.diff.collector import OperationPair
from contracts.diff.difference import NEW, Located
from contracts.diff.normalize import first_difference, text_of, without_prose
from contracts.diff.schema_pair import ANY, FieldPath
from contracts.spec.pointers import child_pointer


def compare_request_body(pair: OperationPair) -> None:
    """Compare the request bodies of an operation."""
    old = pair.collector.old.child(pair.old.site, "requestBody")
    new = pair.collector.new.child(pair.new.site, "requestBody")
    affected, direction = pair.affected(Part.REQUEST), pair.request_direction
    if old is None and new is not None:
        action = Action.ADDED_REQUIRED if _is_required(new) else Action.ADDED_OPTIONAL
        pair.added(Element.BODY, action, new.reported_at, "", affected, direction=direction)
    elif old is not None and new is None:
        pair.removed(Element.BODY, Action.REMOVED, old.reported_at, "", affected, direction=direction)
    elif old is not None and new is not None:
        _requirement(pair, old, new, affected)
        compare_contents(pair, old, new, direction, affected)


def _requirement(pair: OperationPair, old: Located, new: Located, affected: AffectedElement) -> None:
    direction = pair.request_direction
    if _is_required(new) and not _is_required(old):
        pointer = child_pointer(new.pointer, "required")
        pair.added(Element.BODY, Action.BECAME_REQUIRED, pointer, "", affected, direction=direction)
    elif _is_required(old) and not _is_required(new):
        pointer = child_pointer(old.pointer, "required")
        pair.removed(Element.BODY, Action.BECAME_OPTIONAL, pointer, "", affected, direction=direction)


def _is_required(body: Located) -> bool:
    return body.node.get("required") is True


def compare_contents(
    pair: OperationPair, old: Located, new: Located, direction: Direction, affected: AffectedElement
) -> None:
    """Compare what is below ``content``.

    :param affected: the whole body or parameter.
    """
    before = {_normalized(name): (name, site) for name, site in pair.collector.old.members(old, "content")}
    after = {_normalized(name): (name, site) for name, site in pair.collector.new.members(new, "content")}
    for key, (name, site) in before.items():
        element = replace(affected, media_type=name)
        other = _matching(key, after) or (_inside(key, after) if direction is Direction.RESPONSE else None)
        if other is None:
            pair.removed(Element.MEDIA_TYPE, Action.REMOVED, site.reported_at, name, element, direction=direction)
        else:
            _media_type(pair, site, other, direction, element)
    for key, (name, site) in after.items():
        element, known = replace(affected, media_type=name), _matching(key, before)
        if known is None:
            pair.added(Element.MEDIA_TYPE, Action.ADDED, site.reported_at, name, element, direction=direction)
        elif key not in before:
            _media_type(pair, known, site, direction, element)


def _normalized(name: str) -> str:
    """Return a media type for comparison: lower case, without ``charset``, which does not affect the value."""
    main, *rest = [part.strip().lower() for part in name.split(";")]
    return ";".join([main, *(part for part in rest if not part.startswith("charset="))])


def _matching(key: str, others: Mapping[str, tuple[str, Located]]) -> Located | None:
    """Return the object for a media type, or for a range that includes it."""
    for name in (key, f"{key.partition('/')[0]}/*", "*/*"):
        if name in others:
            return others[name][1]
    return None


def _inside(key: str, others: Mapping[str, tuple[str, Located]]) -> Located | None:
    """Return the first media type inside a range: clients that accept the range accept it."""
    if not key.endswith("/*"):
        return None
    main = key.removesuffix("*").removeprefix("*/")
    return next((site for name, (_, site) in others.items() if name.startswith(main)), None)


def _media_type(
    pair: OperationPair, old: Located, new: Located, direction: Direction, affected: AffectedElement
) -> None:
    collector = pair.collector
    fields: tuple[tuple[str, FieldPath], ...] = (("schema", ()), ("itemSchema", (ANY,)))
    for keyword, field in fields:
        if keyword in old.node or keyword in new.node:
            schemas = collector.old.schema(old, keyword), collector.new.schema(new, keyword)
            collector.schemas.add(*schemas, direction, replace(affected, field=field))
    before, after = _encodings(old), _encodings(new)
    if text_of(before) != text_of(after):
        side, path = first_difference(before, after)
        add, site = (pair.added, new) if side == NEW else (pair.removed, old)
        add(Element.ENCODING, Action.CHANGED, child_pointer(site.pointer, *path), "", affected, direction=direction)


def _encodings(media_type: Located) -> dict[str, Any]:
    keys = ("encoding", "prefixEncoding", "itemEncoding")  # by name, or by position since OpenAPI 3.2
    return {key: _without_prose(media_type.node[key]) for key in keys if media_type.node.get(key)}


def _without_prose(encodings: Any) -> Any:
    """Return encodings without prose; keys of a mapping are property names, even if they equal a keyword."""
    if isinstance(encodings, dict):
        return {name: without_prose(one) for name, one in encodings.items()}
    return without_prose(encodings)
