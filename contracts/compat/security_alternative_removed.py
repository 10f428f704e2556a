"""The judgement ``security-alternative-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="security-alternative-removed",
    level=Level.BREAKING,
    title="a way to show who one is, is gone",
    why="Clients that use it are answered 401 (RFC 9110, section 15.5.2).",
    topic="security-alternative-removed",
    message="one can no longer be let in by {name}",
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
security: [{key: []}, {token: []}]
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
    remedy="keep it until clients have followed",
)
