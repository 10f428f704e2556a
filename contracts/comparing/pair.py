"""Two schemas that face each other, and what stands below them."""

from __future__ import annotations

from typing import NamedTuple

from contracts.comparing.conjunction import Conjunction
from contracts.comparing.judgement import REQUEST
from contracts.comparing.site import Site

Way = tuple[str, ...]
"""From a value to one inside it: property names, ``*`` for items and for members of a map."""

ANY = "*"


class Facing(NamedTuple):
    """What is compared.

    :param direction: of the values: ``request`` or ``response``.
    """

    old: Conjunction
    new: Conjunction
    direction: str

    @property
    def is_request(self) -> bool:
        """Whether clients send such values."""
        return self.direction == REQUEST

    def below(self, old: list[Site], new: list[Site], way: Way) -> Below:
        """What is compared next: schemas of values inside, or of the same value."""
        return Below(Facing(self.old.side.join(old), self.new.side.join(new), self.direction), way)

    def is_sent(self, schema: Conjunction) -> bool:
        """Whether a property with this schema is part of messages of this direction."""
        return not (schema.is_read_only if self.is_request else schema.is_write_only)


class Below(NamedTuple):
    """A pair that another one leads to."""

    facing: Facing
    way: Way
