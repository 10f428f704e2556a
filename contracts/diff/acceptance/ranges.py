"""Whether the bounds, formats and patterns of a schema include those of another one, for values of one type."""

from __future__ import annotations

from contracts.diff.limits import Bound, edge_of, lower_bound, numbers_of, upper_bound
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.values import WIDTHS, format_of

_COUNTS = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "properties": ("minProperties", "maxProperties"),
}


def includes_ranges(target: ComparedSchema, source: ComparedSchema, kind: str) -> bool:
    """Return whether all values of a type within the source's bounds are within the target's."""
    if kind in ("integer", "number"):
        return _includes_numbers(target, source) and _includes_format(target, source)
    if kind in _COUNTS and not _includes_counts(target, source, *_COUNTS[kind]):
        return False
    if kind == "array":
        return not target.says("uniqueItems") or source.says("uniqueItems") or _has_at_most_one(source)
    if kind == "string":
        patterns = set(map(str, target.all_of("pattern"))) <= set(map(str, source.all_of("pattern")))
        return patterns and _includes_format(target, source)
    return True


def _includes_counts(target: ComparedSchema, source: ComparedSchema, lower: str, upper: str) -> bool:
    return _is_within(lower_bound(target, lower), lower_bound(source, lower), 1) and _is_within(
        upper_bound(target, upper), upper_bound(source, upper), -1
    )


def _is_within(outer: Bound | None, inner: Bound | None, sign: int) -> bool:
    if outer is None:
        return True
    return inner is not None and (sign * inner[0], inner[1]) >= (sign * outer[0], outer[1])


def _includes_numbers(target: ComparedSchema, source: ComparedSchema) -> bool:
    for keyword, exclusive, sign in (("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)):
        outer, inner = (edge_of(one, keyword, exclusive, sign) for one in (target, source))
        if not _is_within(outer, inner, sign):
            return False
    steps = {step for step in numbers_of(target, "multipleOf") if step > 0}
    given = {step for step in numbers_of(source, "multipleOf") if step > 0}
    given |= {1.0} if source.types == frozenset({"integer"}) else set()
    return all(any(one % step == 0 for one in given) for step in steps)


def _includes_format(target: ComparedSchema, source: ComparedSchema) -> bool:
    outer, inner = format_of(target), format_of(source)
    contents = [[str(one).lower() for one in schema.all_of("contentMediaType")] for schema in (target, source)]
    if contents[0] and contents[0] != contents[1]:
        return False
    if not outer or outer == inner:
        return True
    return any(outer in row and inner in row and row.index(inner) <= row.index(outer) for row in WIDTHS)


def _has_at_most_one(source: ComparedSchema) -> bool:
    bound = upper_bound(source, "maxItems")
    return bound is not None and bound[0] <= 1


def exclude_each_other(one: ComparedSchema, other: ComparedSchema, kind: str) -> bool:
    """Return whether no value of a type is within the bounds of both schemas."""
    for first, second in ((one, other), (other, one)):
        if kind in ("integer", "number"):
            lower = edge_of(first, "minimum", "exclusiveMinimum", 1)
            upper = edge_of(second, "maximum", "exclusiveMaximum", -1)
        elif kind in _COUNTS:
            lower, upper = lower_bound(first, _COUNTS[kind][0]), upper_bound(second, _COUNTS[kind][1])
        else:
            return False
        if lower is None or upper is None:
            continue
        if lower[0] > upper[0] or (lower[0] == upper[0] and bool(lower[1] or upper[1])):
            return True
    return False
