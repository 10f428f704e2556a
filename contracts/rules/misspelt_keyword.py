"""The rule ``misspelt-keyword``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.keywords import MEMBERS, SCHEMA_KEYWORDS
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.spelling import slip_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

SHORTEST = 4
"""How many letters a keyword must have for others to be taken for it."""

LONG = 8
"""How many letters a word must have to be taken for a keyword from which it differs in more than one letter."""

CLOSE = 0.84
"""How much such a word must have in common with the keyword, e.g. ``propertys``."""

WORDS = frozenset(word for word in SCHEMA_KEYWORDS if len(word) >= SHORTEST)


def _check(here: Visit, survey: Survey) -> Iterable[Found]:
    is_strict = survey.version == "3.0" or SCHEMA_KEYWORDS.issuperset(here.node)
    return () if is_strict and MEMBERS.keys().isdisjoint(here.node) else _look(here, survey.version == "3.0")


def _look(here: Visit, is_old: bool) -> Iterator[Found]:
    """A schema of 3.0 may hold none but known keywords, and only its discriminator is free."""
    pointer = pointer_of(here.trail)
    if not is_old:
        yield from _slips(here.node, pointer, SCHEMA_KEYWORDS, WORDS)
    for key, known in MEMBERS.items():
        if key in here.node and (key == "discriminator" or not is_old):
            yield from _slips(mapping(here.node[key]), child_pointer(pointer, key), known, known)


def _slips(node: dict[str, Any], pointer: str, known: frozenset[str], words: frozenset[str]) -> Iterator[Found]:
    for key in [key for key in node if key not in known]:
        meant = _meant(key, words) if isinstance(key, str) and len(key) >= SHORTEST and key[:2] != "x-" else ""
        if not meant or (meant in node and len(meant) < LONG):
            continue  # beside a short keyword, another short word may well be meant as it is
        place = child_pointer(pointer, key)
        message = f"unknown keyword {key!r}; did you mean {meant!r}?"
        if meant in node:
            yield Found(place, message, f"remove it: {meant!r} is there already")
        else:
            yield Found(place, message, f"call it {meant!r}", (Amendment("rename", place, meant),))


def _meant(key: str, words: frozenset[str]) -> str:
    close = difflib.get_close_matches(key, words, 1, CLOSE) if len(key) >= LONG else []
    return slip_of(key, words) or next(iter(close), "")


RULE = Rule(
    id="misspelt-keyword",
    family="schemas",
    title="keywords of schemas are spelt right",
    severity=Severity.WARNING,
    why="Since OpenAPI 3.1 a schema may hold any key, and an unknown one is passed over (JSON Schema Core, section "
    "6.5), so a misspelt keyword checks nothing.",
    good="""\
components:
  schemas:
    Case: {type: object, required: [id], properties: {id: {type: string}}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, requried: [id], properties: {id: {type: string}}}
""",
    remedy="correct its spelling",
    looks_at=("schema",),
    check=_check,
    fixable=True,
)
