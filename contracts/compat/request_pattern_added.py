"""The judgement ``request-pattern-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-pattern-added",
    level=Level.BREAKING,
    title="a pattern is asked for",
    why="Clients that send what does not match are refused.",
    topic="pattern-added",
    direction=REQUEST,
    message="the pattern {new} is new",
    within="request",
    before="{type: string}",
    after="{type: string, pattern: '^[a-z]+$'}",
    remedy="keep taking others",
)
