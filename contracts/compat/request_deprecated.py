"""The judgement ``request-deprecated``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-deprecated",
    level=Level.SAFE,
    title="a property of what is sent is deprecated",
    why="It still has its effect.",
    topic="deprecated",
    direction=REQUEST,
    message="it is deprecated",
    within="request",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string, deprecated: true}}}",
)
