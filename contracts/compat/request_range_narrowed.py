"""The judgement ``request-range-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-range-narrowed",
    level=Level.BREAKING,
    title="fewer numbers are taken",
    why="Clients that send one outside of the bounds are refused.",
    topic="range-narrowed",
    direction=REQUEST,
    message="{name} is narrower: {old} → {new}",
    within="request",
    before="{type: integer, maximum: 100}",
    after="{type: integer, maximum: 50}",
    remedy="keep the old bounds",
)
