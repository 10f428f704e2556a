"""The judgement ``request-error-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-error-added",
    level=Level.SAFE,
    title="a webhook's receiver may answer one more status of failure",
    why="Receivers may go on with theirs.",
    topic="error-added",
    direction=REQUEST,
    message="the status {name} may be answered, too",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      responses:
        '200': {description: Thanks}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      responses:
        '200': {description: Thanks}
        '410': {description: Stop}
""",
)
