"""The judgement ``request-length-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-length-narrowed",
    level=Level.BREAKING,
    title="fewer lengths of texts are taken",
    why="Clients that send a text of another length are refused.",
    topic="length-narrowed",
    direction=REQUEST,
    message="{name} is narrower: {old} → {new}",
    within="request",
    before="{type: string, maxLength: 100}",
    after="{type: string, maxLength: 50}",
    remedy="keep the old lengths",
)
