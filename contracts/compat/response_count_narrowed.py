"""The judgement ``response-count-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-count-narrowed",
    level=Level.SAFE,
    title="an answer has lists or maps of fewer sizes",
    why="They are among what clients had to expect before.",
    topic="count-narrowed",
    direction=RESPONSE,
    message="{name} is narrower: {old} → {new}",
    within="response",
    before="{type: array, items: {type: string}, maxItems: 100}",
    after="{type: array, items: {type: string}, maxItems: 50}",
)
