"""The judgement ``response-format-widened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-format-widened",
    level=Level.BREAKING,
    title="an answer may have larger or finer numbers",
    why="They do not fit into what clients read them into.",
    topic="format-widened",
    direction=RESPONSE,
    message="the format is wider: {old} → {new}",
    within="response",
    before="{type: integer, format: int32}",
    after="{type: integer, format: int64}",
    remedy="give the new form in a property of its own",
)
