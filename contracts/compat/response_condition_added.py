"""The judgement ``response-condition-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-condition-added",
    level=Level.SAFE,
    title="an answer meets one more condition",
    why="What comes met the old schema, too.",
    topic="condition-added",
    direction=RESPONSE,
    message="the condition '{name}' is new",
    within="response",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string}}, not: {required: [b]}}",
)
