"""The judgement ``request-format-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-format-narrowed",
    level=Level.BREAKING,
    title="a narrower format of numbers is asked for",
    why="Clients that send a number outside of it are refused.",
    topic="format-narrowed",
    direction=REQUEST,
    message="the format is narrower: {old} → {new}",
    within="request",
    before="{type: integer, format: int64}",
    after="{type: integer, format: int32}",
    remedy="keep taking others",
)
