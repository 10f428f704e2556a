"""The rule ``pattern-needless-escape``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.schema_patterns import PLACES, Expression, expressions
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for expression in expressions(here, survey):
        slips = expression.pattern.slips
        if slips and not any(slip.is_foreign for slip in slips):
            names = ", ".join(dict.fromkeys(slip.text for slip in slips))
            yield Found(
                expression.pointer,
                f"pattern {expression.shown} escapes what needs no escape: {names}",
                amendments=_amendments(expression),
            )


def _amendments(expression: Expression) -> tuple[Amendment, ...]:
    text = expression.text
    for slip in reversed(expression.pattern.slips):
        text = text[: slip.at] + text[slip.at + 1 :]
    return () if expression.is_name else (Amendment("replace", expression.pointer, value=text),)


RULE = Rule(
    id="pattern-needless-escape",
    family="values",
    title="patterns escape only what needs it",
    severity=Severity.HINT,
    why="With the 'u' flag, which JSON Schema asks for (2020-12, core, 6.4) and validators in JavaScript set, a "
    "backslash before a character that has no meaning of its own is a syntax error.",
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
    looks_at=PLACES,
    check=_check,
    fixable=True,
)
