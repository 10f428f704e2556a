"""The judgement ``response-success-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-success-added",
    level=Level.RISKY,
    title="a status of success is new",
    why="Clients that know only the others may not know what to make of it.",
    topic="success-added",
    direction=RESPONSE,
    message="the status {name} is new",
    before="""\
responses:
  '200': {description: Good}
""",
    after="""\
responses:
  '200': {description: Good}
  '202': {description: Later}
""",
)
