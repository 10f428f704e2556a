"""The judgement ``response-property-became-write-only``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-property-became-write-only",
    level=Level.BREAKING,
    title="a property is part of answers no longer",
    why="It is part of requests only now (OpenAPI 3.0, 'Schema Object', writeOnly), so clients that "
    "read it find nothing.",
    topic="property-became-write-only",
    direction=RESPONSE,
    message="the property '{name}' is write-only now",
    within="response",
    before="{type: object, properties: {a: {type: string}, b: {type: string}}}",
    after="{type: object, properties: {a: {type: string}, b: {type: string, writeOnly: true}}}",
    remedy="keep sending it",
)
