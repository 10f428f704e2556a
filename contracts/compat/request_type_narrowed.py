"""The judgement ``request-type-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-type-narrowed",
    level=Level.BREAKING,
    title="fewer types are taken",
    why="Clients that send what was right are refused.",
    topic="type-narrowed",
    direction=REQUEST,
    message="the type is narrower: {old} → {new}",
    within="request",
    before="{type: number}",
    after="{type: integer}",
    remedy="keep taking the others",
)
