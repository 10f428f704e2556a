"""The judgement ``response-property-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-property-removed",
    level=Level.BREAKING,
    title="a property of an answer is gone",
    why="Clients that read it find nothing, whether or not it was always there.",
    topic="property-removed",
    direction=RESPONSE,
    message="the property '{name}' is gone",
    within="response",
    before="{type: object, properties: {a: {type: string}, b: {type: string}}}",
    after="{type: object, properties: {a: {type: string}}}",
    remedy="keep it, marked as deprecated",
)
