"""The judgement ``server-variable-default-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="server-variable-default-changed",
    level=Level.RISKY,
    title="a server variable has another default",
    why="Clients that leave it alone ask elsewhere.",
    topic="server-variable-default-changed",
    message="the server variable '{name}' has another default: {old} → {new}",
    within="document",
    before="""\
servers: [{url: 'https://{zone}.example.com', variables: {zone: {default: eu, enum: [eu, us]}}}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    after="""\
servers: [{url: 'https://{zone}.example.com', variables: {zone: {default: us, enum: [eu, us]}}}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    remedy="keep the default",
)
