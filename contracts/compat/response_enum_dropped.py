"""The judgement ``response-enum-dropped``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-enum-dropped",
    level=Level.RISKY,
    title="other values than listed ones may be answered",
    why="Clients that tell the listed ones apart have no answer to others.",
    topic="enum-dropped",
    direction=RESPONSE,
    message="others than these may be answered: {old}",
    within="response",
    before="{type: string, enum: [open, closed]}",
    after="{type: string}",
)
