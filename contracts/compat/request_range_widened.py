"""The judgement ``request-range-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-range-widened",
    level=Level.SAFE,
    title="more numbers are taken",
    why="What clients send is still right.",
    topic="range-widened",
    direction=REQUEST,
    message="{name} is wider: {old} → {new}",
    within="request",
    before="{type: integer, maximum: 50}",
    after="{type: integer, maximum: 100}",
)
