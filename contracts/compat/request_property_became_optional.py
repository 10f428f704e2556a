"""The judgement ``request-property-became-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-property-became-optional",
    level=Level.SAFE,
    title="a property is optional now in what is sent",
    why="Clients that send it may go on.",
    topic="property-became-optional",
    direction=REQUEST,
    message="the property '{name}' is optional now",
    within="request",
    before="{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}",
    after="{type: object, properties: {a: {type: string}, b: {type: string}}}",
)
