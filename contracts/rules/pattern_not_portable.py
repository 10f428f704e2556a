"""The rule ``pattern-not-portable``."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_patterns import expressions
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for expression in expressions(here, survey):
        foreign = any(slip.is_foreign for slip in expression.pattern.slips)
        if not foreign and not expression.is_name and (reason := _refusal(expression.text)):
            yield Found(expression.pointer, f"pattern {expression.shown} is refused by many tools: {reason}")


@lru_cache(maxsize=4096)
def _refusal(text: str) -> str:
    """What Python has against a pattern; ``""``: nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Python may read otherwise one day
            re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)
    return ""


RULE = Rule(
    id="pattern-not-portable",
    family="values",
    title="patterns keep to what all tools take",
    severity=Severity.ERROR,
    why="JSON Schema asks for the common ground of regular expressions (2020-12, core, 6.4). What Python refuses, such "
    "as \\p{L}, makes openapi-spec-validator and all that rests on it refuse the document.",
    good="""\
components:
  schemas:
    Word: {type: string, pattern: '^[A-Za-z]+$'}
""",
    bad="""\
components:
  schemas:
    Word: {type: string, pattern: '^\\p{L}+$'}
""",
    remedy="write out what is meant, e.g. [A-Za-zÀ-ÿ] for \\p{L}, or turn this rule off where no such tool is used",
    looks_at=("schema.pattern",),
    check=_check,
)
