"""Properties with errors in the bodies of successful responses, which have none.

The optional ones are omitted; required ones are null or empty if the schema allows it. Objects that are errors by their
name keep them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contracts.generation.context import Alternative, Property, Union
from contracts.generation.merge import merge
from contracts.generation.name_words import Words, singular, words
from contracts.generation.plans import Constant, ImpossibleError, Plan
from contracts.spec.pointers import split_pointer

ERROR_WORDS = frozenset({"error", "problem", "fault", "exception", "failure"})
"""Words of the names of objects that are errors."""
ERROR_PROPERTIES: frozenset[Words] = frozenset(
    tuple(name.split())
    for name in (
        "error", "errors", "error message", "error messages", "error code", "error description", "error details",
        "error detail", "error info", "error type", "errormessage", "errorcode", "error uri", "exception", "exceptions",
        "fault", "error list", "error text",
    )
)  # fmt: skip
"""Names of properties with errors."""
EMPTY: tuple[Any, ...] = (None, [], "", {}, 0, False)
"""The values of required properties with errors; the first one that is valid."""
COUNTS = frozenset({"integer", "number"})


def is_error(name: Words) -> bool:
    """Return whether an object is an error by its name."""
    return any(word in ERROR_WORDS or singular(word) in ERROR_WORDS for word in name)


def has_errors(item: Property) -> bool:
    """Return whether a property of an object contains errors, and not their number."""
    name = item.field.words
    if name not in ERROR_PROPERTIES or is_error(item.field.owners):
        return False
    try:
        kinds = set(merge(item.schemas).types)
    except ImpossibleError:
        return True
    return name != ("errors",) or not (kinds and kinds <= COUNTS)


def no_errors(item: Property) -> Plan | None:
    """Return a plan for a required property with errors that has none; ``None`` if the schema requires an error."""
    for value in EMPTY:
        if all(schema.is_valid(value) for schema in item.schemas):
            return Constant(value)
    return None


def without_errors(union: Union) -> Union:
    """Return the alternatives of a union that are not errors; all of them if there are no others."""
    kept = tuple(option for option in union.alternatives if not _is_error_alternative(option))
    return replace(union, alternatives=kept) if kept and len(kept) < len(union.alternatives) else union


def _is_error_alternative(option: Alternative) -> bool:
    return any(is_error(_component(schema.final_target.pointer)[-1:]) for schema in option.schemas) or any(
        _requires_error(option.schemas)
    )


def _requires_error(schemas: Sequence[Any]) -> Sequence[bool]:
    found = []
    for schema in schemas:
        node = schema.final_target.node
        required = node.get("required") if isinstance(node, dict) else None
        names = required if isinstance(required, list) else []
        found.append(any(isinstance(name, str) and words(name) in ERROR_PROPERTIES for name in names))
    return found


def _component(pointer: str) -> Words:
    tokens = split_pointer(pointer)
    return words(tokens[2]) if tokens[:2] == ["components", "schemas"] and len(tokens) == 3 else ()
