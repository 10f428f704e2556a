"""The judgement ``response-media-type-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-media-type-removed",
    level=Level.BREAKING,
    title="a media type is answered no longer",
    why="Clients that ask for it get another one or 406 (RFC 9110, section 15.5.7).",
    topic="media-type-removed",
    direction=RESPONSE,
    message="{name} is answered no longer",
    before="""\
responses:
  '200':
    description: Good
    content:
      application/json: {schema: {type: object}}
      application/xml: {schema: {type: object}}
""",
    after="""\
responses: {'200': {description: Good, content: {application/json: {schema: {type: object}}}}}
""",
    remedy="keep answering it to those who ask for it",
)
