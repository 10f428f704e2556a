"""JSON bodies of an operation that its schema takes, and ones that break one thing of it each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.spec.model import MediaType

ODD: tuple[Any, ...] = (
    None, "", " ", "é", "'", "\0", "no-such-value", "x" * 5000, 7, -1, 1.5, 2**31, 2**63, 10**30, True, False, [], {},
    ["x"], {"x": 1},
)  # fmt: skip
"""Values of every kind: each is put in the place of each property."""

PLAIN: tuple[Any, ...] = (None, "", False, 0, [], "Größe & <b>", "word " * 30)
"""What programs take for nothing, and texts that are kept wrongly."""

DRAWN = 6
"""Generated bodies."""


def valid_bodies(media: MediaType, drawn: Callable[[int], Any]) -> list[Any]:
    """Examples, generated bodies, and for each property bodies that say it alone, as far as the schema takes them.

    :param drawn: gives the n-th body.
    """
    whole = [drawn(number) for number in range(DRAWN)]
    bodies: list[Any] = [
        *whole,
        *({name: value} for body in whole if isinstance(body, dict) for name, value in body.items()),
    ]
    for name in media.schema.possible_properties if media.schema else ():
        bodies += [{name: value} for value in PLAIN]
    return [body for body in bodies if media.schema is None or media.schema.request_validator.is_valid(body)]


def broken_bodies(media: MediaType, drawn: Callable[[int], Any]) -> Iterator[Any]:
    """A valid body with one thing changed: a member left out, one added, and each value in each place.

    Some of them are still valid: what a server does with an empty text is of interest too.
    """
    names = media.schema.possible_properties if media.schema else {}
    for number in range(2):
        base = drawn(number)
        if not isinstance(base, dict):
            continue
        yield {**base, "no_such_property": 1}
        for name in base:
            yield {key: value for key, value in base.items() if key != name}
        for name in names:
            yield from ({**base, name: value} for value in ODD)
            yield from ({name: value} for value in ODD)
