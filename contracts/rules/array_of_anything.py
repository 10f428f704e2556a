"""The rule ``array-of-anything``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import SWAGGER_2
from contracts.spec.traversal import Visit, pointer_of

DESCRIBING = {
    *("items", "prefixItems", "contains", "unevaluatedItems", "enum", "const", "if"),
    *("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf"),
}
"""Keywords that say, or may say, what an array holds."""


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    if survey.document.version == SWAGGER_2 and here.parent in ("parameter", "header"):
        return  # 'array-without-items' says it
    written = here.node["type"]
    if (written == "array" or "array" in listing(written)) and DESCRIBING.isdisjoint(here.node):
        yield Found(f"{pointer_of(here.trail)}/type", "the array may hold anything: it has no 'items'")


RULE = Rule(
    id="array-of-anything",
    family="schemas",
    title="arrays say what their items are",
    severity=Severity.WARNING,
    why="Without 'items' an array may hold anything (JSON Schema Core 2020-12, section 10.3.1.2): nothing is checked, "
    "and generated clients get a list of unknown things.",
    good="""\
openapi: 3.1.0
components:
  schemas:
    Names: {type: array, items: {type: string}}
""",
    bad="""\
openapi: 3.1.0
components:
  schemas:
    Names: {type: array}
""",
    remedy="add 'items'; 'items: {}' or 'items: true' says that anything is meant",
    looks_at=("schema.type",),
    check=_check,
    versions=("2.0", "3.1", "3.2"),
)
