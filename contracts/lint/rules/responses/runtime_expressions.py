"""Rules about expressions in links and callbacks (OpenAPI 3.x, 'Runtime Expressions')."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping, text
from contracts.lint.document_index import DocumentIndex, LocatedNode, LocatedOperation
from contracts.lint.links import links
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_properties import undeclared_token
from contracts.lint.spelling import slip_of
from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.runtime_expressions import BARE, EMBEDDED, RuntimeExpression, expressions_in, read_expression
from contracts.spec.traversal import Visit, pointer_of

RESEMBLING = re.compile(
    r"\$((url|method|statuscode|request|response|req|res|body|path|query|header|inputs|steps)\b|"
    r"\w+\.(body\Z|body#|(query|path|header)\.))",
    re.IGNORECASE,
)
"""The start of a string that is meant to be an expression and does not just start with a dollar sign."""

WORD = re.compile(r"\$(\w{5,})\b")


def resembles_expression(text: str) -> bool:
    """Return whether a string is meant to be an expression, valid or not."""
    word = WORD.match(text)
    is_misspelled = word is not None and slip_of(word[1], ("request", "response", "method", "statusCode")) != ""
    return is_misspelled or RESEMBLING.match(text) is not None or BARE.fullmatch(text) is not None


def _check_syntax(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for below, value in _values(visit):
        for expression in expressions_in(value):
            if read_expression(expression) is None and (visit.kind == "callback" or resembles_expression(expression)):
                yield Violation(pointer_of(visit.trail) + below, f"{expression!r} is not a valid runtime expression")


def _values(visit: Visit) -> Iterator[tuple[str, str]]:
    """Yield the strings of a callback or link that may contain expressions, each with its relative JSON pointer."""
    if visit.kind == "callback":
        for key in visit.node:
            if not key.startswith("x-") and key != "$ref":
                yield child_pointer("", key), key
        return
    parameters = mapping(visit.node, "parameters")
    values = {child_pointer("", "parameters", name): value for name, value in parameters.items()}
    for below, value in {**values, "/requestBody": visit.node.get("requestBody")}.items():
        if isinstance(value, str):
            # OpenAPI's own examples write a single expression in braces, which is accepted as if without.
            embedded = EMBEDDED.fullmatch(value)
            yield below, embedded[1] if embedded else value


RUNTIME_EXPRESSION_INVALID = Rule(
    id="runtime-expression-invalid",
    family="responses",
    title="runtime expressions of links and callbacks must be valid",
    severity=Severity.ERROR,
    why="An expression is $url, $method or $statusCode, or $request. or $response. followed by header., query. or "
    "path. and a name, or by body and a JSON pointer (OpenAPI 3.1, 'Runtime Expressions'). Anything else is sent "
    "literally.",
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
    remedy="use e.g. '$response.body#/id' or '$request.path.id'",
    node_types=("link", "callback"),
    check=_check_syntax,
    versions=("3.0", "3.1", "3.2"),
)


MAX_MEDIA_TYPES = 20
"""The number of media types per body that are checked."""


def _check_targets(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for link in links(index):
        for name, value in mapping(link.site.node, "parameters").items():
            pointer = child_pointer(link.site.pointer, "parameters", name)
            yield from _check_value(index, pointer, value, link.operation, link.response)
        pointer = child_pointer(link.site.pointer, "requestBody")
        yield from _check_value(index, pointer, link.site.node.get("requestBody"), link.operation, link.response)
    for operation in index.operations:
        for _name, callback in index.members(operation.pointer, operation.node, "callbacks"):
            for key in callback.node:
                yield from _check_value(index, child_pointer(callback.pointer, key), key, operation, None)


def _check_value(
    index: DocumentIndex, pointer: str, value: object, operation: LocatedOperation, response: LocatedNode | None
) -> Iterator[Violation]:
    """Check the expressions in one string against the operation they refer to."""
    for source in expressions_in(value) if isinstance(value, str) else ():
        expression = read_expression(source)
        reason = _reason(index, expression, operation, response) if expression else ""
        if reason:
            yield Violation(pointer, f"{source!r} resolves to nothing: {reason}")


def _reason(
    index: DocumentIndex, expression: RuntimeExpression, operation: LocatedOperation, response: LocatedNode | None
) -> str:
    """Return why an expression has no value, or ``""`` if it may have one."""
    whole, part, name = expression
    if whole == "request" and part in ("path", "query"):
        names = {text(site.node.get("name")) for site in operation.parameters if site.node.get("in") == part}
        return "" if name in names else f"{operation.name} has no {part} parameter {name!r}"
    if part != "body":
        return ""
    if whole == "request":
        holder = index.follow(child_pointer(operation.pointer, "requestBody"), operation.node.get("requestBody"))
        if "requestBody" not in operation.node:
            return f"{operation.name} has no request body"
        return _missing(index, holder, name, "the request body")
    return _missing(index, response, name, "the response") if whole == "response" else ""


def _missing(index: DocumentIndex, holder: LocatedNode | None, pointer: str, noun: str) -> str:
    """Return a reason if no schema of a body has a property at the JSON pointer, else ``""``."""
    if holder is None:
        return ""
    if not mapping(holder.node, "content"):
        return f"{noun} has no content"
    if not pointer:
        return ""
    bodies = list(index.members(holder.pointer, holder.node, "content"))[:MAX_MEDIA_TYPES]
    missing = [
        undeclared_token(index, child_pointer(site.pointer, "schema"), site.node.get("schema"), split_pointer(pointer))
        for _, site in bodies
    ]
    return f"{noun} has no property {missing[0]!r}" if missing and all(missing) else ""


RUNTIME_EXPRESSION_UNKNOWN = Rule(
    id="runtime-expression-unknown",
    family="responses",
    title="runtime expressions must refer to existing parameters and properties",
    severity=Severity.WARNING,
    why="An expression takes its value from the request or the response of its operation (OpenAPI 3.1, 'Runtime "
    "Expressions'). If the parameter or property does not exist, clients cannot follow the link, and servers cannot "
    "send the callback.",
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
    remedy="use a parameter of the operation, or a property of the body's schema",
    node_types=("document",),
    check=_check_targets,
    versions=("3.0", "3.1", "3.2"),
)
