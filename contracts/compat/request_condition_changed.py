"""The judgement ``request-condition-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-condition-changed",
    level=Level.RISKY,
    title="a condition of what is sent is another one",
    why="Whether all that met the old one meets the new one cannot be told in general; what does not is refused.",
    topic="condition-changed",
    direction=REQUEST,
    message="the condition '{name}' is another one",
    within="request",
    before="{type: object, properties: {a: {type: string}}, propertyNames: {maxLength: 20}}",
    after="{type: object, properties: {a: {type: string}}, propertyNames: {maxLength: 10}}",
)
