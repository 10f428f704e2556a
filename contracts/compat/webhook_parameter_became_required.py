"""The judgement ``webhook-parameter-became-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="webhook-parameter-became-required",
    level=Level.SAFE,
    title="a parameter that a webhook sends is always there now",
    why="Receivers could do without it before.",
    topic="webhook-parameter-became-required",
    message="the parameter {name} is always sent now",
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
      parameters: [{name: X-Try, in: header, required: true, schema: {type: integer}}]
      responses: {'200': {description: Thanks}}
""",
)
