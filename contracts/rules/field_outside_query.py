"""The rule ``field-outside-query``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

OTHERS = ("path", "header", "cookie")


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for key in ("allowEmptyValue", "allowReserved"):
        if key in here.node and here.node.get("in") in OTHERS:
            place = child_pointer(pointer_of(here.trail), key)
            message = f"{key!r} means nothing for a parameter in {here.node['in']}"
            yield Found(place, message, amendments=(Amendment("remove", place),))


RULE = Rule(
    id="field-outside-query",
    family="parameters",
    title="allowEmptyValue and allowReserved stand at query parameters only",
    severity=Severity.WARNING,
    why="allowEmptyValue 'is valid only for query parameters', and allowReserved 'only applies to parameters with an "
    "in value of query' (OpenAPI 3.0, 'Parameter Object'). From 3.1 on the structure says so.",
    good="""\
openapi: 3.0.3
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: state, in: query, allowEmptyValue: true, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
openapi: 3.0.3
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: X-State, in: header, allowEmptyValue: true, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    remedy="remove it",
    looks_at=("parameter.allowEmptyValue", "parameter.allowReserved"),
    check=_check,
    versions=("3.0",),
    fixable=True,
)
