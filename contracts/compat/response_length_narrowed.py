"""The judgement ``response-length-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-length-narrowed",
    level=Level.SAFE,
    title="an answer has texts of fewer lengths",
    why="They are among what clients had to expect before.",
    topic="length-narrowed",
    direction=RESPONSE,
    message="{name} is narrower: {old} → {new}",
    within="response",
    before="{type: string, maxLength: 100}",
    after="{type: string, maxLength: 50}",
)
