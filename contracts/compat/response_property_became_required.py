"""The judgement ``response-property-became-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-property-became-required",
    level=Level.SAFE,
    title="a property of an answer is always there now",
    why="Clients could do without it before.",
    topic="property-became-required",
    direction=RESPONSE,
    message="the property '{name}' is always there now",
    within="response",
    before="{type: object, properties: {a: {type: string}, b: {type: string}}}",
    after="{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}",
)
