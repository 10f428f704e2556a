"""The judgement ``request-format-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-format-changed",
    level=Level.BREAKING,
    title="another format is asked for",
    why="Clients that send what was right are refused.",
    topic="format-changed",
    direction=REQUEST,
    message="the format is another one: {old} → {new}",
    within="request",
    before="{type: string, format: date}",
    after="{type: string, format: date-time}",
    remedy="take both",
)
