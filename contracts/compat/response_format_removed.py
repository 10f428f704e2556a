"""The judgement ``response-format-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-format-removed",
    level=Level.RISKY,
    title="an answer has no promised format any more",
    why="Clients that read it in that format may fail.",
    topic="format-removed",
    direction=RESPONSE,
    message="the format {old} is gone",
    within="response",
    before="{type: string, format: date}",
    after="{type: string}",
    remedy="keep the format",
)
