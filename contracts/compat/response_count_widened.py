"""The judgement ``response-count-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-count-widened",
    level=Level.RISKY,
    title="an answer has lists or maps of more sizes",
    why="Clients that rely on the old limits, e.g. on one item at least, meet others.",
    topic="count-widened",
    direction=RESPONSE,
    message="{name} is wider: {old} → {new}",
    within="response",
    before="{type: array, items: {type: string}, maxItems: 50}",
    after="{type: array, items: {type: string}, maxItems: 100}",
    remedy="keep to the old limits",
)
