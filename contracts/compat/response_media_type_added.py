"""The judgement ``response-media-type-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-media-type-added",
    level=Level.SAFE,
    title="a media type can be answered besides",
    why="Clients that name theirs in Accept get it as before.",
    topic="media-type-added",
    direction=RESPONSE,
    message="{name} can be answered besides",
    before="""\
responses: {'200': {description: Good, content: {application/json: {schema: {type: object}}}}}
""",
    after="""\
responses:
  '200':
    description: Good
    content:
      application/json: {schema: {type: object}}
      application/xml: {schema: {type: object}}
""",
)
