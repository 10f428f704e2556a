"""The judgement ``server-variable-value-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="server-variable-value-removed",
    level=Level.BREAKING,
    title="a value of a server variable is gone",
    why="Clients that use it find no server.",
    topic="server-variable-value-removed",
    message="the server variable '{name}' can no longer be {old}",
    within="document",
    before="""\
servers: [{url: 'https://{zone}.example.com', variables: {zone: {default: eu, enum: [eu, us]}}}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    after="""\
servers: [{url: 'https://{zone}.example.com', variables: {zone: {default: eu, enum: [eu]}}}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    remedy="keep the server",
)
