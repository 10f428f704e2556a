"""What the comparison says of one place, before it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

OLD = "old"
NEW = "new"


@dataclass(frozen=True)
class Difference:
    """One thing that is another one in the new document.

    :param topic: what kind, lower case with dashes; with the direction it finds the judgement.
    :param side: the document that ``pointer`` is of: ``old`` for what is gone.
    :param name: of the property, parameter, status, … that is concerned.
    :param old: what the old document has there, for messages; ``None``: nothing.
    :param field: the way from the value that is compared to the one that is concerned.
    :param values: JSON texts of the values that are touched, where it is not all of them.
    :param limit: see :class:`contracts.comparing.change.Aspect`.
    """

    topic: str
    side: str
    pointer: str
    name: str = ""
    old: Any = None
    new: Any = None
    field: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    limit: str = ""
