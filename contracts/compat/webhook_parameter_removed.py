"""The judgement ``webhook-parameter-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="webhook-parameter-removed",
    level=Level.BREAKING,
    title="a parameter that a webhook sends is gone",
    why="Receivers that read it find nothing.",
    topic="webhook-parameter-removed",
    message="the parameter {name} is sent no longer",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      parameters: [{name: X-Try, in: header, schema: {type: integer}}]
      responses: {'200': {description: Thanks}}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      responses: {'200': {description: Thanks}}
""",
    remedy="keep sending it",
)
