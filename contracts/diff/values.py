"""Compares the constraints on a value itself: types, null, enums, formats, patterns, limits, defaults."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import inf

from contracts.diff.change import Action, Element
from contracts.diff.difference import NEW, OLD, Difference
from contracts.diff.limits import compare_limits
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.normalize import first_difference, text_of
from contracts.diff.schema_pair import SchemaPair
from contracts.spec.pointers import child_pointer

WIDTHS = (
    ("int8", "int16", "int32", "int64"),
    ("uint8", "uint16", "uint32", "uint64"),
    ("float", "double"),
)
"""Rows of formats, from narrow to wide: each includes all values of those before it (OpenAPI format registry)."""


def compare_values(pair: SchemaPair) -> Iterator[Difference]:
    """Yield the differences between two schemas that concern the value itself."""
    yield from _types(pair)
    if is_same_kind(pair):
        yield from compare_null(pair)
        yield from _listed(pair)
        common = common_types(pair)
        if pair.old.types == pair.new.types:
            yield from _format(pair)
        if common is None or "string" in common:
            yield from _pattern(pair)
        yield from compare_limits(pair, common)
        yield from _default(pair)
    if not (pair.old.is_never or pair.new.is_never):
        yield from _conditions(pair)
    yield from _marks(pair)


def is_same_kind(pair: SchemaPair) -> bool:
    """Whether both schemas allow a common type, so that their constraints can be compared."""
    old, new = _kinds(pair)
    if old is None or new is None:
        return old is new
    return bool(common_types(pair)) or not (old or new)


def _kinds(pair: SchemaPair) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """Return the types of both schemas; of a choice without types, those of its branches if the other has types."""
    old, new = pair.old, pair.new
    if not (old.branches and new.branches) or (old.types is None) == (new.types is None):
        return old.types, new.types
    return _of_branches(old), _of_branches(new)


def _of_branches(schema: ComparedSchema) -> frozenset[str] | None:
    if schema.types is not None:
        return schema.types
    if not schema.branches:
        return None
    found = [_of_branches(schema.side.join([site])) for site in schema.branches]
    known = [types for types in found if types is not None]
    return frozenset[str]().union(*known) if len(known) == len(found) else None


def common_types(pair: SchemaPair) -> frozenset[str] | None:
    """Return the types that both schemas allow; ``None``: any type."""
    old, new = _kinds(pair)
    return _expanded(old) & _expanded(new) if old is not None and new is not None else None


def _expanded(types: frozenset[str]) -> frozenset[str]:
    return types | {"integer"} if "number" in types else types


def _types(pair: SchemaPair) -> Iterator[Difference]:
    old, new = _kinds(pair)
    if old == new and pair.old.is_never == pair.new.is_never:
        return
    if old is not None and new is not None and not (old and new):
        old, new = (_with_null(one) for one in (pair.old, pair.new))
    action = Action.CHANGED
    if old is None or (new is not None and _expanded(new) < _expanded(old)):
        action = Action.NARROWED
    elif new is None or _expanded(old) < _expanded(new):
        action = Action.WIDENED
    limit = json.dumps({"type": _type_list(pair.new)}) if new is not None else ""
    was_never = pair.old.is_never and not any(part.node for part in pair.new.parts)
    where = (OLD, pair.old.pointer) if was_never else (NEW, pair.new.at("type"))
    yield Difference(Element.TYPE, action, *where, "", _shown(old), _shown(new), limit=limit)


def _with_null(schema: ComparedSchema) -> frozenset[str]:
    return (schema.types or frozenset()) | ({"null"} if schema.is_null else frozenset())


def _type_list(schema: ComparedSchema) -> list[str]:
    return sorted(schema.types or ()) + (["null"] if schema.is_null else [])


def _shown(types: frozenset[str] | None) -> str:
    return "any type" if types is None else " or ".join(sorted(types)) or "no value"


def compare_null(pair: SchemaPair) -> Iterator[Difference]:
    """Yield a difference if only one schema allows null; schemas without constraints are not compared."""
    old, new = pair.old, pair.new
    is_free = all(one.types is None and not one.branches for one in (old, new))
    if old.is_null == new.is_null or (is_free and old.listed == new.listed):
        return
    if old.side.document.form != new.side.document.form and old.means_null and new.means_null:
        return  # 3.0 has a keyword and 3.1 a type for null: strictly, neither has an effect beside ``enum``
    if new.is_null:
        yield Difference(Element.VALUE, Action.BECAME_NULLABLE, NEW, _null_pointer(new), values=("null",))
    else:
        limit = json.dumps({"type": _type_list(new)}) if new.types else json.dumps({"not": {"type": "null"}})
        where = (OLD, old.null_at) if old.null_at and "type" not in _own_keys(old) else (NEW, _null_pointer(new))
        yield Difference(Element.VALUE, Action.BECAME_NOT_NULLABLE, *where, values=("null",), limit=limit)


def _own_keys(schema: ComparedSchema) -> set[str]:
    """Return the keywords beside the union or ``nullable`` that adds null."""
    owner = schema.null_at.rpartition("/")[0]
    return {key for part in schema.parts if part.pointer == owner for key in part.node}


def _null_pointer(schema: ComparedSchema) -> str:
    """Return the pointer of the keyword that allows null: a union, ``nullable`` in 3.0, ``type`` since 3.1."""
    if schema.null_at:
        return schema.null_at
    pointer = schema.at("type")
    is_30 = schema.side.document.form == "3.0" and pointer.endswith("/type")
    return f"{pointer.removesuffix('/type')}/nullable" if is_30 else pointer


def _listed(pair: SchemaPair) -> Iterator[Difference]:
    old, new = pair.old.listed, pair.new.listed
    if old == new:
        return
    pointer = _enum_pointer(pair.new, old)
    limit = json.dumps({"enum": [json.loads(text) for text in new]}, ensure_ascii=False) if new is not None else ""
    if old is None:
        yield Difference(Element.ENUM, Action.INTRODUCED, NEW, pointer, "", "", _some(new), limit=limit)
    elif new is None:
        yield Difference(Element.ENUM, Action.DROPPED, OLD, pair.old.at("enum"), "", _some(old), "")
    elif old and new and not old.keys() & new.keys():
        yield Difference(Element.ENUM, Action.REPLACED, NEW, pointer, "", _some(old), _some(new), limit=limit)
    else:
        yield from _enum_values(old, new, pointer)


def _enum_values(old: dict[str, None], new: dict[str, None], pointer: str) -> Iterator[Difference]:
    removed = tuple(text for text in old if text not in new)
    added = tuple(text for text in new if text not in old)
    if removed:
        yield Difference(Element.ENUM_VALUE, Action.REMOVED, NEW, pointer, old=_some(removed), values=removed)
    if added:
        yield Difference(Element.ENUM_VALUE, Action.ADDED, NEW, pointer, new=_some(added), values=added)


def _enum_pointer(schema: ComparedSchema, old: dict[str, None] | None) -> str:
    """Return the pointer of the values: if there are several lists, of the first without one of the old values."""
    for part in schema.parts:
        for keyword, values in (("enum", part.node.get("enum")), ("const", [part.node.get("const")])):
            if keyword in part.node and isinstance(values, list):
                texts = {text_of(value) for value in values}
                if old is not None and not old.keys() <= texts:
                    return child_pointer(part.pointer, keyword)
    return schema.at("enum" if schema.all_of("enum") or not schema.all_of("const") else "const")


def _some(texts: object, most: int = 5) -> str:
    """Return the first JSON texts, separated by commas, and the number of the others."""
    found = list(texts) if isinstance(texts, dict | tuple | list) else []
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def _format(pair: SchemaPair) -> Iterator[Difference]:
    old, new = format_of(pair.old), format_of(pair.new)
    if old == new:
        yield from _content(pair)
        return
    limit = json.dumps({"format": new}) if new else ""
    if not new:
        yield Difference(Element.FORMAT, Action.REMOVED, OLD, _format_pointer(pair.old), "", old, new)
    else:
        action = _format_action(old, new) if old else Action.ADDED
        yield Difference(Element.FORMAT, action, NEW, _format_pointer(pair.new), "", old, new, limit=limit)


def _format_action(old: str, new: str) -> Action:
    row = next((row for row in WIDTHS if old in row and new in row), ())
    if not row:
        return Action.CHANGED
    return Action.NARROWED if row.index(new) < row.index(old) else Action.WIDENED


def _content(pair: SchemaPair) -> Iterator[Difference]:
    """Compare the media type of string contents if both documents name it; ``format`` of 3.0 cannot express it."""
    old, new = ([str(one) for one in schema.all_of("contentMediaType")] for schema in (pair.old, pair.new))
    if old and new and old[0].lower() != new[0].lower():
        pointer = pair.new.at("contentMediaType")
        yield Difference(Element.FORMAT, Action.CHANGED, NEW, pointer, "", old[0], new[0])


def _format_pointer(schema: ComparedSchema) -> str:
    keywords = ("format", "contentEncoding", "contentMediaType")
    return schema.at(next((keyword for keyword in keywords if schema.all_of(keyword)), "format"))


def format_of(schema: ComparedSchema) -> str:
    """Return the format, in whichever way a version of OpenAPI expresses it; ``""``: none."""
    named = [one for one in schema.all_of("format") if isinstance(one, str)]
    if "base64" in schema.all_of("contentEncoding") and (not named or named[0] == "base64"):
        return "byte"
    encodings = [one for one in schema.all_of("contentEncoding") if isinstance(one, str)]
    if not named and encodings:
        return encodings[0]
    if not named and "application/octet-stream" in schema.all_of("contentMediaType"):
        return "binary"
    return named[0] if named else ""


def _pattern(pair: SchemaPair) -> Iterator[Difference]:
    old, new = (sorted({*map(str, one.all_of("pattern"))}) for one in (pair.old, pair.new))
    if old != new:
        where = (NEW, pair.new.at("pattern")) if new else (OLD, pair.old.at("pattern"))
        texts = " and ".join(old), " and ".join(new)
        yield Difference(Element.PATTERN, _action(old, new), *where, "", *texts, limit=_pattern_limit(new))


def _pattern_limit(patterns: list[str]) -> str:
    if not patterns:
        return ""
    schemas = [{"pattern": one} for one in patterns]
    return json.dumps({"allOf": schemas} if len(schemas) > 1 else schemas[0])


def _action(old: object, new: object) -> Action:
    """Return whether a keyword was added, removed or changed; falsy values: not present."""
    return Action.CHANGED if old and new else Action.ADDED if new else Action.REMOVED


def _default(pair: SchemaPair) -> Iterator[Difference]:
    old, new = (text_of(one.all_of("default")[0]) if one.all_of("default") else "" for one in (pair.old, pair.new))
    if old != new:
        where = (NEW, pair.new.at("default")) if new else (OLD, pair.old.at("default"))
        yield Difference(Element.DEFAULT, _action(old, new), *where, "", old, new)


def _conditions(pair: SchemaPair) -> Iterator[Difference]:
    """Compare conditions: an added one accepts less, a removed one more, the effect of a changed one is unknown."""
    old, new = pair.old.conditions, pair.new.conditions
    for keyword in [*old, *(one for one in new if one not in old)]:
        leader = _LEADERS.get(keyword, "")
        if old.get(keyword) == new.get(keyword) or (leader in old) != (leader in new):
            continue
        where = (NEW, pair.new.at(keyword)) if keyword in new else (OLD, pair.old.at(keyword))
        if keyword in _CONTAINED and old.get("contains") == new.get("contains"):
            yield _contained(pair, keyword, where)
            continue
        action = Action.CHANGED if keyword in _LOOSENING else _action(old.get(keyword), new.get(keyword))
        yield Difference(Element.CONDITION, action, *where, keyword)


def _contained(pair: SchemaPair, keyword: str, where: tuple[str, str]) -> Difference:
    """Return the difference of the number of items that match the same ``contains``; at least one if none is given."""
    sign, given = _CONTAINED[keyword]
    old, new = (_count(schema.all_of(keyword), sign, given) for schema in (pair.old, pair.new))
    action = Action.NARROWED if sign * new > sign * old else Action.WIDENED
    shown = [None if one == inf else one for one in (old, new)]
    return Difference(Element.COUNT, action, *where, keyword, shown[0], shown[1])


def _count(values: list[object], sign: int, given: float) -> float:
    numbers = [one for one in values if isinstance(one, int | float)]
    return (max(numbers) if sign > 0 else min(numbers)) if numbers else given


_CONTAINED = {"minContains": (1, 1), "maxContains": (-1, inf)}
"""By keyword: whether more is narrower, and the value that a missing keyword stands for."""


_LEADERS = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}
"""Keywords without effect unless another one is present; they are not reported if that one is added or removed."""

_LOOSENING = frozenset({"minContains"})
"""Conditions that can accept more values: ``minContains: 0`` (JSON Schema 2020-12, Validation, 6.4.5)."""


def _marks(pair: SchemaPair) -> Iterator[Difference]:
    was_deprecated, is_deprecated = pair.old.says("deprecated"), pair.new.says("deprecated")
    if is_deprecated and not was_deprecated:
        yield Difference(Element.VALUE, Action.DEPRECATED, NEW, pair.new.at("deprecated"))
    elif was_deprecated and not is_deprecated:
        yield Difference(Element.VALUE, Action.NO_LONGER_DEPRECATED, OLD, pair.old.at("deprecated"))
    yield from _xml(pair)


def _xml(pair: SchemaPair) -> Iterator[Difference]:
    before, after = ({str(index): xml for index, xml in enumerate(one.all_of("xml"))} for one in (pair.old, pair.new))
    if text_of(before) != text_of(after):
        side, path = first_difference(before, after)
        schema = pair.new if side == NEW else pair.old
        yield Difference(Element.XML, Action.CHANGED, side, child_pointer(schema.at("xml"), *path[1:]))
