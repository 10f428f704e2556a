"""The judgement ``request-condition-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-condition-added",
    level=Level.RISKY,
    title="a condition of what is sent is new",
    why="What clients send may not meet it; nobody can tell in general whether it does.",
    topic="condition-added",
    direction=REQUEST,
    message="the condition '{name}' is new",
    within="request",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string}}, not: {required: [b]}}",
    remedy="take what does not meet it, too",
)
