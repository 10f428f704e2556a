"""The judgement ``response-enum-replaced``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-enum-replaced",
    level=Level.BREAKING,
    title="none of the listed values is answered any more",
    why="Clients know none of the new ones.",
    topic="enum-replaced",
    direction=RESPONSE,
    message="other values are listed: {old} → {new}",
    within="response",
    before="{type: string, enum: [open, closed]}",
    after="{type: string, enum: [todo, done]}",
    remedy="keep answering the old ones",
)
