"""The judgement ``response-type-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-type-widened",
    level=Level.BREAKING,
    title="an answer may have more types",
    why="Clients do not know how to read the new one.",
    topic="type-widened",
    direction=RESPONSE,
    message="the type is wider: {old} → {new}",
    within="response",
    before="{type: integer}",
    after="{type: number}",
    remedy="give the new form in a property of its own",
)
