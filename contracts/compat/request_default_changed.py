"""The judgement ``request-default-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-default-changed",
    level=Level.RISKY,
    title="what is left out counts as another value",
    why="Clients that leave it out get another effect than before, and none of them notices.",
    topic="default-changed",
    direction=REQUEST,
    message="the default is another one: {old} → {new}",
    within="request",
    before="{type: integer, default: 20}",
    after="{type: integer, default: 50}",
    remedy="keep the default",
)
