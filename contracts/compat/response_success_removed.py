"""The judgement ``response-success-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-success-removed",
    level=Level.BREAKING,
    title="a status of success is gone",
    why="Clients that wait for it take another status for a failure.",
    topic="success-removed",
    direction=RESPONSE,
    message="the status {name} is gone",
    before="""\
responses:
  '200': {description: Good}
  '201': {description: Made}
""",
    after="""\
responses:
  '200': {description: Good}
""",
    remedy="keep answering it",
)
