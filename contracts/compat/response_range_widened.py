"""The judgement ``response-range-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-range-widened",
    level=Level.RISKY,
    title="an answer has numbers in wider bounds",
    why="Clients that rely on the old bounds meet numbers outside of them.",
    topic="range-widened",
    direction=RESPONSE,
    message="{name} is wider: {old} → {new}",
    within="response",
    before="{type: integer, maximum: 50}",
    after="{type: integer, maximum: 100}",
    remedy="keep to the old bounds",
)
