"""The judgement ``server-variable-value-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="server-variable-value-added",
    level=Level.SAFE,
    title="a server variable may have another value",
    why="Clients may go on with theirs.",
    topic="server-variable-value-added",
    message="the server variable '{name}' can be {old}, too",
    within="document",
    before="""\
servers: [{url: 'https://{zone}.example.com', variables: {zone: {default: eu, enum: [eu]}}}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    after="""\
servers: [{url: 'https://{zone}.example.com', variables: {zone: {default: eu, enum: [eu, us]}}}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
)
