"""The judgement ``response-error-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-error-added",
    level=Level.SAFE,
    title="a status of failure is new",
    why="Clients treat an unknown status as the first of its class (RFC 9110, section 15).",
    topic="error-added",
    direction=RESPONSE,
    message="the status {name} is new",
    before="""\
responses:
  '200': {description: Good}
""",
    after="""\
responses:
  '200': {description: Good}
  '429': {description: Too many}
""",
)
