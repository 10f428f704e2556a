"""The judgement ``response-enum-value-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-enum-value-removed",
    level=Level.SAFE,
    title="a listed value is answered no longer",
    why="Clients know all that are left.",
    topic="enum-value-removed",
    direction=RESPONSE,
    message="answered no longer: {old}",
    within="response",
    before="{type: string, enum: [open, closed, held]}",
    after="{type: string, enum: [open, closed]}",
)
