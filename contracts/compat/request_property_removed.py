"""The judgement ``request-property-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-property-removed",
    level=Level.BREAKING,
    title="a property of what is sent is gone",
    why="A client that sends it is refused, or, where the server passes over it, has no effect with it any more.",
    topic="property-removed",
    direction=REQUEST,
    message="the property '{name}' is taken no longer",
    within="request",
    before="{type: object, properties: {a: {type: string}, b: {type: string}}}",
    after="{type: object, properties: {a: {type: string}}}",
    remedy="keep it, marked as deprecated",
)
