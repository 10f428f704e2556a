"""The rule ``read-only-and-write-only``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if here.node.get("readOnly") is True and here.node.get("writeOnly") is True:
        yield Found(f"{pointer_of(here.trail)}/writeOnly", "both 'readOnly' and 'writeOnly': it is never sent at all")


RULE = Rule(
    id="read-only-and-write-only",
    family="schemas",
    title="no property is both 'readOnly' and 'writeOnly'",
    severity=Severity.ERROR,
    why="A property must not be marked as both (OpenAPI 3.0, 'Schema Object'): one keeps it out of requests, the "
    "other out of responses.",
    good="""\
components:
  schemas:
    Secret: {type: string, writeOnly: true}
""",
    bad="""\
components:
  schemas:
    Secret: {type: string, readOnly: true, writeOnly: true}
""",
    remedy="keep one of the two",
    looks_at=("schema.writeOnly",),
    check=_check,
)
