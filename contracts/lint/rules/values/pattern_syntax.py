"""Rules for the syntax of regular expressions."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache

from jsonschema_rs import Draft202012Validator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.schema_patterns import PLACES, SchemaPattern, expressions
from contracts.spec.traversal import Visit


def _check_invalid(visit: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, survey):
        foreign = [slip.text for slip in expression.pattern.slips if slip.is_foreign]
        if foreign and _passes_structure_check(expression.text):
            names = ", ".join(dict.fromkeys(foreign))
            yield Violation(expression.pointer, f"pattern {expression.shown} uses syntax that ECMA-262 lacks: {names}")


@lru_cache(maxsize=256)
def _passes_structure_check(pattern: str) -> bool:
    """Whether the check of the document's structure accepts a pattern; it reports all others itself."""
    return Draft202012Validator({"format": "regex"}, validate_formats=True).is_valid(pattern)


PATTERN_INVALID = Rule(
    id="pattern-invalid",
    family="values",
    title="patterns must be regular expressions of ECMA-262",
    severity=Severity.ERROR,
    why="Patterns have the syntax of JavaScript, with Unicode support (JSON Schema 2020-12, core, 6.4). Syntax that "
    "only Java, Perl or POSIX have is an error there, or matches the literal characters.",
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
    remedy="use JavaScript syntax, e.g. [A-Za-z0-9] for \\p{Alnum}, \\p{Script=Greek} for \\p{Greek}",
    node_types=PLACES,
    check=_check_invalid,
)


def _check_needless_escape(visit: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, survey):
        slips = expression.pattern.slips
        if slips and not any(slip.is_foreign for slip in slips):
            names = ", ".join(dict.fromkeys(slip.text for slip in slips))
            message = f"pattern {expression.shown} has unnecessary escapes: {names}"
            yield Violation(expression.pointer, message, amendments=_without_escapes(expression))


def _without_escapes(expression: SchemaPattern) -> tuple[Fix, ...]:
    pattern = expression.text
    for slip in reversed(expression.pattern.slips):
        pattern = pattern[: slip.at] + pattern[slip.at + 1 :]
    return () if expression.is_name else (Fix("replace", expression.pointer, value=pattern),)


PATTERN_NEEDLESS_ESCAPE = Rule(
    id="pattern-needless-escape",
    family="values",
    title="patterns should escape only special characters",
    severity=Severity.HINT,
    why="With the 'u' flag, which JSON Schema recommends (2020-12, core, 6.4) and JavaScript validators set, a "
    "backslash before a character without special meaning is a syntax error.",
    good="""\
components:
  schemas:
    Name: {type: string, pattern: '^[a-z_]+@[a-z]+$'}
""",
    bad="""\
components:
  schemas:
    Name: {type: string, pattern: '^[a-z\\_]+\\@[a-z]+$'}
""",
    remedy="remove the backslashes",
    node_types=PLACES,
    check=_check_needless_escape,
    fixable=True,
)


def _check_portable(visit: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, survey):
        foreign = any(slip.is_foreign for slip in expression.pattern.slips)
        if not foreign and not expression.is_name and (reason := _python_error(expression.text)):
            yield Violation(expression.pointer, f"pattern {expression.shown} is rejected by many tools: {reason}")


@lru_cache(maxsize=4096)
def _python_error(pattern: str) -> str:
    """Why Python cannot compile a pattern; ``""`` if it can."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # syntax whose meaning may change in a later version of Python
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)
    return ""


PATTERN_NOT_PORTABLE = Rule(
    id="pattern-not-portable",
    family="values",
    title="patterns must use syntax that all tools support",
    severity=Severity.ERROR,
    why="JSON Schema recommends a common subset of regular expressions (2020-12, core, 6.4). Tools written in "
    "Python, e.g. openapi-spec-validator, reject documents with other syntax such as \\p{L}.",
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
    remedy="use portable syntax, e.g. [A-Za-zÀ-ÿ] for \\p{L}, or turn this rule off if none of your tools is affected",
    node_types=("schema.pattern",),
    check=_check_portable,
)
