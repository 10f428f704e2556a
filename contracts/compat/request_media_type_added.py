"""The judgement ``request-media-type-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-media-type-added",
    level=Level.SAFE,
    title="a media type is taken besides",
    why="Clients may go on with theirs.",
    topic="media-type-added",
    direction=REQUEST,
    message="{name} is taken besides",
    before="requestBody: {content: {application/json: {schema: {type: object}}}}",
    after="""\
requestBody:
  content:
    application/json: {schema: {type: object}}
    application/xml: {schema: {type: object}}
""",
)
