"""The judgement ``request-became-not-nullable``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-became-not-nullable",
    level=Level.BREAKING,
    title="null is taken no longer",
    why="Clients that send null are refused.",
    topic="became-not-nullable",
    direction=REQUEST,
    message="null is taken no longer",
    within="request",
    before="{type: [string, 'null']}",
    after="{type: string}",
    remedy="keep taking null",
)
