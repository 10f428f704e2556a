"""The property of an item that contains the id in its path."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from contracts.spec.keys import Keys
from contracts.spec.names import plain, singulars
from contracts.spec.resources.names import IDS, NESTED_IDS
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core, types_of

MIN_ENDING = 5
"""Minimum length of a property's name with which the name of a parameter may end: ``userId`` for ``storyUserId``."""

_ID_ENDINGS = ("uuid", "guid", "uid", "sid", "gid", "id", "ids", "number", "no", "num", "pk")
_STRONG = ("id", "uuid", "uid", "guid", "sid", "gid", "_id", "pk", "identifier")
_ID_NAMES = frozenset(plain(name) for name in (*_STRONG, *_ID_ENDINGS, "arn", "key", "code", "name", "slug"))
_TEXTUAL = frozenset({"name", "title", "email", "href", "tag", "login", "username", "handle", "slug"})
_NOT_UNIQUE = _TEXTUAL - {"login", "username", "handle", "slug"}


def find_id(item: Schema, parameter: str, values: Schema | None, noun: str, *, composite: bool = False) -> Keys:
    """Return the keys to the id of an item; ``()`` if no property is known to contain it.

    :param parameter: the path parameter; ``""`` for a collection whose items have no path.
    :param values: the schema of the path parameter, or ``None``.
    :param noun: the last segment of the collection's path that is not a parameter, e.g. ``pets``.
    :param composite: whether several parameters in a row identify an item, as in ``/repos/{owner}/{repo}``.
    """
    named = _in_named_object(item, plain(parameter), values)
    if _is_of_other(named, item, plain(parameter), noun):
        return named
    found = _find(item, parameter, values, noun, composite=composite)
    if found:
        return (found,)
    for outer in NESTED_IDS:
        below = item.possible_properties.get(outer)
        if below is not None and (inner := _find(below, parameter, values, noun)):
            return outer, inner
    return named


def _is_of_other(named: Keys, item: Schema, parameter: str, noun: str) -> bool:
    """Whether a parameter names the id of an object in the item, not its own: ``userId`` in ``/members/{userId}``."""
    if not named or plain("".join(named)) != parameter or plain(named[0]) in _nouns(noun):
        return False
    return parameter not in map(plain, item.possible_properties)


def _in_named_object(item: Schema, parameter: str, values: Schema | None) -> Keys:
    """Return the keys to an id whose object and name end the parameter: ``user`` and ``id`` for ``userId``."""
    found = [
        (outer, inner)
        for outer, below in item.possible_properties.items()
        if plain(outer) in parameter
        for inner, schema in below.possible_properties.items()
        if plain(inner) in _ID_NAMES
        and _is_compatible(schema, values)
        and parameter.endswith(plain(outer) + plain(inner))
    ]
    return found[0] if len(found) == 1 else ()


@lru_cache(maxsize=4096)
def strong_ids(parameter: str, noun: str) -> frozenset[str]:
    """Return plain names of properties that certainly contain the id of an item."""
    nouns = _nouns(noun)
    own = plain(parameter)
    rests = [rest for one in nouns if own.startswith(one) and (rest := own.removeprefix(one))]
    usual = [plain(name) for name in _STRONG]
    return frozenset({own, *rests, *usual, *(f"{one}{name}" for one in nouns for name in usual)} - {""})


def _find(item: Schema, parameter: str, values: Schema | None, noun: str, *, composite: bool = False) -> str:
    known = item.possible_properties
    by_plain = {plain(name): name for name in reversed(known)}
    named = [by_plain[name] for name in _candidates(plain(parameter), noun, by_plain) if name in by_plain]
    fitting = [name for name in named if _is_compatible(known[name], values)]
    first = fitting[0] if fitting else ""
    if values is None or not first or plain(first) in _names_in(parameter, noun):
        return first
    if same := [name for name in fitting if _has_pattern_of(known[name], values)]:
        return first if first in same else same[0]
    # {org} in a path with strings is the login, not the integer id; names are not unique outside of composite keys.
    handles = (
        name for name in fitting if composite or plain(name) not in _TEXTUAL - {"login", "username", "handle", "slug"}
    )
    return next((name for name in handles if types_of(known[name]) & types_of(values)), first)


def _names_in(parameter: str, noun: str) -> frozenset[str]:
    """Return plain names of properties that a parameter names: ``petId`` and ``id`` for ``petId``."""
    own = plain(parameter)
    return frozenset({own, own.removesuffix("s"), *(own.removeprefix(one) for one in _nouns(noun))})


def _candidates(parameter: str, noun: str, known: Collection[str]) -> Iterator[str]:
    """Yield plain names, the most probable first.

    :param known: plain names of the properties: those with which the name of the parameter ends are probable, too.
    """
    yield parameter
    nouns = _nouns(noun)
    rests = [parameter.removeprefix(one) for one in nouns if parameter.startswith(one)]
    yield from (rest for rest in rests if rest)
    yield from (f"{one}{parameter}" for one in nouns)
    ends = [name for name in known if len(name) >= MIN_ENDING and parameter.endswith(name)]
    # Beside "id", a property with the noun of the collection may be the id of another item.
    others = [name for name in ends if "id" not in known or not name.startswith(tuple(nouns))]
    yield from sorted(others, key=len, reverse=True)
    ending = next((ending for ending in _ID_ENDINGS if parameter.endswith(ending)), "")
    usual = [plain(name) for name in (_STRONG if ending else IDS)]
    if ending:
        usual = [ending, *usual]
        yield ending
    elif own := next((name for name in IDS if parameter.endswith(name)), ""):
        yield own
    for name in usual:
        if name in _TEXTUAL:
            continue
        yield name
        yield from (f"{one}{name}" for one in nouns)
    yield from (name for name in usual if name in _TEXTUAL)
    yield from ("key", "code") if ending else ()
    yield from ("referencenumber", "reference") if ending in {"number", "no", "num"} else ()


def _nouns(noun: str) -> list[str]:
    """Return the singular forms of a noun, and of the last word of a compound such as ``webhook-subscriptions``."""
    words = [word for word in noun.replace("_", "-").split("-") if word]
    found = list(singulars(noun))
    if len(words) > 1:
        found += singulars(words[-1])
    return [word for word in sorted(found, key=len) if word]


def _is_compatible(schema: Schema, values: Schema | None) -> bool:
    """Whether a property can contain the values of a path parameter."""
    types = types_of(schema)
    if types & {"object", "array", "boolean"} and not types & {"string", "integer", "number"}:
        return False
    if values is None:
        return True
    wanted = types_of(values)
    if wanted == {"integer"} and "integer" not in types and "number" not in types:
        return not types or _is_free(schema)
    own, other = _format(schema), _format(values)
    if other == "uuid" and types and "string" not in types:
        return False
    return not (own and other and own != other and "uuid" in (own, other))


def _is_free(schema: Schema) -> bool:
    """Whether a string may contain digits only."""
    node = core(schema).node
    return isinstance(node, dict) and not node.keys() & {"format", "pattern", "enum", "const"}


def _has_pattern_of(schema: Schema, values: Schema) -> bool:
    """Whether a property has the same ``pattern`` as the path parameter."""
    own, other = core(schema).node, core(values).node
    pattern = other.get("pattern") if isinstance(other, dict) else None
    return isinstance(own, dict) and pattern is not None and own.get("pattern") == pattern


def _format(schema: Schema) -> str:
    node = core(schema).node
    return str(node.get("format", "")) if isinstance(node, dict) else ""
