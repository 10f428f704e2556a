"""The judgement ``response-enum-introduced``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-enum-introduced",
    level=Level.SAFE,
    title="only listed values are answered now",
    why="They are among what clients had to expect before.",
    topic="enum-introduced",
    direction=RESPONSE,
    message="only these are answered now: {new}",
    within="response",
    before="{type: string}",
    after="{type: string, enum: [open, closed]}",
)
