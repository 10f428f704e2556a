"""The rule ``pattern-invalid``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jsonschema_rs import Draft202012Validator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_patterns import PLACES, expressions
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for expression in expressions(here, survey):
        foreign = [slip.text for slip in expression.pattern.slips if slip.is_foreign]
        if foreign and _passes_structure(expression.text):
            names = ", ".join(dict.fromkeys(foreign))
            yield Found(expression.pointer, f"pattern {expression.shown} holds what ECMA-262 does not know: {names}")


@lru_cache(maxsize=256)
def _passes_structure(text: str) -> bool:
    """Whether the check of the document's structure lets a pattern pass: it says the rest."""
    return Draft202012Validator({"format": "regex"}, validate_formats=True).is_valid(text)


RULE = Rule(
    id="pattern-invalid",
    family="values",
    title="patterns are regular expressions of ECMA-262",
    severity=Severity.ERROR,
    why="Patterns are read as JavaScript does, with Unicode (JSON Schema 2020-12, core, 6.4). What Java, Perl or POSIX "
    "have besides is an error there, or means the letters themselves.",
    good="""\
components:
  schemas:
    Word: {type: string, pattern: '^[A-Za-z0-9]+$'}
""",
    bad="""\
components:
  schemas:
    Word: {type: string, pattern: '^\\p{Alnum}+$'}
""",
    remedy="write it as JavaScript does, e.g. [A-Za-z0-9] for \\p{Alnum}, \\p{Script=Greek} for \\p{Greek}",
    looks_at=PLACES,
    check=_check,
)
