"""Duplicate values in ``enum``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.lint.rule import Fix, Violation
from contracts.lint.value_errors import shown
from contracts.schema.json_types import equality_key
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def repetitions(here: Visit) -> Iterator[Violation]:
    """The duplicates in the ``enum`` of a schema; ``1`` and ``1.0`` are equal, ``1`` and ``true`` are not.

    (JSON Schema 2020-12, core, 4.2.2.)
    """
    members = here.node.get("enum")
    if not isinstance(members, list) or _are_plainly_unique(members):
        return
    first: dict[Any, int] = {}
    for index, member in enumerate(members):
        same = first.setdefault(equality_key(member), index)
        if same != index:
            pointer = child_pointer(pointer_of(here.trail), "enum", index)
            message = f"enum lists {shown(member)} more than once, first as item {same + 1}"
            yield Violation(pointer, message, amendments=(Fix("remove", pointer),))


def _are_plainly_unique(members: list[object]) -> bool:
    return all(type(member) is str for member in members) and len(set(members)) == len(members)
