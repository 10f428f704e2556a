"""The rule ``enum-empty``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if here.node["enum"] == []:
        yield Found(pointer_of((here.trail, "enum")), "enum is empty, so no value fits")


RULE = Rule(
    id="enum-empty",
    family="values",
    title="enum has members",
    severity=Severity.ERROR,
    why="An enum without members refuses every value (JSON Schema 2020-12, validation, 6.1.2: it should have at least "
    "one). In OpenAPI 3.0 the document's structure says so already.",
    good="""\
components:
  schemas:
    Order: {type: string, enum: [asc]}
""",
    bad="""\
components:
  schemas:
    Order: {type: string, enum: []}
""",
    remedy="list what may be sent, or remove enum",
    looks_at=("schema.enum",),
    check=_check,
    versions=("2.0", "3.1", "3.2"),
)
