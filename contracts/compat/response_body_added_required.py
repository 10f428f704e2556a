"""The judgement ``response-body-added-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-body-added-required",
    level=Level.SAFE,
    title="a webhook sends a body",
    why="Receivers pass over it.",
    topic="body-added-required",
    direction=RESPONSE,
    message="there is a body now",
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
      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: Thanks}}
""",
)
