"""The judgement ``request-media-type-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-media-type-removed",
    level=Level.BREAKING,
    title="a media type is taken no longer",
    why="Clients that send it are answered 415 (RFC 9110, section 15.5.16).",
    topic="media-type-removed",
    direction=REQUEST,
    message="{name} is taken no longer",
    before="""\
requestBody:
  content:
    application/json: {schema: {type: object}}
    application/xml: {schema: {type: object}}
""",
    after="requestBody: {content: {application/json: {schema: {type: object}}}}",
    remedy="keep taking it",
)
