"""The judgement ``request-condition-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-condition-removed",
    level=Level.SAFE,
    title="a condition of what is sent is gone",
    why="What clients send is still right.",
    topic="condition-removed",
    direction=REQUEST,
    message="the condition '{name}' is gone",
    within="request",
    before="{type: object, properties: {a: {type: string}}, not: {required: [b]}}",
    after="{type: object, properties: {a: {type: string}}}",
)
