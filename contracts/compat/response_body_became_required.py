"""The judgement ``response-body-became-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-body-became-required",
    level=Level.SAFE,
    title="a webhook never comes without its body",
    why="Receivers could do without it before.",
    topic="body-became-required",
    direction=RESPONSE,
    message="the body is always there now",
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
      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: Thanks}}
""",
)
