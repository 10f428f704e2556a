"""The judgement ``webhook-parameter-became-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="webhook-parameter-became-optional",
    level=Level.BREAKING,
    title="a parameter that a webhook sends may be missing now",
    why="Receivers that rely on it find nothing at times.",
    topic="webhook-parameter-became-optional",
    message="the parameter {name} may be missing now",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      parameters: [{name: X-Try, in: header, required: true, schema: {type: integer}}]
      responses: {'200': {description: Thanks}}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      parameters: [{name: X-Try, in: header, schema: {type: integer}}]
      responses: {'200': {description: Thanks}}
""",
    remedy="keep sending it always",
)
