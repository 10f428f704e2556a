"""The judgement ``request-body-added-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-body-added-optional",
    level=Level.SAFE,
    title="an optional request body is new",
    why="A request without one is as good as before.",
    topic="body-added-optional",
    direction=REQUEST,
    message="an optional request body is new",
    before="{}",
    after="requestBody: {content: {application/json: {schema: {type: object}}}}",
)
