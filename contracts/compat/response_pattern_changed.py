"""The judgement ``response-pattern-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-pattern-changed",
    level=Level.RISKY,
    title="an answer matches another pattern",
    why="Whether all that matches the new one matched the old one cannot be told in general; clients "
    "that take it apart may fail.",
    topic="pattern-changed",
    direction=RESPONSE,
    message="the pattern is another one: {old} → {new}",
    within="response",
    before="{type: string, pattern: '^[a-z]+$'}",
    after="{type: string, pattern: '^[A-Z]+$'}",
    remedy="keep to the old one",
)
