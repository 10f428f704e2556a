"""The judgement ``request-header-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-header-removed",
    level=Level.SAFE,
    title="a header of what a webhook's receiver answers is not looked at any more",
    why="Receivers that send it may go on.",
    topic="header-removed",
    direction=REQUEST,
    message="the header '{name}' is not looked at any more",
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
      responses: {'200': {description: Thanks, headers: {}}}
""",
)
