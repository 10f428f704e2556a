"""The rule ``pattern-half-anchored``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_patterns import PLACES, expressions
from contracts.linting.survey import Survey
from contracts.schema.regex.tree import END, START, Alternation, Node, Sequence, without_groups
from contracts.spec.traversal import Visit


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for expression in expressions(here, survey):
        root = without_groups(expression.pattern.root)
        if isinstance(root, Alternation) and _is_torn([_ends(branch) for branch in root.branches]):
            yield Found(
                expression.pointer,
                f"pattern {expression.shown} anchors its first alternative at the start and its last at the end only",
            )


def _ends(branch: Node) -> tuple[bool, bool]:
    """Whether a branch begins with ``^`` and whether it ends with ``$``."""
    parts = branch.parts if isinstance(branch, Sequence) else (branch,)
    return bool(parts) and parts[0] == START, bool(parts) and parts[-1] == END


def _is_torn(ends: list[tuple[bool, bool]]) -> bool:
    inner = ends[1:-1]
    return ends[0] == (True, False) and ends[-1] == (False, True) and not any(map(any, inner))


RULE = Rule(
    id="pattern-half-anchored",
    family="values",
    title="anchors hold for all alternatives",
    severity=Severity.WARNING,
    why="'|' binds less than anything else (ECMA-262, 22.2.1): '^a|b$' matches whatever begins with a or ends with b, "
    "so nearly anything passes.",
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
    remedy="put the alternatives in parentheses, e.g. ^(asc|desc)$",
    looks_at=PLACES,
    check=_check,
)
