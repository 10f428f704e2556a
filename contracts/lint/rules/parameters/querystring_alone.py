"""The rule ``querystring-alone``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.traversal import Visit


def _check(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for operation in index.operations:
        whole = [site for site in operation.parameters if site.node.get("in") == "querystring"]
        single = [site for site in operation.parameters if site.node.get("in") == "query"]
        for site in whole[1:]:
            yield Violation(site.place, f"{operation.name} has more than one parameter with 'in: querystring'")
        for site in single if whole else ():
            name = site.node.get("name")
            message = f"query parameter {name!r} of {operation.name} cannot be combined with 'in: querystring'"
            yield Violation(site.place, message)


QUERYSTRING_ALONE = Rule(
    id="querystring-alone",
    family="parameters",
    title="'in: querystring' must not be combined with other query parameters",
    severity=Severity.ERROR,
    why="A parameter with 'in: querystring' is the whole query string. It may appear once, and not together with 'in: "
    "query' (OpenAPI 3.2, 'Parameter Locations').",
    good="""\
openapi: 3.2.0
paths:
  /cases:
    get:
      parameters:
      - {name: q, in: querystring, content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: All cases}}
""",
    bad="""\
openapi: 3.2.0
paths:
  /cases:
    get:
      parameters:
      - {name: q, in: querystring, content: {application/json: {schema: {type: object}}}}
      - {name: limit, in: query, schema: {type: integer}}
      responses: {'200': {description: All cases}}
""",
    remedy="describe all parameters in the schema of the query string, or declare each with 'in: query'",
    node_types=("document",),
    check=_check,
    versions=("3.2",),
)
