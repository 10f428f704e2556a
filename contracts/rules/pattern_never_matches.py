"""The rule ``pattern-never-matches``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.pattern_tree import can_match
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_patterns import PLACES, expressions
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

DELIMITED = re.compile(r"/(.*)/[a-z]*", re.DOTALL)
"""A regular expression as source code has it."""


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for expression in expressions(here, survey):
        if not can_match(expression.pattern.root):
            hint = ""
            if DELIMITED.fullmatch(expression.text):
                hint = "write it without the slashes around it and the flags behind it: they are part of the pattern"
            yield Found(expression.pointer, f"pattern {expression.shown} matches no text", hint)


RULE = Rule(
    id="pattern-never-matches",
    family="values",
    title="patterns can match",
    severity=Severity.ERROR,
    why="'^' matches at the start of the text alone and '$' at its end (ECMA-262, 22.2.2.4); with a character before "
    "the one or behind the other, no text matches and every value is refused. Often the slashes of a literal in "
    "source code were copied as well.",
    good="""\
components:
  schemas:
    Code: {type: string, pattern: '^[0-9]{5}$'}
""",
    bad="""\
components:
  schemas:
    Code: {type: string, pattern: '/^[0-9]{5}$/'}
""",
    remedy="let nothing stand before '^' and nothing behind '$'",
    looks_at=PLACES,
    check=_check,
)
