"""The judgement ``security-scheme-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="security-scheme-added",
    level=Level.BREAKING,
    title="one more credential is asked for",
    why="Clients that send only the others are answered 401 (RFC 9110, section 15.5.2).",
    topic="security-scheme-added",
    message="{name} is asked for besides",
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
security: [{key: []}]
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
security: [{key: [], token: []}]
""",
    remedy="add it as an alternative instead",
)
