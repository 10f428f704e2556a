"""The judgement ``request-count-narrowed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-count-narrowed",
    level=Level.BREAKING,
    title="fewer numbers of items or members are taken",
    why="Clients that send another number of them are refused.",
    topic="count-narrowed",
    direction=REQUEST,
    message="{name} is narrower: {old} → {new}",
    within="request",
    before="{type: array, items: {type: string}, maxItems: 100}",
    after="{type: array, items: {type: string}, maxItems: 50}",
    remedy="keep the old limits",
)
