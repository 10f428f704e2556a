"""The judgement ``request-pattern-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-pattern-removed",
    level=Level.SAFE,
    title="a pattern is not asked for any more",
    why="What clients send is still right.",
    topic="pattern-removed",
    direction=REQUEST,
    message="the pattern {old} is gone",
    within="request",
    before="{type: string, pattern: '^[a-z]+$'}",
    after="{type: string}",
)
