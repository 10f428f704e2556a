"""The judgement ``response-body-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-body-removed",
    level=Level.BREAKING,
    title="a webhook sends no body any more",
    why="Receivers that read it find nothing.",
    topic="body-removed",
    direction=RESPONSE,
    message="the body is gone",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
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
