"""The judgement ``request-format-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-format-added",
    level=Level.BREAKING,
    title="a format is asked for",
    why="Clients that send what does not have it are refused.",
    topic="format-added",
    direction=REQUEST,
    message="the format {new} is new",
    within="request",
    before="{type: string}",
    after="{type: string, format: date}",
    remedy="keep taking others",
)
