"""The judgement ``response-condition-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-condition-removed",
    level=Level.RISKY,
    title="a condition of an answer is gone",
    why="What comes may be something that the old document ruled out.",
    topic="condition-removed",
    direction=RESPONSE,
    message="the condition '{name}' is gone",
    within="response",
    before="{type: object, properties: {a: {type: string}}, not: {required: [b]}}",
    after="{type: object, properties: {a: {type: string}}}",
    remedy="keep to the condition",
)
