"""The judgement ``response-body-added-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-body-added-optional",
    level=Level.SAFE,
    title="a webhook may send a body",
    why="Receivers pass over it.",
    topic="body-added-optional",
    direction=RESPONSE,
    message="there may be a body now",
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
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: Thanks}}
""",
)
