"""Rules for regular expressions: syntax, anchors, backtracking, and patterns that never match."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from contracts.findings import Severity
from contracts.lint.bounds import count
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.schema_patterns import PLACES, SchemaPattern, expressions
from contracts.lint.value_errors import shown
from contracts.schema.regex.analysis import can_match, is_anchored, longest, shortest
from contracts.schema.regex.backtracking import Explosion, find_explosion
from contracts.schema.regex.tree import END, START, Alternation, Node, Pattern, Sequence, without_groups
from contracts.spec.traversal import Visit


def _check_invalid(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, index):
        foreign = [slip.text for slip in expression.pattern.slips if slip.is_foreign]
        if foreign:
            names = ", ".join(dict.fromkeys(foreign))
            yield Violation(expression.pointer, f"pattern {expression.shown} uses syntax that ECMA-262 lacks: {names}")


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
    remedy="use JavaScript syntax, e.g. [A-Za-z0-9] for \\p{Alnum}, \\p{Script=Greek} for \\p{Greek}, \\p{L} for \\pL",
    node_types=PLACES,
    check=_check_invalid,
)


def _check_needless_escape(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, index):
        slips = expression.pattern.slips
        if slips and not any(slip.is_foreign for slip in slips):
            names = ", ".join(dict.fromkeys(slip.text for slip in slips))
            message = f"pattern {expression.shown} has unnecessary escapes: {names}"
            yield Violation(expression.pointer, message, fixes=_without_escapes(expression))


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


def _check_portable(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, index):
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
    title="patterns should use syntax that all tools support",
    severity=Severity.WARNING,
    why="\\p{L} and \\P{Cc} are valid: patterns 'SHOULD be built with the \"u\" flag' of ECMA-262. But authors 'SHOULD "
    "limit themselves' to a common subset (JSON Schema 2020-12, core, 6.4): tools written in Python, e.g. "
    "openapi-spec-validator, reject documents with other syntax.",
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
    remedy="use portable syntax, e.g. [A-Za-zÀ-ÿ] for \\p{L}, [^\\x00-\\x1F\\x7F-\\x9F] for \\P{Cc}, or turn "
    "this rule off if none of your tools is affected",
    node_types=("schema.pattern",),
    check=_check_portable,
)


def _check_anchors(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, index):
        root = without_groups(expression.pattern.root)
        if isinstance(root, Alternation) and _is_half_anchored([_anchors(branch) for branch in root.branches]):
            yield Violation(
                expression.pointer,
                f"in pattern {expression.shown}, '^' applies only to the first alternative and '$' only to the last",
            )


def _anchors(branch: Node) -> tuple[bool, bool]:
    """Whether a branch begins with ``^``, and whether it ends with ``$``."""
    parts = branch.parts if isinstance(branch, Sequence) else (branch,)
    return bool(parts) and parts[0] == START, bool(parts) and parts[-1] == END


def _is_half_anchored(anchors: list[tuple[bool, bool]]) -> bool:
    inner = anchors[1:-1]
    return anchors[0] == (True, False) and anchors[-1] == (False, True) and not any(map(any, inner))


PATTERN_HALF_ANCHORED = Rule(
    id="pattern-half-anchored",
    family="values",
    title="anchors must apply to all alternatives of a pattern",
    severity=Severity.WARNING,
    why="'|' has the lowest precedence (ECMA-262, 22.2.1): '^a|b$' matches any string that begins with a or ends "
    "with b.",
    good="""\
components:
  schemas:
    Order: {type: string, pattern: '^(asc|desc)$'}
""",
    bad="""\
components:
  schemas:
    Order: {type: string, pattern: '^asc|desc$'}
""",
    remedy="group the alternatives in parentheses, e.g. ^(asc|desc)$",
    node_types=PLACES,
    check=_check_anchors,
)


def _check_backtracking(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, index):
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
    check=_check_backtracking,
)


DELIMITED = re.compile(r"/(.*)/[a-z]*", re.DOTALL)
"""A regular expression literal of source code."""

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a surrogate pair; string lengths count the pair as one character (RFC 8259, section 7)."""


def _check_matches(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, index):
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
    check=_check_matches,
)
