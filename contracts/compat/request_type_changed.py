"""The judgement ``request-type-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-type-changed",
    level=Level.BREAKING,
    title="another type is taken",
    why="Clients that send what was right are refused.",
    topic="type-changed",
    direction=REQUEST,
    message="the type is another one: {old} → {new}",
    within="request",
    before="{type: string}",
    after="{type: integer}",
    remedy="take both, or give the new form a name of its own",
)
