"""The judgement ``request-type-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-type-widened",
    level=Level.SAFE,
    title="more types are taken",
    why="What clients send is still right.",
    topic="type-widened",
    direction=REQUEST,
    message="the type is wider: {old} → {new}",
    within="request",
    before="{type: integer}",
    after="{type: number}",
)
