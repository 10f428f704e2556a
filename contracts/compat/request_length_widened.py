"""The judgement ``request-length-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-length-widened",
    level=Level.SAFE,
    title="more lengths of texts are taken",
    why="What clients send is still right.",
    topic="length-widened",
    direction=REQUEST,
    message="{name} is wider: {old} → {new}",
    within="request",
    before="{type: string, maxLength: 50}",
    after="{type: string, maxLength: 100}",
)
