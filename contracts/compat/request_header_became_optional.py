"""The judgement ``request-header-became-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-header-became-optional",
    level=Level.SAFE,
    title="a webhook's receiver may leave a header out",
    why="Receivers that send it may go on.",
    topic="header-became-optional",
    direction=REQUEST,
    message="the header '{name}' is optional now",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      responses: {'200': {description: Thanks, headers: {X-Total: {required: true, schema: {type: integer}}}}}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      responses: {'200': {description: Thanks, headers: {X-Total: {schema: {type: integer}}}}}
""",
)
