"""Rule for regular expressions that backtrack exponentially."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_patterns import PLACES, expressions
from contracts.lint.value_errors import shown
from contracts.schema.regex.backtracking import Explosion, find_explosion
from contracts.schema.regex.tree import Pattern
from contracts.spec.traversal import Visit


def _check(visit: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, survey):
        found = _explosion(expression.pattern)
        if found:
            condition = "" if found.is_of_search else ", if the whole string must match"
            yield Violation(
                expression.pointer,
                f"pattern {expression.shown} takes exponential time on strings that repeat {shown(found.text)} "
                f"and do not match at the end{condition}",
            )


@lru_cache(maxsize=4096)
def _explosion(pattern: Pattern) -> Explosion | None:
    return find_explosion(pattern.root)


PATTERN_CATASTROPHIC = Rule(
    id="pattern-catastrophic",
    family="values",
    title="patterns must not backtrack catastrophically",
    severity=Severity.WARNING,
    why="If a loop can match the same string in several ways, a backtracking engine tries them all: a string of "
    "forty characters can block a server for hours (CWE-1333).",
    good="""\
components:
  schemas:
    Words: {type: string, pattern: '^[a-z]+(-[a-z]+)*$'}
""",
    bad="""\
components:
  schemas:
    Words: {type: string, pattern: '^([a-z]+-?)+$'}
""",
    remedy="start each iteration of the loop with a character that no iteration can end with, e.g. ^[a-z]+(-[a-z]+)*$",
    node_types=PLACES,
    check=_check,
)
