"""The judgement ``response-body-became-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-body-became-optional",
    level=Level.BREAKING,
    title="a webhook may come without its body",
    why="Receivers that rely on it find nothing at times.",
    topic="body-became-optional",
    direction=RESPONSE,
    message="the body may be missing now",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: Thanks}}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: Thanks}}
""",
    remedy="keep sending it always",
)
