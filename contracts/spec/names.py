"""Names of properties, parameters and path segments: their words, and singular and plural nouns."""

from __future__ import annotations

import re
from functools import lru_cache

Words = tuple[str, ...]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_IRREGULAR = {
    "people": "person", "children": "child", "indices": "index", "analyses": "analysis", "media": "medium",
    "criteria": "criterion", "data": "datum", "men": "man", "women": "woman",
}  # fmt: skip
_ENDINGS = (("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""))
_WORD_OF_ID = frozenset({"id", "uuid", "guid", "ids", "uuids", "guids"})


MAX_NAME = 100
"""Maximum length of a name whose words are cached: clients send names as well."""

CACHED = 16_384


def words(name: str) -> Words:
    """Return the lower-case words of a name, equal for ``createdAt``, ``created_at`` and ``Created-At``."""
    return _known_words(name) if len(name) <= MAX_NAME else _words(name)


def _words(name: str) -> Words:
    return tuple(_SEPARATORS.sub(" ", _CAMEL.sub(" ", name)).lower().split())


_known_words = lru_cache(CACHED)(_words)


def singular(name: str) -> str:
    """Return the name of a list's item: ``tag`` for ``tags``, ``category`` for ``categories``."""
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    if name.endswith(("sses", "xes", "ches", "shes")):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us", "is")) else name


def plain(name: str) -> str:
    """Return a name in lower case without separators, equal for ``orgId``, ``org_id`` and ``OrgID``."""
    return _known_plain(name) if len(name) <= MAX_NAME else "".join(_words(name))


@lru_cache(CACHED)
def _known_plain(name: str) -> str:
    return "".join(words(name))


@lru_cache(maxsize=65536)
def singulars(name: str) -> tuple[str, ...]:
    """Return the plain name and its possible singular forms: ``categories`` and ``category``."""
    word = plain(name)
    found = [word, *([_IRREGULAR[word]] if word in _IRREGULAR else [])]
    if not word.endswith("ss"):
        endings = [(end, new) for end, new in _ENDINGS if word.endswith(end) and len(word) > len(end) + 1]
        found += [word.removesuffix(end) + new for end, new in endings]
    return tuple(dict.fromkeys(found))


def is_plural(name: str, noun: str) -> bool:
    """Return whether a name is the plural of a noun: ``categories`` and ``category``."""
    return plain(noun) in singulars(name)[1:]


def same_noun(one: str, other: str) -> bool:
    """Return whether two names are the same noun, each in singular or plural; an empty name is no noun."""
    return bool(one and other) and not set(singulars(one)).isdisjoint(singulars(other))


def id_noun(name: str) -> Words | None:
    """Return the words before the id in a name: ``("author",)`` for ``author_id`` and ``authorIds``.

    :returns: ``None`` if the name does not end with a word for an id; ``()`` for ``id``.
    """
    found = words(name)
    return found[:-1] if found and found[-1] in _WORD_OF_ID else None
