"""Rule for patterns that match no string."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.bounds import count
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_patterns import PLACES, SchemaPattern, expressions
from contracts.schema.regex.analysis import can_match, is_anchored, longest, shortest
from contracts.spec.traversal import Visit

DELIMITED = re.compile(r"/(.*)/[a-z]*", re.DOTALL)
"""A regular expression literal of source code."""

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a surrogate pair; string lengths count the pair as one character (RFC 8259, section 7)."""


def _check(visit: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, survey):
        if not can_match(expression.pattern.root):
            is_literal = DELIMITED.fullmatch(expression.text)
            hint = "remove the enclosing slashes and the flags: they are part of the pattern" if is_literal else ""
            yield Violation(expression.pointer, f"pattern {expression.shown} matches no string", hint)
        elif not expression.is_name and (conflict := _length_conflict(visit.node, expression)):
            message = f"no string is valid: pattern {expression.shown} {conflict}"
            yield Violation(expression.pointer, message, "correct one of the two")


def _length_conflict(node: dict[str, Any], expression: SchemaPattern) -> str:
    """The length bound that no match satisfies; ``""`` if there is none or the length of a match is uncertain."""
    root, slips = expression.pattern.root, expression.pattern.slips
    most, least = count(node.get("maxLength")), count(node.get("minLength"))
    if (most is None and least is None) or SURROGATE.search(expression.text) or any(slip.is_foreign for slip in slips):
        return ""
    if most is not None and (needs := shortest(root)) > most:
        return f"requires at least {needs} characters but maxLength is {most}"
    if least is not None and is_anchored(root) and (takes := longest(root)) < least:
        return f"allows at most {takes} characters but minLength is {least}"
    return ""


PATTERN_NEVER_MATCHES = Rule(
    id="pattern-never-matches",
    family="values",
    title="patterns must be able to match a string",
    severity=Severity.ERROR,
    why="'^' matches only at the start of the string and '$' only at its end (ECMA-262, 22.2.2.4). With a character "
    "before '^' or after '$' no string matches and every value is rejected. Often the slashes of a literal in source "
    "code were copied.",
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
    remedy="remove the characters before '^' and after '$'",
    node_types=PLACES,
    check=_check,
)
