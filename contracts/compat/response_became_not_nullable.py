"""The judgement ``response-became-not-nullable``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-became-not-nullable",
    level=Level.SAFE,
    title="an answer is never null any more",
    why="Clients could bear it before.",
    topic="became-not-nullable",
    direction=RESPONSE,
    message="it is never null any more",
    within="response",
    before="{type: [string, 'null']}",
    after="{type: string}",
)
