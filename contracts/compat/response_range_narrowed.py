"""The judgement ``response-range-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-range-narrowed",
    level=Level.SAFE,
    title="an answer has numbers in narrower bounds",
    why="They are among what clients had to expect before.",
    topic="range-narrowed",
    direction=RESPONSE,
    message="{name} is narrower: {old} → {new}",
    within="response",
    before="{type: integer, maximum: 100}",
    after="{type: integer, maximum: 50}",
)
