"""The judgement ``server-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="server-removed",
    level=Level.BREAKING,
    title="a server is gone",
    why="Clients that ask there find nothing.",
    topic="server-removed",
    message="the server '{name}' is gone",
    within="document",
    before="""\
servers: [{url: 'https://example.com'}, {url: 'https://eu.example.com'}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    after="""\
servers: [{url: 'https://example.com'}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    remedy="keep it, or let it redirect (RFC 9110, section 15.4.9)",
)
