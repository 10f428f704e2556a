"""The judgement ``request-body-added-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-body-added-required",
    level=Level.BREAKING,
    title="a required request body is new",
    why="No client sends one yet, so every request is refused.",
    topic="body-added-required",
    direction=REQUEST,
    message="a required request body is new",
    before="{}",
    after="requestBody: {required: true, content: {application/json: {schema: {type: object}}}}",
    remedy="make it optional",
)
