"""What can be told of texts without keeping them: the formats that all of them have, and how they are built.

The form of a text has ``9`` for a digit, ``a`` and ``A`` for letters; what else is ASCII stays: ``a7/B`` is ``a9/A``.
What says of which kind an id is, some letters before digits, stays in brackets: ``inv-17`` is ``[inv-]99``. That is
enough to judge most patterns by, and nothing that could be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jsonschema_rs import Draft202012Validator

MOST = 5
"""Distinct forms of one place that are kept; of more, none is."""

LONGEST = 40
"""Characters of a text whose form is kept; a longer one, or one with blanks, is prose."""

NUMERIC = {"integer": re.compile(r"-?[0-9]+"), "number": re.compile(r"-?[0-9]+(\.[0-9]+)?")}
"""Types that a parameter's text may have besides."""

NAMES = ("date", "date-time", "email", "ipv4", "ipv6", "uri", "uuid")
"""Formats of JSON Schema 2020-12 (validation, section 7.3) that are looked at."""

_KIND = re.compile(r"[A-Za-z]{1,4}[-_:./](?=[0-9]+$)")

_FORMATS = {name: Draft202012Validator({"format": name}, validate_formats=True) for name in NAMES}
_DRAWN = ("0", "5", "9"), ("a", "m", "z"), ("A", "M", "Z")
"""What stands for a digit, a letter, a capital in the texts that a form is tried with."""


@lru_cache(maxsize=1000)
def formats_of(text: str) -> frozenset[str]:
    """The formats that a text has; ``integer`` and ``number`` for one that reads as such."""
    numeric = {name for name, pattern in NUMERIC.items() if pattern.fullmatch(text)}
    try:
        return frozenset(numeric | {name for name, validator in _FORMATS.items() if validator.is_valid(text)})
    except UnicodeEncodeError:  # half of a character
        return frozenset()


def form_of(text: str) -> str | None:
    """How a text is built; ``None`` for prose, and for what is not ASCII."""
    if len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text or text.startswith("["):
        return None
    kind = _KIND.match(text)
    rest = re.sub("[A-Z]", "A", re.sub("[a-z]", "a", re.sub("[0-9]", "9", text[kind.end() if kind else 0 :])))
    return f"[{kind[0]}]{rest}" if kind else rest


def drawn(form: str) -> Iterator[str]:
    """Texts of a form: where all do, one may say that whatever is built so would do."""
    kind, _, rest = form.removeprefix("[").partition("]") if form.startswith("[") else ("", "", form)
    for digit, small, capital in zip(*_DRAWN, strict=True):
        yield kind + rest.translate({ord("9"): digit, ord("a"): small, ord("A"): capital})
