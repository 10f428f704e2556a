"""Values compared for themselves: types, null, listed values, formats, patterns, limits, defaults."""

from __future__ import annotations

import json
from collections.abc import Iterator

from contracts.comparing.conjunction import Conjunction
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.limits import limits
from contracts.comparing.pair import Facing
from contracts.comparing.parting import parting
from contracts.comparing.plain import text_of
from contracts.spec.document import child_pointer

_WIDTHS = (
    ("int8", "int16", "int32", "int64"),
    ("uint8", "uint16", "uint32", "uint64"),
    ("float", "double"),
)
"""Formats of which each has all values of those before it (OpenAPI's format registry)."""


def values(facing: Facing) -> Iterator[Difference]:
    """What differs between two schemas, as far as it concerns the value itself."""
    yield from _types(facing)
    if is_same_kind(facing):
        yield from null(facing)
        yield from _listed(facing)
        common = common_types(facing)
        if facing.old.types == facing.new.types:
            yield from _format(facing)
        if common is None or "string" in common:
            yield from _pattern(facing)
        yield from limits(facing, common)
        yield from _default(facing)
    if not (facing.old.is_never or facing.new.is_never):
        yield from _conditions(facing)
    yield from _marks(facing)


def is_same_kind(facing: Facing) -> bool:
    """Whether there is a type that both schemas allow, so that more of them can be compared."""
    old, new = _kinds(facing)
    if old is None or new is None:
        return old is new
    return bool(common_types(facing)) or not (old or new)


