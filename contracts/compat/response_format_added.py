"""The judgement ``response-format-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-format-added",
    level=Level.SAFE,
    title="an answer has a format",
    why="It is among what clients had to expect before.",
    topic="format-added",
    direction=RESPONSE,
    message="the format {new} is new",
    within="response",
    before="{type: string}",
    after="{type: string, format: date}",
)
