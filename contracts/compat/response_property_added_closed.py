"""The judgement ``response-property-added-closed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-property-added-closed",
    level=Level.RISKY,
    title="a property is new in an answer that was to have no others",
    why="Clients that hold answers against the old schema refuse them, as it allows no further members.",
    topic="property-added-closed",
    direction=RESPONSE,
    message="the property '{name}' is new where others were ruled out",
    within="response",
    before="{type: object, additionalProperties: false, properties: {a: {type: string}}}",
    after="{type: object, additionalProperties: false, properties: {a: {type: string}, b: {type: string}}}",
    remedy="raise info.version, and announce it",
)
