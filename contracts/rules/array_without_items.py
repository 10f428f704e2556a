"""The rule ``array-without-items``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import SWAGGER_2
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    node = here.node
    if survey.document.version == SWAGGER_2 and here.parent not in ("parameter", "header"):
        return  # of 2.0 only what is no schema must say it
    if node.get("type") == "array" and not {"items", "$ref", "allOf", "oneOf", "anyOf"} & node.keys():
        yield Found(f"{pointer_of(here.trail)}/type", "an array without 'items'")


RULE = Rule(
    id="array-without-items",
    family="schemas",
    title="an array of OpenAPI 3.0 and a parameter of 2.0 say what their items are",
    severity=Severity.ERROR,
    why="'items' must be present if the type is array (OpenAPI 3.0, 'Schema Object'; 2.0, 'Parameter Object'); "
    "generators stop or make lists of anything.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Names: {type: array, items: {type: string}}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Names: {type: array}
""",
    remedy="add 'items'; 'items: {}' lets anything in",
    looks_at=("schema.type",),
    check=_check,
    versions=("2.0", "3.0"),
)
