"""The judgement ``response-property-became-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-property-became-optional",
    level=Level.BREAKING,
    title="a property of an answer may be missing now",
    why="Clients that rely on it find nothing at times.",
    topic="property-became-optional",
    direction=RESPONSE,
    message="the property '{name}' may be missing now",
    within="response",
    before="{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}",
    after="{type: object, properties: {a: {type: string}, b: {type: string}}}",
    remedy="keep sending it always",
)
