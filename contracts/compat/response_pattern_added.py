"""The judgement ``response-pattern-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-pattern-added",
    level=Level.SAFE,
    title="an answer matches a pattern",
    why="It is among what clients had to expect before.",
    topic="pattern-added",
    direction=RESPONSE,
    message="the pattern {new} is new",
    within="response",
    before="{type: string}",
    after="{type: string, pattern: '^[a-z]+$'}",
)
