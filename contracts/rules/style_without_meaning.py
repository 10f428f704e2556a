"""The rule ``style-without-meaning``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_members import types_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

WRITES = {
    "deepObject": {"object"},
    "spaceDelimited": {"array", "object"},
    "pipeDelimited": {"array", "object"},
}
"""The types that a style can write (OpenAPI 3.1, 'Style Examples')."""


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    style = here.node["style"]
    if not isinstance(style, str) or style not in WRITES or "schema" not in here.node:
        return
    place = child_pointer(pointer_of(here.trail), "style")
    types = types_of(survey, child_pointer(pointer_of(here.trail), "schema"), here.node["schema"])
    if types is not None and not types & WRITES[style]:
        yield Found(
            place,
            f"style {style!r} cannot write a value of the type {' or '.join(sorted(types))!r}",
            f"it is for {' and '.join(f'{kind}s' for kind in sorted(WRITES[style]))}; remove 'style'",
        )


RULE = Rule(
    id="style-without-meaning",
    family="parameters",
    title="a parameter's style can write values of its type",
    severity=Severity.WARNING,
    why="'n/a' in the table of styles (OpenAPI 3.1, 'Style Examples'): what such a parameter looks like in a request "
    "is not defined, and each tool does something else.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: filter, in: query, style: deepObject, explode: true, schema: {type: object}}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: filter, in: query, style: deepObject, explode: true, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    remedy="take a style that fits the type",
    looks_at=("parameter.style",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
