"""The judgement ``request-pattern-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-pattern-changed",
    level=Level.RISKY,
    title="another pattern is asked for",
    why="Whether all that matched the old one matches the new one cannot be told in general; what does not is refused.",
    topic="pattern-changed",
    direction=REQUEST,
    message="the pattern is another one: {old} → {new}",
    within="request",
    before="{type: string, pattern: '^[a-z]+$'}",
    after="{type: string, pattern: '^[A-Z]+$'}",
    remedy="take what the old one took",
)
