"""The judgement ``security-scheme-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="security-scheme-removed",
    level=Level.SAFE,
    title="one credential is not asked for any more",
    why="Clients that send it may go on.",
    topic="security-scheme-removed",
    message="{name} is not asked for any more",
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
security: [{key: [], token: []}]
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
security: [{key: []}]
""",
)
