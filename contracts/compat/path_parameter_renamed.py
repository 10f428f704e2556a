"""The judgement ``path-parameter-renamed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="path-parameter-renamed",
    level=Level.SAFE,
    title="a path parameter has another name",
    why="The name stands in no request, only its value does.",
    topic="path-parameter-renamed",
    message="only names in the path are others: {old} → {new}",
    within="document",
    before="""\
paths:
  /cases/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
    after="""\
paths:
  /cases/{caseId}:
    get:
      parameters: [{name: caseId, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
)
