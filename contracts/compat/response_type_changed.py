"""The judgement ``response-type-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-type-changed",
    level=Level.BREAKING,
    title="an answer has another type",
    why="Clients cannot read it.",
    topic="type-changed",
    direction=RESPONSE,
    message="the type is another one: {old} → {new}",
    within="response",
    before="{type: string}",
    after="{type: integer}",
    remedy="give the new form in a property of its own",
)
