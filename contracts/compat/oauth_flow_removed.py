"""The judgement ``oauth-flow-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="oauth-flow-removed",
    level=Level.BREAKING,
    title="an OAuth flow is gone",
    why="Clients that get their token that way get none.",
    topic="oauth-flow-removed",
    message="{name} has the flow {old} no longer",
    within="document",
    before="""\
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
    login:
      type: oauth2
      flows:
        password: {tokenUrl: 'https://example.com/token', scopes: {read: Read}}
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
security: [{login: [read]}]
""",
    remedy="keep it until clients have followed",
)
