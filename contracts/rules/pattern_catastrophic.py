"""The rule ``pattern-catastrophic``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from contracts.findings import Severity
from contracts.linting.misfits import shown
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_patterns import PLACES, expressions
from contracts.linting.survey import Survey
from contracts.schema.regex.backtracking import Explosion, find_explosion
from contracts.schema.regex.tree import Pattern
from contracts.spec.traversal import Visit


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for expression in expressions(here, survey):
        found = _explosion(expression.pattern)
        if found:
            where = "" if found.is_of_search else ", where the whole text is to match"
            yield Found(
                expression.pointer,
                f"pattern {expression.shown} takes exponential time on texts that repeat {shown(found.text)} "
                f"and do not match in the end{where}",
            )


@lru_cache(maxsize=4096)
def _explosion(pattern: Pattern) -> Explosion | None:
    return find_explosion(pattern.root)


RULE = Rule(
    id="pattern-catastrophic",
    family="values",
    title="patterns do not backtrack without end",
    severity=Severity.WARNING,
    why="Where a loop can read the same text in several ways, an engine that backtracks tries them all: a text of "
    "forty characters can occupy a server for hours (CWE-1333). Whoever validates by the document is open to it.",
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
    remedy="let each turn of the loop begin with what no turn can end with, e.g. ^[a-z]+(-[a-z]+)*$",
    looks_at=PLACES,
    check=_check,
)
