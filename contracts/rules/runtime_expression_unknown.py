"""The rule ``runtime-expression-unknown``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping, text
from contracts.linting.expressions import Expression, expressions_in, read_expression
from contracts.linting.links import links
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_members import lacks
from contracts.linting.survey import OperationSite, Site, Survey
from contracts.spec.document import child_pointer, split_pointer
from contracts.spec.traversal import Visit

MOST = 20
"""How many media types of one body are looked into."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for link in links(survey):
        values = mapping(link.site.node, "parameters")
        for name, value in values.items():
            place = child_pointer(link.site.pointer, "parameters", name)
            yield from _judge(survey, place, value, link.operation, link.response)
        body = link.site.node.get("requestBody")
        yield from _judge(survey, child_pointer(link.site.pointer, "requestBody"), body, link.operation, link.response)
    for operation in survey.operations:
        for _name, callback in survey.members(operation.pointer, operation.node, "callbacks"):
            for key in callback.node:
                yield from _judge(survey, child_pointer(callback.pointer, key), key, operation, None)


def _judge(
    survey: Survey, place: str, value: object, operation: OperationSite, response: Site | None
) -> Iterator[Found]:
    """The expressions of one text against the operation that they speak of."""
    for written in expressions_in(value) if isinstance(value, str) else ():
        expression = read_expression(written)
        fault = _fault(survey, expression, operation, response) if expression else ""
        if fault:
            yield Found(place, f"{written!r} stands for nothing: {fault}")


def _fault(survey: Survey, expression: Expression, operation: OperationSite, response: Site | None) -> str:
    whole, part, name = expression
    if whole == "request" and part in ("path", "query"):
        names = {text(site.node.get("name")) for site in operation.parameters if site.node.get("in") == part}
        return "" if name in names else f"{operation.name} has no {part} parameter {name!r}"
    if part != "body":
        return ""
    if whole == "request":
        holder = survey.follow(child_pointer(operation.pointer, "requestBody"), operation.node.get("requestBody"))
        if "requestBody" not in operation.node:
            return f"{operation.name} has no request body"
        return _missing(survey, holder, name, "the request body")
    return _missing(survey, response, name, "the response") if whole == "response" else ""


def _missing(survey: Survey, holder: Site | None, pointer: str, noun: str) -> str:
    """Whether no schema of a body has what a pointer leads to."""
    if holder is None:
        return ""
    if not mapping(holder.node, "content"):
        return f"{noun} has no content"
    if not pointer:
        return ""
    bodies = list(survey.members(holder.pointer, holder.node, "content"))[:MOST]
    lost = [
        lacks(survey, child_pointer(site.pointer, "schema"), site.node.get("schema"), split_pointer(pointer))
        for _, site in bodies
    ]
    return f"{noun} has no property {lost[0]!r}" if lost and all(lost) else ""


RULE = Rule(
    id="runtime-expression-unknown",
    family="responses",
    title="expressions of links and callbacks name what the operation has",
    severity=Severity.WARNING,
    why="An expression takes its value from the request or response of the operation that it stands at (OpenAPI 3.1, "
    "'Runtime Expressions'); where that has no such parameter or property, the link or callback cannot be followed.",
    good="""\
paths:
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The case, links: {again: {operationId: readCase, parameters: {id: $request.path.id}}}}
""",
    bad="""\
paths:
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The case, links: {again: {operationId: readCase, parameters: {id: $request.path.case}}}}
""",
    remedy="name a parameter, or a property that the schema of the body has",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
