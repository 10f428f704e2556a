"""The judgement ``response-error-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-error-removed",
    level=Level.RISKY,
    title="a status of failure is gone",
    why="What was refused so before is answered otherwise now; clients that look for it do not meet it.",
    topic="error-removed",
    direction=RESPONSE,
    message="the status {name} is gone",
    before="""\
responses:
  '200': {description: Good}
  '409': {description: Conflict}
""",
    after="""\
responses:
  '200': {description: Good}
""",
)
