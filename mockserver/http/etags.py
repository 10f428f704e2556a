"""Entity tags, and their comparison with ``If-Match`` and ``If-None-Match`` (RFC 9110, sections 8.8.3 and 13.1)."""

from __future__ import annotations

import hashlib
import re

from contracts.spec.schemas import Schema

ANY = "*"
WEAK = "W/"

MAX_NUMBER = 10**13
"""Upper bound of tags that must be numbers, which are often milliseconds of a time."""

_TAG = re.compile(r'(?:W/)?"[^"]*"|[^\s,"]+')
"""An entity tag in a list; also one without quotes, which some documents and clients use."""


def entity_tag(content: bytes, schema: Schema | None = None) -> str:
    """Return the entity tag of content: a strong one, or another form if the schema of the header requires it.

    :param schema: the schema of the documented ``ETag`` header, if any.
    :returns: ``""`` if the schema allows none of the forms.
    """
    digest = hashlib.blake2b(content, digest_size=8).hexdigest()
    number = str(int(digest, 16) % MAX_NUMBER)
    forms = (one for text in (digest, number) for one in (f'"{text}"', f'{WEAK}"{text}"', text))
    return next((form for form in forms if schema is None or schema.is_valid(form)), "")


def matches_strongly(header: str, tag: str) -> bool:
    """Whether a tag is in an ``If-Match`` header, or the header is ``*``. Strong comparison: a weak tag never matches.

    If the document requires weak tags, the current tag is weak itself; then it matches, else no write could succeed.
    """
    return header.strip() == ANY or tag in _TAG.findall(header)


def matches_weakly(header: str, tag: str) -> bool:
    """Whether a tag is in an ``If-None-Match`` header, or the header is ``*``. Weak comparison ignores ``W/``."""
    return header.strip() == ANY or _opaque(tag) in map(_opaque, _TAG.findall(header))


def _opaque(tag: str) -> str:
    return tag.removeprefix(WEAK)
