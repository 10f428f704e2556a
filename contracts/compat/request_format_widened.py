"""The judgement ``request-format-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-format-widened",
    level=Level.SAFE,
    title="a wider format of numbers is taken",
    why="What clients send is still right.",
    topic="format-widened",
    direction=REQUEST,
    message="the format is wider: {old} → {new}",
    within="request",
    before="{type: integer, format: int32}",
    after="{type: integer, format: int64}",
)
