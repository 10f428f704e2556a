"""The judgement ``request-no-longer-deprecated``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-no-longer-deprecated",
    level=Level.SAFE,
    title="a property of what is sent is deprecated no longer",
    why="It has its effect as before.",
    topic="no-longer-deprecated",
    direction=REQUEST,
    message="it is deprecated no longer",
    within="request",
    before="{type: object, properties: {a: {type: string, deprecated: true}}}",
    after="{type: object, properties: {a: {type: string}}}",
)
