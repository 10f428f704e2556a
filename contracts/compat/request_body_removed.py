"""The judgement ``request-body-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-body-removed",
    level=Level.BREAKING,
    title="the request body is gone",
    why="What clients send in it is refused or has no effect any more.",
    topic="body-removed",
    direction=REQUEST,
    message="the request body is gone",
    before="requestBody: {content: {application/json: {schema: {type: object}}}}",
    after="{}",
    remedy="keep taking it",
)
