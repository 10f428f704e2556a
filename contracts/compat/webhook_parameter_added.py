"""The judgement ``webhook-parameter-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="webhook-parameter-added",
    level=Level.SAFE,
    title="a webhook sends one more parameter",
    why="Receivers pass over what they do not know.",
    topic="webhook-parameter-added",
    message="the parameter {name} is sent now",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      responses: {'200': {description: Thanks}}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      parameters: [{name: X-Try, in: header, schema: {type: integer}}]
      responses: {'200': {description: Thanks}}
""",
)
