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
TECHNICAL = frozenset(
    cells(
        "dto | response | model | resource | resources | properties | output | request | result | results | schema | "
        "entity | item | info | details | detail | data | summary | input | base | full | list | object | type | vo | "
        "view | payload | body | record | definition | representation | envelope | wrapper | profile | create | "
        "update | new | read | write | public | private | simple | short | extended | meta | row | preview | "
        "reference | ref | snapshot | get | post | put | patch | delete | api | attributes | spec | status | page | "
        "collection | mini | basic | compact | contents | content | nullable | out | in | serializer | struct"
    )
)
"""Words of the names of schemas that do not belong to what they describe."""
UNITS = frozenset(
    cells(
        "kg | g | grams | lb | lbs | oz | mm | cm | m | km | ms | s | sec | eur | usd | gbp | px | celsius | "
        "fahrenheit | ft | feet | inches | miles | mi | yd | meters | metres | km2 | m2 | sqm | hz | mhz | "
        "ghz | kw | kwh | mah | ml | mg"
    )
)
"""Last words of a name that are units of measurement."""
TIME_UNITS = frozenset({"ms", "millis", "milliseconds", "utc", "epoch", "unix", "gmt", "local", "iso"})
"""Last words of the names of dates that say how they are written."""
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
PREPOSITIONS = frozenset({"per", "with", "without", "including", "excluding", "incl", "excl", "inc", "exc", "before"})
"""Words after which a name says nothing about the kind of its values."""
NAMELESS = frozenset(
    {"words:name", "words:key_name", "words:type", "words:kind", "words:model", "words:comment", "words:query_text"}
)
"""Providers of other values than names."""
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
    for kind in kinds_of(owners):
        if found := _BY_OWNER.get((kind, field)):
            return found, ()
    if found := table.get(field) or _EXACT.get(field):
        return found, field if found == "person:name" and field[0] in ROLES_OF_PEOPLE else ()
    if (head := _head(field)) and (head in table or not any(field[start:] in table for start in range(1, len(field)))):
        return provider_of(head, owners, number=number)
    if len(field) > 1 and (found := _BY_OWNER.get((OWNERS.get(field[-2], ""), field[-1:]))):
        return found, field[:-1]
    for start in range(1, len(field)):
        if found := table.get(field[start:]):
            kind = _kind_of_name(field[:start]) if found == "words:name" else ""
            return (kind, ()) if kind else (found, field[:start])
    if len(field) > 1 and field[-1] in UNITS:
        measured = provider_of(field[: -2 if field[-2] == "in" and len(field) > 2 else -1], owners, number=number)
        is_number = measured[0].startswith(("number:", "money:")) or measured[0] in ("file:size", "product:price")
        if is_number or len(field[-1]) < 2 or is_time(field):
            return measured
        return "number:any", field[:-1]
    return _other_spelling(field, owners, number=number)


@lru_cache(maxsize=16_384)
def kinds_of(owners: Words) -> tuple[str, ...]:
    """Return the kinds of an object by its name, of which the last word counts: a ``user group`` is a group.

    Words such as ``response`` after it say nothing. The kinds that its properties indicate follow.
    """
    named = [word for word in owners if word[0] != "*"]
    while named and not _kind(named[-1]) and (named[-1] in TECHNICAL or not named[-1].isalpha()):
        named.pop()
    found = [_kind(named[-1])] if named else []
    found += [_kind(word) for word in reversed(owners) if word[0] == "*"]
    return tuple(filter(None, found))


def _kind(word: str) -> str:
    return OWNERS.get(word) or OWNERS.get(singular(word), "")


def _head(field: Words) -> Words:
    """Return the words before a preposition: ``url with version`` is a URL; ``()`` if there is none."""
    return next((field[:index] for index, word in enumerate(field) if index and word in PREPOSITIONS), ())


def _kind_of_name(before: Words) -> str:
    """Return the provider of what has a name: ``availability zone`` in ``availability_zone_name``."""
    found = next((_BY_NAME[before[start:]] for start in range(len(before)) if before[start:] in _BY_NAME), "")
    return found if found.startswith("words:") and found not in NAMELESS else ""


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
    if field[0] in LINKS and len(field) > 1 and not number:
        return "company:url", field[1:]
    unnumbered = _NUMBERED.fullmatch(field[-1])
    if unnumbered:
        return provider_of((*field[:-1], unnumbered[1]), owners, number=number)
    return "", ()


LINKS = frozenset({"url", "uri"})
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
    if len(field) > 1 and field[-1] in TIME_UNITS:
        return is_time(field[:-1])
    if len(field) == 1:
        return field[0] in LONE_TIMES or field[0] in _JOINED_TIMES
    return len(field) > 1 and field[-1] in TIME_ENDINGS and (field[-1] != "on" or time_role(field) != "during")
