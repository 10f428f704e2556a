"""The judgement ``response-format-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-format-changed",
    level=Level.BREAKING,
    title="an answer has another format",
    why="Clients that read it in the old one fail.",
    topic="format-changed",
    direction=RESPONSE,
    message="the format is another one: {old} → {new}",
    within="response",
    before="{type: string, format: date}",
    after="{type: string, format: date-time}",
    remedy="give the new form in a property of its own",
)
