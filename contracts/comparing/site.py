"""A place in a document together with what stands there."""

from __future__ import annotations

from typing import Any, NamedTuple

NEVER: dict[str, Any] = {"not": {}}
"""The schema ``false`` as a mapping."""


class Site(NamedTuple):
    """A mapping of the document and its place.

    :param allows_null: for a schema: something around it allows null besides.
    :param used_at: where a reference to it stands, if one was followed.
    """

    pointer: str
    node: dict[str, Any]
    allows_null: bool = False
    used_at: str = ""

    @property
    def place(self) -> str:
        """Where the holder has it: what comes and goes with it is told there."""
        return self.used_at or self.pointer


def schema_site(pointer: str, value: Any) -> Site | None:
    """A schema and its place, a boolean one as a mapping; ``None`` for what is none.

    Each boolean becomes a mapping of its own, as schemas are told apart by their identity.
    """
    match value:
        case dict():
            return Site(pointer, value)
        case True:
            return Site(pointer, {})
        case False:
            return Site(pointer, dict(NEVER))
    return None
