"""The rule ``runtime-expression-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.expressions import EMBEDDED, expressions_in, is_meant, read_expression
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for below, text in _texts(here):
        for expression in expressions_in(text):
            if read_expression(expression) is None and (here.kind == "callback" or is_meant(expression)):
                yield Found(pointer_of(here.trail) + below, f"{expression!r} is no runtime expression")


def _texts(here: Visit) -> Iterator[tuple[str, str]]:
    """Where in a callback or a link an expression may stand, and what stands there."""
    if here.kind == "callback":
        for key in here.node:
            if not key.startswith("x-") and key != "$ref":
                yield child_pointer("", key), key
        return
    values = {child_pointer("", "parameters", name): value for name, value in mapping(here.node, "parameters").items()}
    for below, value in {**values, "/requestBody": here.node.get("requestBody")}.items():
        if isinstance(value, str):
            # An expression in braces alone is let stand for itself, as OpenAPI's own examples write it.
            whole = EMBEDDED.fullmatch(value)
            yield below, whole[1] if whole else value


RULE = Rule(
    id="runtime-expression-invalid",
    family="responses",
    title="expressions of links and callbacks keep to their grammar",
    severity=Severity.ERROR,
    why="An expression is $url, $method, $statusCode, or $request. or $response. with header., query., path. and a "
    "name or body and a JSON pointer (OpenAPI 3.1, 'Runtime Expressions'); anything else is sent as it is written.",
    good="""\
paths:
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The case, links: {again: {operationId: readCase, parameters: {id: $response.body#/id}}}}
""",
    bad="""\
paths:
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The case, links: {again: {operationId: readCase, parameters: {id: $response.body.id}}}}
""",
    remedy="write e.g. '$response.body#/id' or '$request.path.id'",
    looks_at=("link", "callback"),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
