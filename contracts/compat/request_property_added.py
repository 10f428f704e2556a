"""The judgement ``request-property-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-property-added",
    level=Level.SAFE,
    title="an optional property is new in what is sent",
    why="A request without it is as good as before.",
    topic="property-added",
    direction=REQUEST,
    message="the optional property '{name}' is new",
    within="request",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string}, b: {type: string}}}",
)
