"""The rule ``deprecated-without-reason``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of

TEXTS = ("description", "summary", "title", "$ref")


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if here.node["deprecated"] is not True or any(here.node.get(key) for key in TEXTS):
        return
    if not any(key.startswith(("x-deprecat", "x-sunset")) for key in here.node):
        yield Found(pointer_of((here.trail, "deprecated")), "it is deprecated, and nothing says why")


RULE = Rule(
    id="deprecated-without-reason",
    family="style",
    title="what is deprecated says what to use instead",
    severity=Severity.HINT,
    why="Readers are told to leave it (OpenAPI 3.1, 'Operation Object', 'deprecated'), and not where to go. Looked "
    "at where there is no text at all.",
    good="""\
paths:
  /cases:
    get:
      deprecated: true
      description: Use /tickets, this leaves in May
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      deprecated: true
      responses: {'200': {description: All cases}}
""",
    remedy="say in the description what to use instead, and until when it stays",
    looks_at=(
        "operation.deprecated",
        "parameter.deprecated",
        "schema.deprecated",
        "header.deprecated",
    ),
    check=_check,
)
