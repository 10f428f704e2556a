"""Rules about the serialization of parameters: ``style-without-meaning`` and ``field-outside-query``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.schema_properties import types_of
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

TYPES_OF_STYLE = {
    "deepObject": {"object"},
    "spaceDelimited": {"array", "object"},
    "pipeDelimited": {"array", "object"},
}
"""The types that a style can serialize (OpenAPI 3.1, 'Style Examples')."""


def _check_style(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    style = visit.node["style"]
    if not isinstance(style, str) or style not in TYPES_OF_STYLE or "schema" not in visit.node:
        return
    pointer = pointer_of(visit.trail)
    types = types_of(index, child_pointer(pointer, "schema"), visit.node["schema"])
    if types is not None and not types & TYPES_OF_STYLE[style]:
        supported = " and ".join(f"{name}s" for name in sorted(TYPES_OF_STYLE[style]))
        yield Violation(
            child_pointer(pointer, "style"),
            f"style {style!r} cannot serialize values of type {' or '.join(sorted(types))!r}",
            f"it supports {supported}; remove 'style'",
        )


STYLE_WITHOUT_MEANING = Rule(
    id="style-without-meaning",
    family="parameters",
    title="a parameter's style must support its type",
    severity=Severity.WARNING,
    why="The combination is 'n/a' in the table of styles (OpenAPI 3.1, 'Style Examples'): the serialization is "
    "undefined, and tools differ.",
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
    remedy="use a style that supports the type",
    node_types=("parameter.style",),
    check=_check_style,
    versions=("3.0", "3.1", "3.2"),
)


LOCATIONS = ("path", "header", "cookie")


def _check_query_fields(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for key in ("allowEmptyValue", "allowReserved"):
        if key in visit.node and visit.node.get("in") in LOCATIONS:
            pointer = child_pointer(pointer_of(visit.trail), key)
            message = f"{key!r} has no effect on a {visit.node['in']} parameter"
            yield Violation(pointer, message, fixes=(Fix("remove", pointer),))


FIELD_OUTSIDE_QUERY = Rule(
    id="field-outside-query",
    family="parameters",
    title="only query parameters may have allowEmptyValue and allowReserved",
    severity=Severity.WARNING,
    why="allowEmptyValue 'is valid only for query parameters', and allowReserved 'only applies to parameters with an "
    "in value of query' (OpenAPI 3.0, 'Parameter Object'). From 3.1 on, the published schema requires this.",
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
    remedy="remove the key",
    node_types=("parameter.allowEmptyValue", "parameter.allowReserved"),
    check=_check_query_fields,
    versions=("3.0",),
    fixable=True,
)
