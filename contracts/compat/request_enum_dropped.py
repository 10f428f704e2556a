"""The judgement ``request-enum-dropped``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-enum-dropped",
    level=Level.SAFE,
    title="other values than listed ones are taken, too",
    why="What clients send is still right.",
    topic="enum-dropped",
    direction=REQUEST,
    message="others than these are taken, too: {old}",
    within="request",
    before="{type: string, enum: [open, closed]}",
    after="{type: string}",
)
