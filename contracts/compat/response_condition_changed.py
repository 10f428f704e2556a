"""The judgement ``response-condition-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-condition-changed",
    level=Level.RISKY,
    title="a condition of an answer is another one",
    why="Whether all that meets the new one met the old one cannot be told in general.",
    topic="condition-changed",
    direction=RESPONSE,
    message="the condition '{name}' is another one",
    within="response",
    before="{type: object, properties: {a: {type: string}}, propertyNames: {maxLength: 20}}",
    after="{type: object, properties: {a: {type: string}}, propertyNames: {maxLength: 10}}",
)
