"""The judgement ``request-default-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-default-removed",
    level=Level.RISKY,
    title="what is left out has no documented default any more",
    why="Clients that leave it out may get another effect than before.",
    topic="default-removed",
    direction=REQUEST,
    message="the default {old} is gone",
    within="request",
    before="{type: integer, default: 20}",
    after="{type: integer}",
    remedy="keep the default",
)
