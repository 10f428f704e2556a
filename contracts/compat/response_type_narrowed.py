"""The judgement ``response-type-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-type-narrowed",
    level=Level.SAFE,
    title="an answer has fewer types",
    why="Clients know how to read what is left.",
    topic="type-narrowed",
    direction=RESPONSE,
    message="the type is narrower: {old} → {new}",
    within="response",
    before="{type: number}",
    after="{type: integer}",
)
