"""Rule for schema keywords that are misspelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.keywords import MEMBERS, SCHEMA_KEYWORDS
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.spelling import slip_of
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of
from contracts.wording import close_matches

MIN_LENGTH = 4
"""Keywords and unknown keys with fewer letters are not compared."""

LONG = 8
"""The number of letters from which on an unknown key may differ from the keyword in several letters."""

MIN_SIMILARITY = 0.84
"""The similarity ratio that a long key must have to the keyword, e.g. ``propertys``."""

CANDIDATES = frozenset(word for word in SCHEMA_KEYWORDS if len(word) >= MIN_LENGTH)


def _check(visit: Visit, index: DocumentIndex) -> Iterable[Violation]:
    is_old = index.version == "3.0"
    if (is_old or SCHEMA_KEYWORDS.issuperset(visit.node)) and MEMBERS.keys().isdisjoint(visit.node):
        return ()
    return _findings(visit, is_old)


def _findings(visit: Visit, is_old: bool) -> Iterator[Violation]:
    """The misspelled keys of a schema; the structure check of 3.0 already reports them outside of discriminators."""
    pointer = pointer_of(visit.trail)
    if not is_old:
        yield from _misspelled(visit.node, pointer, SCHEMA_KEYWORDS, CANDIDATES)
    for key, known in MEMBERS.items():
        if key in visit.node and (key == "discriminator" or not is_old):
            yield from _misspelled(mapping(visit.node[key]), child_pointer(pointer, key), known, known)


def _misspelled(
    node: dict[str, Any], pointer: str, known: frozenset[str], candidates: frozenset[str]
) -> Iterator[Violation]:
    for key in [key for key in node if key not in known]:
        meant = _meant(key, candidates) if isinstance(key, str) and len(key) >= MIN_LENGTH and key[:2] != "x-" else ""
        if not meant or (meant in node and len(meant) < LONG):
            continue  # a short unknown key beside the similar keyword is probably intended
        location = child_pointer(pointer, key)
        message = f"unknown keyword {key!r}; did you mean {meant!r}?"
        if meant in node:
            yield Violation(location, message, f"remove it: {meant!r} already exists")
        else:
            yield Violation(location, message, f"rename it to {meant!r}", (Fix("rename", location, meant),))


def _meant(key: str, candidates: frozenset[str]) -> str:
    close = close_matches(key, candidates, 1, MIN_SIMILARITY) if len(key) >= LONG else []
    return slip_of(key, candidates) or next(iter(close), "")


MISSPELT_KEYWORD = Rule(
    id="misspelt-keyword",
    family="schemas",
    title="schema keywords must be spelled correctly",
    severity=Severity.WARNING,
    why="Since OpenAPI 3.1 a schema may contain any key, and unknown keys are ignored (JSON Schema Core, section "
    "6.5), so a misspelled keyword validates nothing.",
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
    remedy="correct the spelling",
    node_types=("schema",),
    check=_check,
    fixable=True,
)
