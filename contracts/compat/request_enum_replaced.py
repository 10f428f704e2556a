"""The judgement ``request-enum-replaced``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-enum-replaced",
    level=Level.BREAKING,
    title="none of the listed values is taken any more",
    why="Clients that send one of them are refused.",
    topic="enum-replaced",
    direction=REQUEST,
    message="other values are listed: {old} → {new}",
    within="request",
    before="{type: string, enum: [open, closed]}",
    after="{type: string, enum: [todo, done]}",
    remedy="keep taking them",
)
