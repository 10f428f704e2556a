"""The judgement ``request-members-closed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-members-closed",
    level=Level.BREAKING,
    title="members without a documented name are taken no longer",
    why="Clients that send such are refused.",
    topic="members-closed",
    direction=REQUEST,
    message="members without a documented name are taken no longer",
    within="request",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string}}, additionalProperties: false}",
    remedy="keep taking them",
)
