"""The judgement ``request-enum-introduced``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-enum-introduced",
    level=Level.BREAKING,
    title="only listed values are taken now",
    why="Clients that send another one are refused.",
    topic="enum-introduced",
    direction=REQUEST,
    message="only these are taken now: {new}",
    within="request",
    before="{type: string}",
    after="{type: string, enum: [open, closed]}",
    remedy="keep taking others",
)
