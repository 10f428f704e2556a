"""Look-up of providers by the words of a name in :mod:`contracts.generation.field_providers`."""

from __future__ import annotations

from contracts.generation.field_providers import NAMES, OWNED, OWNERS
from contracts.generation.format_providers import DESCRIPTIONS, TIME_WORDS
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


_BY_NAME: dict[Words, str] = {tuple(name.split()): provider for name, provider in NAMES.items()}
_BY_OWNER: dict[tuple[str, Words], str] = {
    (kind, tuple(name.split())): provider for (kind, name), provider in OWNED.items()
}
ROLES_OF_PEOPLE = frozenset(word for word, kind in OWNERS.items() if kind == "person")
_TIME_ROLES = tuple((frozenset(members), role) for role, members in TIME_WORDS)


def provider_of(field: Words, owners: Words) -> tuple[str, Words]:
    """Return the provider of a property by its name.

    :param field: the words of the property's name.
    :param owners: words of the names of the enclosing objects, the innermost last.
    :returns: the provider, ``""`` if unknown, and the words before the matching part, e.g. ``("billing",)`` for
        ``billing_city``.
    """
    for owner in reversed(owners):
        kind = OWNERS.get(owner) or OWNERS.get(singular(owner), "")
        if found := _BY_OWNER.get((kind, field)):
            return found, ()
    if found := _BY_NAME.get(field):
        return found, field if found == "person:name" and field[0] in ROLES_OF_PEOPLE else ()
    if len(field) > 1 and (found := _BY_OWNER.get((OWNERS.get(field[-2], ""), field[-1:]))):
        return found, field[:-1]
    for start in range(1, len(field)):
        if found := _BY_NAME.get(field[start:]):
            return found, field[:start]
    if len(field) > 1 and field[-1] in UNITS:
        return provider_of(field[:-1], owners)
    return _plural_provider(field)


def _plural_provider(field: Words) -> tuple[str, Words]:
    if not field or singular(field[-1]) == field[-1]:
        return "", ()
    one = (*field[:-1], singular(field[-1]))
    for start in range(len(one)):
        if found := _BY_NAME.get(one[start:]):
            return found, one[:start]
    return "", ()


def provider_by_description(description: str) -> str:
    """Return the provider by the words of a description; ``""`` if unknown."""
    text = " " + " ".join(words(description)) + " "
    return next((provider for phrase, provider in DESCRIPTIONS.items() if f" {phrase} " in text), "")


def time_role(field: Words) -> str:
    """Return the role of a date by its name; ``during`` if unknown."""
    return next((role for members, role in _TIME_ROLES if members.intersection(field)), "during")


def is_time(field: Words) -> bool:
    """Return whether a name is that of a date, e.g. ``created_at`` or ``dueDate``."""
    if len(field) == 1:
        return field[0] in LONE_TIMES
    return len(field) > 1 and field[-1] in TIME_ENDINGS and (field[-1] != "on" or time_role(field) != "during")
