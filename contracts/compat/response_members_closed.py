"""The judgement ``response-members-closed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-members-closed",
    level=Level.SAFE,
    title="an answer has no members without a documented name",
    why="Clients had to expect them before.",
    topic="members-closed",
    direction=RESPONSE,
    message="there are no members without a documented name any more",
    within="response",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string}}, additionalProperties: false}",
)
