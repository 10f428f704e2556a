"""The judgement ``request-property-became-read-only``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-property-became-read-only",
    level=Level.BREAKING,
    title="a property can be sent no longer",
    why="It is part of answers only now (OpenAPI 3.0, 'Schema Object', readOnly): a client that sends "
    "it is refused or not heard.",
    topic="property-became-read-only",
    direction=REQUEST,
    message="the property '{name}' is read-only now",
    within="request",
    before="{type: object, properties: {a: {type: string}, b: {type: string}}}",
    after="{type: object, properties: {a: {type: string}, b: {type: string, readOnly: true}}}",
    remedy="keep taking it",
)
