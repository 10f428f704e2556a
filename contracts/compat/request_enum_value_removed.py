"""The judgement ``request-enum-value-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-enum-value-removed",
    level=Level.BREAKING,
    title="a listed value is taken no longer",
    why="Clients that send it are refused.",
    topic="enum-value-removed",
    direction=REQUEST,
    message="taken no longer: {old}",
    within="request",
    before="{type: string, enum: [open, closed, held]}",
    after="{type: string, enum: [open, closed]}",
    remedy="keep taking it",
)
