"""The judgement ``operation-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="operation-added",
    level=Level.SAFE,
    title="an operation is new",
    why="Nobody calls it yet.",
    topic="operation-added",
    message="the operation {name} is new",
    within="document",
    before="""\
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    after="""\
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
  /tags:
    get:
      responses: {'200': {description: All tags}}
""",
)
