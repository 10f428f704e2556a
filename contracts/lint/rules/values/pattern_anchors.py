"""Rule for anchors that apply to one alternative only."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_patterns import PLACES, expressions
from contracts.schema.regex.tree import END, START, Alternation, Node, Sequence, without_groups
from contracts.spec.traversal import Visit


def _check(visit: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    for expression in expressions(visit, survey):
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
    check=_check,
)
