"""Two schemas to compare, and the pairs of schemas inside them."""

from __future__ import annotations

from typing import NamedTuple

from contracts.diff.change import Direction
from contracts.diff.difference import Located
from contracts.diff.merged_schema import ComparedSchema

FieldPath = tuple[str, ...]
"""From a value to one inside it: property names, ``*`` for items and for values of a map."""

ANY = "*"


class SchemaPair(NamedTuple):
    """An old and a new schema.

    :param direction: of the values: request or response.
    """

    old: ComparedSchema
    new: ComparedSchema
    direction: Direction

    @property
    def is_request(self) -> bool:
        """Whether clients send the values."""
        return self.direction is Direction.REQUEST

    def child(self, old: list[Located], new: list[Located], path: FieldPath) -> ChildPair:
        """Return the pair to compare next: schemas of values inside, or of the same value."""
        schemas = SchemaPair(self.old.side.join(old), self.new.side.join(new), self.direction)
        return ChildPair(schemas, path, new[0].pointer if new else "")

    def is_present(self, schema: ComparedSchema) -> bool:
        """Whether a property with this schema is part of messages in this direction."""
        return not (schema.is_read_only if self.is_request else schema.is_write_only)


class ChildPair(NamedTuple):
    """A pair inside another one.

    :param path: from the value of the outer pair to the value of the inner one.
    :param written_at: pointer of the new schema where the outer one contains it, such as that of a reference; ``""``
        if the outer one does not contain it.
    """

    schemas: SchemaPair
    path: FieldPath
    written_at: str = ""
