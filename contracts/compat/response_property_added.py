"""The judgement ``response-property-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-property-added",
    level=Level.SAFE,
    title="a property is new in an answer",
    why="Clients pass over properties that they do not know, as the schema allows them.",
    topic="property-added",
    direction=RESPONSE,
    message="the property '{name}' is new",
    within="response",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string}, b: {type: string}}}",
)