def _kinds(facing: Facing) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The types of both; of a choice that does not say them, where the other one does, those of its branches."""
    old, new = facing.old, facing.new
    if not (old.branches and new.branches) or (old.types is None) == (new.types is None):
        return old.types, new.types
    return _of_branches(old), _of_branches(new)


def _of_branches(schema: Conjunction) -> frozenset[str] | None:
    if schema.types is not None:
        return schema.types
    if not schema.branches:
        return None
    found = [_of_branches(schema.side.join([site])) for site in schema.branches]
    known = [types for types in found if types is not None]
    return frozenset[str]().union(*known) if len(known) == len(found) else None


def common_types(facing: Facing) -> frozenset[str] | None:
    """The types that both schemas allow; ``None``: any."""
    old, new = _kinds(facing)
    return _expanded(old) & _expanded(new) if old is not None and new is not None else None


def _expanded(types: frozenset[str]) -> frozenset[str]:
    return types | {"integer"} if "number" in types else types


def _types(facing: Facing) -> Iterator[Difference]:
    old, new = _kinds(facing)
    if old == new and facing.old.is_never == facing.new.is_never:
        return
    if old is not None and new is not None and not (old and new):
        old, new = (_with_null(one) for one in (facing.old, facing.new))
    topic = "type-changed"
    if old is None or (new is not None and _expanded(new) < _expanded(old)):
        topic = "type-narrowed"
    elif new is None or _expanded(old) < _expanded(new):
        topic = "type-widened"
    limit = json.dumps({"type": _type_list(facing.new)}) if new is not None else ""
    is_lifted = facing.old.is_never and not any(part.node for part in facing.new.parts)
    where = (OLD, facing.old.pointer) if is_lifted else (NEW, facing.new.at("type"))
    yield Difference(topic, *where, "", _shown(old), _shown(new), limit=limit)


def _with_null(schema: Conjunction) -> frozenset[str]:
    return (schema.types or frozenset()) | ({"null"} if schema.is_null else frozenset())


def _type_list(schema: Conjunction) -> list[str]:
    return sorted(schema.types or ()) + (["null"] if schema.is_null else [])


def _shown(types: frozenset[str] | None) -> str:
    return "any type" if types is None else " or ".join(sorted(types)) or "no value"


def null(facing: Facing) -> Iterator[Difference]:
    """Whether null is allowed in one of the two alone; where nothing is said of the value, it means nothing."""
    old, new = facing.old, facing.new
    is_free = all(one.types is None and not one.branches for one in (old, new))
    if old.is_null == new.is_null or (is_free and old.listed == new.listed):
        return
    if old.side.document.form != new.side.document.form and old.means_null and new.means_null:
        return  # 3.0 says it in a keyword and 3.1 among the types: neither counts beside ``enum``, by the letter
    if new.is_null:
        yield Difference("became-nullable", NEW, _null_place(new), values=("null",))
    else:
        limit = json.dumps({"type": _type_list(new)}) if new.types else json.dumps({"not": {"type": "null"}})
        yield Difference("became-not-nullable", NEW, _null_place(new), values=("null",), limit=limit)


def _null_place(schema: Conjunction) -> str:
    """Where it is said that null is allowed: 3.0 has a keyword of its own, and 3.1 the type."""
    place = schema.at("type")
    is_old = schema.side.document.form == "3.0" and place.endswith("/type")
    return f"{place.removesuffix('/type')}/nullable" if is_old else place


def _listed(facing: Facing) -> Iterator[Difference]:
    old, new = facing.old.listed, facing.new.listed
    if old == new:
        return
    place = _list_place(facing.new, old)
    limit = json.dumps({"enum": [json.loads(text) for text in new]}, ensure_ascii=False) if new is not None else ""
    if old is None or new is None:
        topic = "enum-introduced" if old is None else "enum-dropped"
        where = (OLD, facing.old.at("enum")) if new is None else (NEW, place)
        yield Difference(topic, *where, "", _some(old), _some(new), limit=limit)
        return
    if old and new and not old.keys() & new.keys():
        yield Difference("enum-replaced", NEW, place, "", _some(old), _some(new), limit=limit)
        return
    gone = tuple(text for text in old if text not in new)
    come = tuple(text for text in new if text not in old)
    if gone:
        yield Difference("enum-value-removed", NEW, place, old=_some(gone), values=gone)
    if come:
        yield Difference("enum-value-added", NEW, place, new=_some(come), values=come)


def _list_place(schema: Conjunction, old: dict[str, None] | None) -> str:
    """Where values are listed: of several lists the first that lacks a value that was listed."""
    for part in schema.parts:
        for keyword, values in (("enum", part.node.get("enum")), ("const", [part.node.get("const")])):
            if keyword in part.node and isinstance(values, list):
                texts = {text_of(value) for value in values}
                if old is not None and not old.keys() <= texts:
                    return child_pointer(part.pointer, keyword)
    return schema.at("enum" if schema.all_of("enum") or not schema.all_of("const") else "const")


def _some(texts: object, most: int = 5) -> str:
    """Some JSON texts in a row, as many as a message bears."""
    found = list(texts) if isinstance(texts, dict | tuple | list) else []
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def _format(facing: Facing) -> Iterator[Difference]:
    old, new = format_of(facing.old), format_of(facing.new)
    if old == new:
        yield from _content(facing)
        return
    limit = json.dumps({"format": new}) if new else ""
    if not new:
        yield Difference("format-removed", OLD, _format_place(facing.old), "", old, new)
    elif not old:
        yield Difference("format-added", NEW, _format_place(facing.new), "", old, new, limit=limit)
    else:
        row = next((row for row in _WIDTHS if old in row and new in row), ())
        topic = "format-changed"
        if row:
            topic = "format-narrowed" if row.index(new) < row.index(old) else "format-widened"
        yield Difference(topic, NEW, _format_place(facing.new), "", old, new, limit=limit)


def _content(facing: Facing) -> Iterator[Difference]:
    """What a text holds, where both documents say it; ``format`` of 3.0 has no word for it."""
    old, new = ([str(one) for one in schema.all_of("contentMediaType")] for schema in (facing.old, facing.new))
    if old and new and old[0].lower() != new[0].lower():
        yield Difference("format-changed", NEW, facing.new.at("contentMediaType"), "", old[0], new[0])


def _format_place(schema: Conjunction) -> str:
    said = ("format", "contentEncoding", "contentMediaType")
    return schema.at(next((keyword for keyword in said if schema.all_of(keyword)), "format"))


def format_of(schema: Conjunction) -> str:
    """The format, whichever version says it how; ``""``: none."""
    named = [one for one in schema.all_of("format") if isinstance(one, str)]
    if "base64" in schema.all_of("contentEncoding") and (not named or named[0] == "base64"):
        return "byte"
    encodings = [one for one in schema.all_of("contentEncoding") if isinstance(one, str)]
    if not named and encodings:
        return encodings[0]
    if not named and "application/octet-stream" in schema.all_of("contentMediaType"):
        return "binary"
    return named[0] if named else ""


def _pattern(facing: Facing) -> Iterator[Difference]:
    old, new = (sorted({*map(str, one.all_of("pattern"))}) for one in (facing.old, facing.new))
    if old == new:
        return
    topic = "pattern-changed" if old and new else "pattern-added" if new else "pattern-removed"
    where = (NEW, facing.new.at("pattern")) if new else (OLD, facing.old.at("pattern"))
    limit = (
        json.dumps({"allOf": [{"pattern": one} for one in new]} if len(new) > 1 else {"pattern": new[0]}) if new else ""
    )
    yield Difference(topic, *where, "", " and ".join(old), " and ".join(new), limit=limit)


def _default(facing: Facing) -> Iterator[Difference]:
    if not facing.is_request:
        return
    old, new = (text_of(one.all_of("default")[0]) if one.all_of("default") else "" for one in (facing.old, facing.new))
    if old != new:
        topic = "default-changed" if old and new else "default-added" if new else "default-removed"
        where = (NEW, facing.new.at("default")) if new else (OLD, facing.old.at("default"))
        yield Difference(topic, *where, "", old, new)


def _conditions(facing: Facing) -> Iterator[Difference]:
    """What differs between conditions: one that comes takes less, one that goes takes more, else nobody can tell."""
    old, new = facing.old.conditions, facing.new.conditions
    for keyword in [*old, *(one for one in new if one not in old)]:
        leader = _LEADERS.get(keyword, "")
        if old.get(keyword) == new.get(keyword) or (leader in old) != (leader in new):
            continue
        where = (NEW, facing.new.at(keyword)) if keyword in new else (OLD, facing.old.at(keyword))
        is_told = keyword not in _LOOSENING and (keyword in old) != (keyword in new)
        event = "changed" if not is_told else "added" if keyword in new else "removed"
        yield Difference(f"condition-{event}", *where, keyword)


_LEADERS = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}
"""Keywords that mean nothing without another one; what comes and goes with it is not told twice."""

_LOOSENING = frozenset({"minContains"})
"""Conditions that may take more than none: 0 (JSON Schema 2020-12, Validation, 6.4.5)."""


def _marks(facing: Facing) -> Iterator[Difference]:
    old, new = facing.old.says("deprecated"), facing.new.says("deprecated")
    if old != new:
        topic = "deprecated" if new else "no-longer-deprecated"
        where = (NEW, facing.new.at("deprecated")) if new else (OLD, facing.old.at("deprecated"))
        yield Difference(topic, *where)
    before, after = (
        {str(index): xml for index, xml in enumerate(one.all_of("xml"))} for one in (facing.old, facing.new)
    )
    if text_of(before) != text_of(after):
        side, way = parting(before, after)
        schema = facing.new if side == NEW else facing.old
        yield Difference("xml-changed", side, child_pointer(schema.at("xml"), *way[1:]))
