"""The judgement ``server-url-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="server-url-changed",
    level=Level.BREAKING,
    title="the server has another URL",
    why="Clients that ask at the old one find nothing.",
    topic="server-url-changed",
    message="the server is elsewhere: {old} → {new}",
    within="document",
    before="""\
servers: [{url: 'https://example.com/v1'}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    after="""\
servers: [{url: 'https://example.com/v2'}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    remedy="keep the old one, or let it redirect (RFC 9110, section 15.4.9)",
)
