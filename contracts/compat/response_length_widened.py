"""The judgement ``response-length-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-length-widened",
    level=Level.RISKY,
    title="an answer has texts of more lengths",
    why="Clients that keep them where only the old lengths fit lose something.",
    topic="length-widened",
    direction=RESPONSE,
    message="{name} is wider: {old} → {new}",
    within="response",
    before="{type: string, maxLength: 50}",
    after="{type: string, maxLength: 100}",
    remedy="keep to the old lengths",
)
