"""The judgement ``request-success-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-success-removed",
    level=Level.BREAKING,
    title="a status that a webhook's receiver may answer is taken no longer",
    why="Receivers that answer it are taken to have failed.",
    topic="success-removed",
    direction=REQUEST,
    message="the status {name} is taken no longer",
    within="document",
    before="""\
webhooks:
  caseClosed:
    post:
      responses:
        '200': {description: Thanks}
        '202': {description: Later}
""",
    after="""\
webhooks:
  caseClosed:
    post:
      responses:
        '200': {description: Thanks}
""",
    remedy="keep taking it",
)
