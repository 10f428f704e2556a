"""The rule ``pattern-never-matches``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.linting.bounds import count
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_patterns import PLACES, Expression, expressions
from contracts.linting.survey import Survey
from contracts.schema.regex.analysis import can_match, is_anchored, longest, shortest
from contracts.spec.traversal import Visit

DELIMITED = re.compile(r"/(.*)/[a-z]*", re.DOTALL)
"""A regular expression as source code has it."""

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a character that is written as a pair; lengths count it once (RFC 8259, section 7)."""


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for expression in expressions(here, survey):
        if not can_match(expression.pattern.root):
            hint = ""
            if DELIMITED.fullmatch(expression.text):
                hint = "write it without the slashes around it and the flags behind it: they are part of the pattern"
            yield Found(expression.pointer, f"pattern {expression.shown} matches no text", hint)
        elif not expression.is_name and (limit := _limit(here.node, expression)):
            yield Found(
                expression.pointer, f"no text fits: pattern {expression.shown} {limit}", "correct one of the two"
            )


def _limit(node: dict[str, Any], expression: Expression) -> str:
    """The bound of the length that no match keeps; ``""``: none, or what a match holds is not certain."""
    root, slips = expression.pattern.root, expression.pattern.slips
    most, least = count(node.get("maxLength")), count(node.get("minLength"))
    if (most is None and least is None) or SURROGATE.search(expression.text) or any(slip.is_foreign for slip in slips):
        return ""
    if most is not None and (needs := shortest(root)) > most:
        return f"takes {needs} characters at least, maxLength is {most}"
    if least is not None and is_anchored(root) and (takes := longest(root)) < least:
        return f"takes {takes} characters at most, minLength is {least}"
    return ""


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
