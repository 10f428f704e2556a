"""The judgement ``request-members-opened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-members-opened",
    level=Level.SAFE,
    title="members without a documented name are taken, too",
    why="What clients send is still right.",
    topic="members-opened",
    direction=REQUEST,
    message="members without a documented name are taken, too",
    within="request",
    before="{type: object, properties: {a: {type: string}}, additionalProperties: false}",
    after="{type: object, properties: {a: {type: string}}}",
)
