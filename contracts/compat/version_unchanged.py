"""The judgement ``version-unchanged``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="version-unchanged",
    level=Level.RISKY,
    title="something breaks, and info.version stays",
    why="Clients tell from the version whether they must look at what changed (OpenAPI 3.1, 'Info Object').",
    topic="version-unchanged",
    message="clients may break, but info.version is still {old}",
    within="document",
    before="""\
info: {title: Cases, version: 1.4.0}
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
  /tags:
    get:
      responses: {'200': {description: All tags}}
""",
    after="""\
info: {title: Cases, version: 1.4.0}
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    remedy="raise info.version",
)
