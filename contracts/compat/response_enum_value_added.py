"""The judgement ``response-enum-value-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-enum-value-added",
    level=Level.RISKY,
    title="a value that clients do not know may be answered",
    why="Clients that tell all the listed ones apart have no answer to a new one; those with a default do.",
    topic="enum-value-added",
    direction=RESPONSE,
    message="may be answered, too: {new}",
    within="response",
    before="{type: string, enum: [open, closed]}",
    after="{type: string, enum: [open, closed, held]}",
    remedy="announce that clients must expect others, or send it only to those who ask for it",
)
