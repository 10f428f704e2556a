"""The judgement ``scope-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="scope-added",
    level=Level.BREAKING,
    title="one more scope is asked for",
    why="Tokens without it are answered 403 (RFC 6750, section 3.1).",
    topic="scope-added",
    message="{name} must have the scope {new}, too",
    within="document",
    before="""\
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
    login:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {read: Read, write: Write}}
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
security: [{login: [read]}]
""",
    after="""\
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
    login:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {read: Read, write: Write}}
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
security: [{login: [read, write]}]
""",
    remedy="add it as an alternative instead",
)
