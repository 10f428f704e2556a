"""The judgement ``request-success-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-success-added",
    level=Level.SAFE,
    title="a webhook's receiver may answer one more status",
    why="Receivers may go on with theirs.",
    topic="success-added",
    direction=REQUEST,
    message="the status {name} is taken, too",
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
        '202': {description: Later}
""",
)
