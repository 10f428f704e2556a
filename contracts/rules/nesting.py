"""The rule ``nesting``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="nesting",
    family="structure",
    title="a document nests no deeper than tools bear",
    severity=Severity.ERROR,
    why="Real documents have some 30 levels; hundreds of them make parsers and validators overflow their stack.",
    good="""\
x-data: [[[1]]]
""",
    bad="x-data: " + 250 * "[" + 250 * "]" + "\n",
    remedy="move inner parts to components, and refer to them",
)
