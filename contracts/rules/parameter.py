"""The rule ``parameter``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="parameter",
    family="parameters",
    title="parameters stand where the mock can read them",
    severity=Severity.ERROR,
    why="A parameter that is the whole query string ('in: querystring', OpenAPI 3.2, 'Parameter Locations') is not "
    "read by the mock, which documents with extensions of ours are made for.",
    good="""\
openapi: 3.2.0
paths:
  /cases:
    get:
      parameters: [{name: state, in: query, schema: {type: string, x-faker: word}}]
      responses: {'200': {description: All cases}}
""",
    bad="""\
openapi: 3.2.0
paths:
  /cases:
    get:
      parameters:
      - name: all
        in: querystring
        content:
          application/json: {schema: {type: string, x-faker: word}}
      responses: {'200': {description: All cases}}
""",
    remedy="describe the parameters one by one, in the query",
)
