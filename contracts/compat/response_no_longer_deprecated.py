"""The judgement ``response-no-longer-deprecated``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-no-longer-deprecated",
    level=Level.SAFE,
    title="a property of an answer is deprecated no longer",
    why="It is there as before.",
    topic="no-longer-deprecated",
    direction=RESPONSE,
    message="it is deprecated no longer",
    within="response",
    before="{type: object, properties: {a: {type: string, deprecated: true}}}",
    after="{type: object, properties: {a: {type: string}}}",
)
