"""The judgement ``scope-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="scope-removed",
    level=Level.SAFE,
    title="a scope is not asked for any more",
    why="Tokens that have it may go on.",
    topic="scope-removed",
    message="{name} need not have the scope {old} any more",
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
security: [{login: [read, write]}]
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
security: [{login: [read]}]
""",
)
