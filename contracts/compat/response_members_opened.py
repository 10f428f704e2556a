"""The judgement ``response-members-opened``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-members-opened",
    level=Level.RISKY,
    title="an answer may have members without a documented name",
    why="Clients that refuse what they do not know fail.",
    topic="members-opened",
    direction=RESPONSE,
    message="there may be members without a documented name",
    within="response",
    before="{type: object, properties: {a: {type: string}}, additionalProperties: false}",
    after="{type: object, properties: {a: {type: string}}}",
)
