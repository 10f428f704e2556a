"""The judgement ``request-count-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-count-widened",
    level=Level.SAFE,
    title="more numbers of items or members are taken",
    why="What clients send is still right.",
    topic="count-widened",
    direction=REQUEST,
    message="{name} is wider: {old} → {new}",
    within="request",
    before="{type: array, items: {type: string}, maxItems: 50}",
    after="{type: array, items: {type: string}, maxItems: 100}",
)
