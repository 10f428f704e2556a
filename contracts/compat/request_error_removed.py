"""The judgement ``request-error-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-error-removed",
    level=Level.RISKY,
    title="a status of failure that a webhook's receiver may answer is gone",
    why="What the provider does when it is answered is no longer said.",
    topic="error-removed",
    direction=REQUEST,
    message="the status {name} is no longer one to answer",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      responses:
        '200': {description: Thanks}
        '410': {description: Stop}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      responses:
        '200': {description: Thanks}
""",
)
