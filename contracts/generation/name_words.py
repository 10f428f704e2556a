"""Look-up of providers by the words of a name in the tables of names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from contracts.generation.field_names import NAMES
from contracts.generation.field_owners import OWNED, OWNERS
from contracts.generation.format_providers import DESCRIPTIONS, TIME_WORDS
from contracts.generation.number_names import DESCRIBED, NUMBERS
from contracts.generation.table_text import cells
from contracts.spec.names import Words, singular, words

__all__ = [
    "LONE_TIMES",
    "ROLES_OF_PEOPLE",
    "TIME_ENDINGS",
    "UNITS",
    "Words",
    "is_time",
    "provider_by_description",
    "provider_of",
    "singular",
    "time_role",
    "words",
]

TIME_ENDINGS = frozenset({"at", "date", "time", "timestamp", "datetime", "on", "ts", "until"})
UNITS = frozenset(
    {"kg", "g", "grams", "lb", "mm", "cm", "m", "km", "ms", "s", "sec", "eur", "usd", "gbp", "px", "celsius"}
)
"""Last words of a name that are units of measurement."""
LONE_TIMES = frozenset({"created", "updated", "modified", "timestamp", "expires", "submitted", "published", "joined"})
"""Single words that are names of dates."""
_JOINED_TIMES = frozenset(
    cells(
        "createdat | updatedat | startdate | enddate | starttime | endtime | duedate | expirydate | "
        "createdate | datecreated | createddate | createtime | updatetime | deletedat | publishedat | "
        "modifieddate | updateddate | orderdate | creationdate | lastupdate"
    )
)


MODIFIERS = frozenset(
    cells(
        "primary | secondary | home | work | mobile | start | end | from | to | main | billing | shipping | "
        "alt | alternative | alternate | other | business | private | min | max | raw | value | formatted | "
        "default | original | large | small | medium | https | full | begin | high | low | new | old | "
        "current | previous | avg | average | total | usd | eur | local | utc | gmt | sd | hd"
    )
)
"""Last words that leave the meaning of a name as it is: ``phone_home``, ``year_start``."""
DESCRIBING = 24
"""The number of words at the start of a description that are searched."""

_EXACT: dict[Words, str] = {tuple(name[1:].split()): provider for name, provider in NAMES.items() if name[0] == "="}
_BY_NAME: dict[Words, str] = {tuple(name.split()): provider for name, provider in NAMES.items() if name[0] != "="}
_BY_NUMBER = _BY_NAME | {tuple(name.split()): provider for name, provider in NUMBERS.items()}
_JOINED = 6
"""The minimum length of names that may be written without separators: ``lastlogin``, ``zipcode``."""


def _joined(table: Mapping[Words, str]) -> dict[str, str]:
    return {joined: found for name, found in table.items() if len(name) > 1 and len(joined := "".join(name)) >= _JOINED}


_UNSEPARATED = _joined(_BY_NAME)
_UNSEPARATED_NUMBER = _joined(_BY_NUMBER)
_BY_OWNER: dict[tuple[str, Words], str] = {
    (kind, tuple(name.split())): provider for (kind, name), provider in OWNED.items()
}
ROLES_OF_PEOPLE = frozenset(word for word, kind in OWNERS.items() if kind == "person")
_TIME_ROLES = tuple((frozenset(members), role) for role, members in TIME_WORDS)


@lru_cache(maxsize=16_384)
def provider_of(field: Words, owners: Words, *, number: bool = False) -> tuple[str, Words]:
    """Return the provider of a property by its name.

    :param field: the words of the property's name.
    :param owners: words of the names of the enclosing objects, the innermost last.
    :param number: whether its values are numbers, for which some names have another meaning: ``day``, ``version``.
    :returns: the provider, ``""`` if unknown, and the words before the matching part, e.g. ``("billing",)`` for
        ``billing_city``.
    """
    table = _BY_NUMBER if number else _BY_NAME
    for owner in reversed(owners):
        kind = OWNERS.get(owner) or OWNERS.get(singular(owner), "")
        if found := _BY_OWNER.get((kind, field)):
            return found, ()
    if found := table.get(field) or _EXACT.get(field):
        return found, field if found == "person:name" and field[0] in ROLES_OF_PEOPLE else ()
    if "per" in field[1:] and not any(field[start:] in table for start in range(1, len(field))):
        return provider_of(field[: field.index("per", 1)], owners, number=number)
    if len(field) > 1 and (found := _BY_OWNER.get((OWNERS.get(field[-2], ""), field[-1:]))):
        return found, field[:-1]
    for start in range(1, len(field)):
        if found := table.get(field[start:]):
            return found, field[:start]
    if len(field) > 1 and field[-1] in UNITS:
        return provider_of(field[:-1], owners, number=number)
    return _other_spelling(field, owners, number=number)


def _other_spelling(field: Words, owners: Words, *, number: bool) -> tuple[str, Words]:
    """Return the provider of a name without separators, in the plural, or with a modifier or number at its end."""
    if not field:
        return "", ()
    if found := (_UNSEPARATED_NUMBER if number else _UNSEPARATED).get(field[-1]):
        return found, field[:-1]
    found, before = _plural_provider(field, _BY_NUMBER if number else _BY_NAME)
    if found:
        return found, before
    if len(field) > 1 and (field[-1] in MODIFIERS or field[-1].isdecimal()):
        return provider_of(field[:-1], owners, number=number)
    unnumbered = _NUMBERED.fullmatch(field[-1])
    if unnumbered:
        return provider_of((*field[:-1], unnumbered[1]), owners, number=number)
    return "", ()


_NUMBERED = re.compile(r"([a-z]{3,})[0-9]{1,2}")


def _plural_provider(field: Words, table: Mapping[Words, str]) -> tuple[str, Words]:
    if singular(field[-1]) == field[-1]:
        return "", ()
    one = (*field[:-1], singular(field[-1]))
    for start in range(len(one)):
        if found := table.get(one[start:]):
            return found, one[:start]
    return "", ()


def provider_by_description(description: str, *, number: bool = False) -> str:
    """Return the provider by the first words of a description; ``""`` if unknown.

    :param number: whether the values are numbers.
    """
    text = " " + " ".join(words(description[:400])[:DESCRIBING]) + " "
    table = DESCRIBED if number else DESCRIPTIONS
    return next((provider for phrase, provider in table.items() if f" {phrase} " in text), "")


def time_role(field: Words) -> str:
    """Return the role of a date by its name; ``during`` if unknown."""
    return next((role for members, role in _TIME_ROLES if members.intersection(field)), "during")


def is_time(field: Words) -> bool:
    """Return whether a name is that of a date, e.g. ``created_at`` or ``dueDate``."""
    if len(field) == 1:
        return field[0] in LONE_TIMES or field[0] in _JOINED_TIMES
    return len(field) > 1 and field[-1] in TIME_ENDINGS and (field[-1] != "on" or time_role(field) != "during")
