"""The rule ``querystring-alone``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for operation in survey.operations:
        whole = [site for site in operation.parameters if site.node.get("in") == "querystring"]
        parts = [site for site in operation.parameters if site.node.get("in") == "query"]
        for site in whole[1:]:
            yield Found(site.place, f"{operation.name} takes its query string as a whole twice")
        for site in parts if whole else ():
            name = site.node.get("name")
            yield Found(site.place, f"query parameter {name!r} of {operation.name} stands beside 'in: querystring'")


RULE = Rule(
    id="querystring-alone",
    family="parameters",
    title="a query string that is taken as a whole is not taken in parts",
    severity=Severity.ERROR,
    why="'in: querystring' means all that follows the question mark, once, and with no 'in: query' beside it "
    "(OpenAPI 3.2, 'Parameter Locations').",
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
    remedy="describe it in the schema of the whole query string, or give each parameter by itself",
    looks_at=("document",),
    check=_check,
    versions=("3.2",),
)
