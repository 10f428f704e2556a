"""The judgement ``request-property-added-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-property-added-required",
    level=Level.BREAKING,
    title="a required property is new in what is sent",
    why="No client sends it yet, so every request is refused.",
    topic="property-added-required",
    direction=REQUEST,
    message="the required property '{name}' is new",
    within="request",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}",
    remedy="make it optional, with the old behaviour as its default",
)
