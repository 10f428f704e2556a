"""The judgement ``request-enum-value-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-enum-value-added",
    level=Level.SAFE,
    title="a listed value is taken besides",
    why="What clients send is still right.",
    topic="enum-value-added",
    direction=REQUEST,
    message="taken, too: {new}",
    within="request",
    before="{type: string, enum: [open, closed]}",
    after="{type: string, enum: [open, closed, held]}",
)
