"""The judgement ``request-header-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-header-added",
    level=Level.RISKY,
    title="a header of what a webhook's receiver answers is new",
    why="Receivers do not send it yet; whether they must, the document may not say.",
    topic="header-added",
    direction=REQUEST,
    message="the header '{name}' is new",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      responses: {'200': {description: Thanks, headers: {}}}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      responses: {'200': {description: Thanks, headers: {X-Total: {schema: {type: integer}}}}}
""",
    remedy="make it optional",
)
