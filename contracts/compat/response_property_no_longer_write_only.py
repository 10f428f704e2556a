"""The judgement ``response-property-no-longer-write-only``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-property-no-longer-write-only",
    level=Level.SAFE,
    title="a property is part of answers, too",
    why="Clients pass over properties that they do not know.",
    topic="property-no-longer-write-only",
    direction=RESPONSE,
    message="the property '{name}' is no longer write-only",
    within="response",
    before="{type: object, properties: {a: {type: string}, b: {type: string, writeOnly: true}}}",
    after="{type: object, properties: {a: {type: string}, b: {type: string}}}",
)
