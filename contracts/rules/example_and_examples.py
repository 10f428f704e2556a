"""The rule ``example-and-examples``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if "examples" in here.node and "$ref" not in here.node:
        yield Found(pointer_of((here.trail, "example")), "'example' and 'examples' exclude each other")


RULE = Rule(
    id="example-and-examples",
    family="values",
    title="there is example or examples, not both",
    severity=Severity.ERROR,
    why="The two are mutually exclusive (OpenAPI 3.1, 'Media Type Object' and 'Parameter Object'); tools show one and "
    "drop the other. In 3.0 and 3.2 the document's structure says so already.",
    good="""\
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer}, examples: {second: {value: 2}}}
""",
    bad="""\
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer}, example: 1, examples: {second: {value: 2}}}
""",
    remedy="move the one example into 'examples', under a name of its own",
    looks_at=("media-type.example", "parameter.example", "header.example"),
    check=_check,
    versions=("3.1",),
)
