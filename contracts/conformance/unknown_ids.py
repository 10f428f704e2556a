"""Ids that a contract test sends for items that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

UNKNOWN = "missing-casemock"
"""Beginning of ids that cannot exist by chance."""

NIL = "00000000-0000-0000-0000-000000000000"
"""The nil UUID (RFC 9562, section 5.9), which a server that knows any id does not have."""

_UUID_END = "-0000-4000-8000-0000000000ca"

_RARE_IDS: tuple[Any, ...] = ("404", 404, 0)
"""Ids that rarely exist."""


def unknown_ids(digits: str, *, nil: bool) -> Iterator[Any]:
    """Yield ids that probably do not exist, in different forms.

    :param digits: eight hexadecimal digits that are part of the first ones.
    :param nil: whether the UUID among them is the nil UUID.
    """
    yield f"{UNKNOWN}-{digits}"
    yield NIL if nil else f"{digits}{_UUID_END}"
    yield from _RARE_IDS


def cannot_exist(identifier: Any) -> bool:
    """Whether an id of :func:`unknown_ids` cannot exist by chance; on a server of others, the nil UUID may."""
    return isinstance(identifier, str) and (identifier.startswith(UNKNOWN) or identifier.endswith(_UUID_END))
