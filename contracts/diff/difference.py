"""Located nodes of a document, and differences between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from contracts.diff.change import Action, Element

NEVER: dict[str, Any] = {"not": {}}
"""The schema ``false`` as a mapping."""


class Located(NamedTuple):
    """A mapping in a document and its JSON pointer.

    :param allows_null: for a schema: an enclosing schema allows null in addition.
    :param used_at: pointer of the reference that led to the mapping, if one was followed.
    """

    pointer: str
    node: dict[str, Any]
    allows_null: bool = False
    used_at: str = ""

    @property
    def reported_at(self) -> str:
        """The pointer at which added and removed elements are reported: that of the reference, if one was followed."""
        return self.used_at or self.pointer


def schema_site(pointer: str, value: Any) -> Located | None:
    """Return a schema and its pointer, with a boolean schema as a mapping; ``None`` if it is not a schema.

    Each boolean becomes a new mapping because schemas are distinguished by identity.
    """
    match value:
        case dict():
            return Located(pointer, value)
        case True:
            return Located(pointer, {})
        case False:
            return Located(pointer, dict(NEVER))
    return None


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
