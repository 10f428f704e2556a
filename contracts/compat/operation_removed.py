"""The judgement ``operation-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="operation-removed",
    level=Level.BREAKING,
    title="an operation is gone",
    why="Whoever calls it gets an error from now on.",
    topic="operation-removed",
    message="the operation {name} is gone",
    within="document",
    before="""\
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
  /tags:
    get:
      responses: {'200': {description: All tags}}
""",
    after="""\
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    remedy="keep it, marked as deprecated, until nobody calls it",
)
