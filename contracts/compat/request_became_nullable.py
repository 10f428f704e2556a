"""The judgement ``request-became-nullable``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-became-nullable",
    level=Level.SAFE,
    title="null is taken, too",
    why="What clients send is still right.",
    topic="became-nullable",
    direction=REQUEST,
    message="null is taken, too",
    within="request",
    before="{type: string}",
    after="{type: [string, 'null']}",
)
