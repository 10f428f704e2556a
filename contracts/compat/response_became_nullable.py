"""The judgement ``response-became-nullable``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-became-nullable",
    level=Level.BREAKING,
    title="an answer may be null now",
    why="Clients that rely on a value meet none.",
    topic="became-nullable",
    direction=RESPONSE,
    message="it may be null now",
    within="response",
    before="{type: string}",
    after="{type: [string, 'null']}",
    remedy="leave the property out instead, where it is optional",
)
