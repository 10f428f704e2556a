"""Whether the conditions of a schema (``not``, ``if``, ``contains``, …) hold for all values of another one."""

from __future__ import annotations

from typing import Any

from contracts.diff.acceptance.clauses import Clause
from contracts.diff.acceptance.disjoint import Prover, are_disjoint
from contracts.diff.difference import schema_site
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.normalize import text_of, without_prose
from contracts.spec.pointers import child_pointer

_GROUPS = (
    ("", ("if", "then", "else")),
    ("array", ("contains", "minContains", "maxContains")),
    ("array", ("unevaluatedItems", "prefixItems", "items")),
    ("object", ("propertyNames",)),
    ("object", ("dependentRequired",)),
    ("object", ("dependentSchemas",)),
)
"""Keywords that have an effect together, the first one only if it is present, by the type of their values."""


def has_condition(prover: Prover, target: ComparedSchema, clause: Clause, kind: str) -> bool:
    """Return whether certainly all values of a clause meet the conditions of a schema."""
    known = {text for part in clause.schema.parts for text in _conditions(clause.schema, part.node, kind)}
    for part in target.parts:
        if not set(_conditions(target, part.node, kind)) <= known:
            return False
        denied = schema_site(child_pointer(part.pointer, "not"), part.node.get("not"))
        if denied is not None and not are_disjoint(prover, clause, target.side.join([denied])):
            return False
    return True


def _conditions(schema: ComparedSchema, node: dict[str, Any], kind: str) -> list[str]:
    groups = (keys for type_, keys in _GROUPS if type_ in ("", kind) and keys[0] in node)
    return [_text(schema, {key: node[key] for key in keys if key in node}) for keys in groups]


def _text(schema: ComparedSchema, node: dict[str, Any]) -> str:
    return text_of(schema.side.spelled_out(without_prose(node)))
