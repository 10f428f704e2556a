"""A node of a document together with its JSON pointer."""

from __future__ import annotations

from typing import Any, NamedTuple

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
