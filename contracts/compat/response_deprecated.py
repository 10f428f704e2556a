"""The judgement ``response-deprecated``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-deprecated",
    level=Level.SAFE,
    title="a property of an answer is deprecated",
    why="It is still there.",
    topic="deprecated",
    direction=RESPONSE,
    message="it is deprecated",
    within="response",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string, deprecated: true}}}",
)
