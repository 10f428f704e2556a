"""The judgement ``request-header-became-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-header-became-required",
    level=Level.BREAKING,
    title="a webhook's receiver must answer a header",
    why="Receivers that leave it out are taken to have failed.",
    topic="header-became-required",
    direction=REQUEST,
    message="the header '{name}' is required now",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      responses: {'200': {description: Thanks, headers: {X-Total: {schema: {type: integer}}}}}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      responses: {'200': {description: Thanks, headers: {X-Total: {required: true, schema: {type: integer}}}}}
""",
    remedy="leave it optional",
)
