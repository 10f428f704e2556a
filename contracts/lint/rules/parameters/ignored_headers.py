"""Rules about header declarations that tools ignore: ``ignored-header-parameter`` and ``ignored-response-header``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import listing, mapping, text
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

PARAMETER_HINTS = {
    "accept": "remove it: the media types of the responses describe it",
    "content-type": "remove it: the media types of the request body describe it",
    "authorization": "remove it: describe it as a security scheme",
}


def _check_parameters(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    for index, entry in enumerate(listing(visit.node["parameters"])):
        pointer = child_pointer(pointer_of(visit.trail), "parameters", index)
        site = document_index.follow(pointer, entry)
        if site is None or site.node.get("in") != "header":
            continue
        name = text(site.node.get("name"))
        if name.lower() in PARAMETER_HINTS:
            fix = (Fix("remove", pointer),) if site.pointer == pointer else ()
            message = f"header parameter {name!r} is ignored"
            yield Violation(child_pointer(site.pointer, "name"), message, PARAMETER_HINTS[name.lower()], fix)


IGNORED_HEADER_PARAMETER = Rule(
    id="ignored-header-parameter",
    family="parameters",
    title="Accept, Content-Type and Authorization must not be header parameters",
    severity=Severity.WARNING,
    why='\'If in is "header" and the name field is "Accept", "Content-Type" or "Authorization", the parameter '
    "definition SHALL be ignored' (OpenAPI 3.1, 'Parameter Object').",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: Accept-Language, in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: Authorization, in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    remedy="remove the parameter",
    node_types=("path-item.parameters", "operation.parameters"),
    check=_check_parameters,
    fixable=True,
)


CONTENT_TYPE_HINTS = {
    "response": "remove it: the keys of 'content' are the media types",
    "encoding": "remove it, and set 'contentType' to the media type",
}


def _check_content_type(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for name in mapping(visit.node["headers"]):
        if name.lower() == "content-type":
            pointer = child_pointer(pointer_of(visit.trail), "headers", name)
            fix = (Fix("remove", pointer),)
            message = f"header {name!r} of this {visit.kind} is ignored"
            yield Violation(pointer, message, CONTENT_TYPE_HINTS[visit.kind], fix)


IGNORED_RESPONSE_HEADER = Rule(
    id="ignored-response-header",
    family="parameters",
    title="responses and encodings must not declare the header Content-Type",
    severity=Severity.WARNING,
    why="'If a response header is defined with the name \"Content-Type\", it SHALL be ignored' (OpenAPI 3.1, "
    "'Response Object'). The same applies to the Encoding Object.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200':
          description: The cases
          headers: {ETag: {schema: {type: string}}}
          content: {application/json: {schema: {type: array}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200':
          description: The cases
          headers: {Content-Type: {schema: {type: string}}}
          content: {application/json: {schema: {type: array}}}
""",
    remedy="remove the header",
    node_types=("response.headers", "encoding.headers"),
    check=_check_content_type,
    versions=("3.0", "3.1", "3.2"),
    fixable=True,
)
