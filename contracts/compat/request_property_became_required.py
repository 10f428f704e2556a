"""The judgement ``request-property-became-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-property-became-required",
    level=Level.BREAKING,
    title="a property is required now in what is sent",
    why="Clients that leave it out are refused.",
    topic="property-became-required",
    direction=REQUEST,
    message="the property '{name}' is required now",
    within="request",
    before="{type: object, properties: {a: {type: string}, b: {type: string}}}",
    after="{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}",
    remedy="leave it optional, with the old behaviour as its default",
)
