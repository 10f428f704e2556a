"""The judgement ``request-format-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-format-removed",
    level=Level.SAFE,
    title="a format is not asked for any more",
    why="What clients send is still right.",
    topic="format-removed",
    direction=REQUEST,
    message="the format {old} is gone",
    within="request",
    before="{type: string, format: date}",
    after="{type: string}",
)
