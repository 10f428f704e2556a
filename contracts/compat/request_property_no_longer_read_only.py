"""The judgement ``request-property-no-longer-read-only``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-property-no-longer-read-only",
    level=Level.SAFE,
    title="a property can be sent, too",
    why="A request without it is as good as before.",
    topic="property-no-longer-read-only",
    direction=REQUEST,
    message="the property '{name}' is no longer read-only",
    within="request",
    before="{type: object, properties: {a: {type: string}, b: {type: string, readOnly: true}}}",
    after="{type: object, properties: {a: {type: string}, b: {type: string}}}",
)
