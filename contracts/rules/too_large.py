"""The rule ``too-large``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="too-large",
    family="structure",
    title="a document is of a size that can be worked with",
    severity=Severity.ERROR,
    why="Larger files than this tool reads are mostly a mistake, such as data under the name of a document; aliases "
    "and members are counted too.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
# A file of more than 64 MiB
""",
    remedy="split it into several files",
)
