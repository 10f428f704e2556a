"""The judgement ``response-format-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-format-narrowed",
    level=Level.SAFE,
    title="an answer has a narrower format of numbers",
    why="Its numbers are among what clients had to expect before.",
    topic="format-narrowed",
    direction=RESPONSE,
    message="the format is narrower: {old} → {new}",
    within="response",
    before="{type: integer, format: int64}",
    after="{type: integer, format: int32}",
)
