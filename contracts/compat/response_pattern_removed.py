"""The judgement ``response-pattern-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-pattern-removed",
    level=Level.RISKY,
    title="an answer need not match a pattern any more",
    why="Clients that take it apart may fail.",
    topic="pattern-removed",
    direction=RESPONSE,
    message="the pattern {old} is gone",
    within="response",
    before="{type: string, pattern: '^[a-z]+$'}",
    after="{type: string}",
    remedy="keep the pattern",
)
