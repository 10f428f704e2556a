"""The judgement ``server-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="server-added",
    level=Level.SAFE,
    title="a server is new",
    why="Clients may go on with theirs.",
    topic="server-added",
    message="the server '{name}' is new",
    within="document",
    before="""\
servers: [{url: 'https://example.com'}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    after="""\
servers: [{url: 'https://example.com'}, {url: 'https://eu.example.com'}]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
)
