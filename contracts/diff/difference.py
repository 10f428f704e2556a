"""A difference that the comparison finds at one location, before a rule gives it a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.diff.change import Action, Element

OLD = "old"
NEW = "new"


@dataclass(frozen=True)
class Difference:
    """A difference between two documents at one location.

    :param side: the document that ``pointer`` belongs to: ``old`` for removed elements, otherwise ``new``.
    :param name: of the property, parameter, status, … that differs.
    :param old: the old value, for messages; ``None``: not present.
    :param new: the new value, for messages; ``None``: not present.
    :param field: path from the compared value to the value that differs.
    :param values: JSON of the affected values if not all values are affected.
    :param limit: see :class:`contracts.diff.change.AffectedElement`.
    """

    element: Element
    action: Action
    side: str
    pointer: str
    name: str = ""
    old: Any = None
    new: Any = None
    field: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    limit: str = ""
